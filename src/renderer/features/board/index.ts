export { BeginningBanner } from './dialogs/beginning-note.tsx';
export { Board } from './board.tsx';
export { boardSlice } from './board-slice.ts';
export { WorkCommands } from './commands/workspace-commands.tsx';
