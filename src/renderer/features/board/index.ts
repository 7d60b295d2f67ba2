export { Board } from './board.tsx';
export { boardSlice } from './board-slice.ts';
