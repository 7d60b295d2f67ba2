export { AttemptTerminal } from './attempt-terminal.tsx';
export { followLink, LinkQuestion } from './link-question.tsx';
export { TerminalScreen } from './terminal-screen.tsx';
