import type { BoardColumn } from '#shared/core/board/board-columns.ts';

/** Heights in px. Cards of a column are all of one height, which never changes while they are seen. */
const cardHeight = 100;
/** With a line for what the agent does, or why the task is blocked. */
const tallCardHeight = 120;
/** With two such lines: why a task is blocked does not fit into one. */
const blockedCardHeight = 136;
/** Space between two cards. */
export const cardGap = 8;
/** Title line of a column. */
export const columnHeaderHeight = 36;
/** Title line of a swimlane. */
export const laneHeaderHeight = 36;

/** Whether the column's cards have a line for what is going on. */
export function isTallColumn(column: BoardColumn): boolean {
  return column === 'in_progress' || column === 'review' || column === 'blocked';
}

/** Height of each card in a column. */
export function cardHeightOf(column: BoardColumn): number {
  if (column === 'blocked') return blockedCardHeight;
  return isTallColumn(column) ? tallCardHeight : cardHeight;
}

/** From the top of one card to the top of the next one. */
export function pitchOf(column: BoardColumn): number {
  return cardHeightOf(column) + cardGap;
}
