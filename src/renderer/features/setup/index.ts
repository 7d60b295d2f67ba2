export { agentHint } from './agent-row.tsx';
export { SetupCommands } from './setup-commands.tsx';
export { SetupList } from './setup-list.tsx';
export { useSetup } from './use-setup.ts';
