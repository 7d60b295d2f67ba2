export { AttemptTerminal } from './attempt-terminal.tsx';
export { TerminalTile } from './terminal-tile.tsx';
