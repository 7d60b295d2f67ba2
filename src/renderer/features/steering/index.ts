export { RunCommands } from './run-commands.tsx';
export { runKeys } from './run-keys.ts';
export { useResume } from './use-resume.ts';
export { useRunSteering } from './use-run-steering.ts';
