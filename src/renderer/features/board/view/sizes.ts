import type { BoardColumn } from '#shared/core/board/board-columns.ts';
import type { Density } from '#renderer/features/board/board-slice.ts';

/** Heights in px. Cards of a column are all of one height, which never changes while they are seen. */
const heights: Readonly<Record<Density, number>> = {
  /** One line of the title, and the facts. */
  compact: 80,
  /** Two lines of the title, the facts, its epic and labels. */
  full: 120,
};
/** A line for what the agent does, or why the task is blocked. */
const lineHeight = 20;
/** Why a task is blocked does not fit into one. */
const secondLineHeight = 16;
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
export function cardHeightOf(column: BoardColumn, density: Density): number {
  const tall = isTallColumn(column) ? lineHeight : 0;
  return heights[density] + tall + (column === 'blocked' ? secondLineHeight : 0);
}

/** From the top of one card to the top of the next one. */
export function pitchOf(column: BoardColumn, density: Density): number {
  return cardHeightOf(column, density) + cardGap;
}
