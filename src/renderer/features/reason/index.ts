export { ReasonDialog } from './reason-dialog.tsx';
