export { ForeignChangeActions } from './foreign-change-actions.tsx';
export { ForeignChangeDetails } from './foreign-change-details.tsx';
export { useGuardCommands } from './use-guard-commands.ts';
