export { TransferCommands } from './transfer-commands.tsx';
