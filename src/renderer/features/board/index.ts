export { Board } from './board.tsx';
export { boardReducer } from './board-slice.ts';
export type { BoardRoot } from './board-slice.ts';
