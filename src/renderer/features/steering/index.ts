export { RunCommands } from './run-commands.tsx';
export { runKeys } from './run-keys.ts';
export { useRunSteering } from './use-run-steering.ts';
