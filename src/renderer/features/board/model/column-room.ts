import { boardColumns } from '#shared/core/board/board-columns.ts';
import type { BoardColumn } from '#shared/core/board/board-columns.ts';

/** Width of a column of which only the title is shown, in px. */
export const stripWidth = 40;
/** Space between two columns, in px. */
export const columnGap = 8;
/** Width from which a column is comfortable to read, in px. */
const comfortable = 216;
/** Width below which a column is shown as a strip instead, in px. */
const narrowest = 176;

/** How many columns there is room for. */
export interface ColumnRoom {
  /** Whether all of them are comfortable to read, so that none has to make room. */
  readonly isAmple: boolean;
  /** How many can be read beside the strips of the others; at least one. */
  readonly most: number;
}

/** The room that a width in px gives. */
export function roomIn(width: number): ColumnRoom {
  const count = boardColumns.length;
  const gaps = (count - 1) * columnGap;
  const fitting = Math.floor((width - gaps - count * stripWidth) / (narrowest - stripWidth));
  return {
    isAmple: width - gaps >= count * comfortable,
    most: Math.min(count, Math.max(1, fitting)),
  };
}

/** Cards of a column: all that it has, and those that pass the filter. */
export interface ColumnCount {
  readonly total: number;
  readonly shown: number;
}

/** Who comes first where there is no room for all: what needs a person, what is at work, what comes next. */
const byImportance: readonly BoardColumn[] = [
  'blocked',
  'review',
  'in_progress',
  'ready',
  'backlog',
  'done',
];

/**
 * Which columns are open; the others are strips with their title and count, so that all six are always in
 * sight. Columns that hold nothing make room first. `first` are those that somebody looks at, in the order
 * of their weight; the first of them may hold nothing if it `isChosen` by hand.
 */
export function openColumns(
  { isAmple, most }: ColumnRoom,
  counts: Readonly<Record<BoardColumn, ColumnCount>>,
  first: readonly BoardColumn[],
  chosen: BoardColumn | null,
): ReadonlySet<BoardColumn> {
  if (isAmple) return new Set(boardColumns);
  const wanted = [...new Set([...(chosen === null ? [] : [chosen]), ...first, ...byImportance])];
  const filled = wanted.filter((column) => column === chosen || counts[column].total > 0);
  const rank = (column: BoardColumn): number =>
    column === chosen || counts[column].shown > 0 ? 0 : 1;
  return new Set(filled.toSorted((a, b) => rank(a) - rank(b)).slice(0, most));
}
