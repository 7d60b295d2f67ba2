/** One horizontal band of the board; without swimlanes there is a single one. */
export interface LaneLayout {
  readonly key: string;
  /** Whether its cards are hidden, so that the keys pass over it. */
  readonly isCollapsed: boolean;
  /** Task ids of each column from top to bottom, the columns from left to right. */
  readonly columns: readonly (readonly string[])[];
}

/** What the arrow keys walk over. */
export type BoardLayout = readonly LaneLayout[];

/** Where a card lies; all counted from 0. */
export interface Place {
  readonly lane: number;
  readonly column: number;
  readonly index: number;
}

export type Direction =
  'up' | 'down' | 'left' | 'right' | 'first' | 'last' | 'page_up' | 'page_down';

/** Cards that page up and page down pass over. */
export const pageLength = 8;

function cardsAt(layout: BoardLayout, lane: number, column: number): readonly string[] {
  const band = layout[lane];
  return band === undefined || band.isCollapsed ? [] : (band.columns[column] ?? []);
}

/** The id of the card at a place; null when there is none. */
export function idAt(layout: BoardLayout, { lane, column, index }: Place): string | null {
  return cardsAt(layout, lane, column)[index] ?? null;
}

/** Where a card lies; null when it is not shown. */
export function placeOf(layout: BoardLayout, id: string): Place | null {
  for (const [lane, { columns, isCollapsed }] of layout.entries()) {
    if (isCollapsed) continue;
    for (const [column, ids] of columns.entries()) {
      const index = ids.indexOf(id);
      if (index !== -1) return { lane, column, index };
    }
  }
  return null;
}

/** The first card in reading order by columns; null on an empty board. */
export function firstPlace(layout: BoardLayout): Place | null {
  for (const [lane, { columns, isCollapsed }] of layout.entries()) {
    if (isCollapsed) continue;
    const column = columns.findIndex((ids) => ids.length > 0);
    if (column !== -1) return { lane, column, index: 0 };
  }
  return null;
}

/** The card nearest to a place whose card has gone: in its column, else beside it, else anywhere. */
export function nearestPlace(layout: BoardLayout, { lane, column, index }: Place): Place | null {
  const width = layout[lane]?.columns.length ?? 0;
  for (let distance = 0; distance <= width; distance += 1) {
    for (const candidate of [column - distance, column + distance]) {
      const { length } = cardsAt(layout, lane, candidate);
      if (length > 0) return { lane, column: candidate, index: Math.min(index, length - 1) };
    }
  }
  return firstPlace(layout);
}

/** Sideways to the next column of the lane that has cards, at the same height or its end. */
function sideways(layout: BoardLayout, from: Place, step: 1 | -1): Place {
  const width = layout[from.lane]?.columns.length ?? 0;
  for (let column = from.column + step; column >= 0 && column < width; column += step) {
    const { length } = cardsAt(layout, from.lane, column);
    if (length > 0) {
      return { lane: from.lane, column, index: Math.min(from.index, length - 1) };
    }
  }
  return from;
}

/** Up or down in the column, from lane to lane past those that have no card there. */
function vertically(layout: BoardLayout, from: Place, by: number): Place {
  const { lane, column, index } = from;
  const last = cardsAt(layout, lane, column).length - 1;
  const wanted = index + by;
  if (wanted >= 0 && wanted <= last) return { lane, column, index: wanted };
  if (by < 0 && index > 0) return { lane, column, index: 0 };
  if (by > 0 && index < last) return { lane, column, index: last };
  const step = by < 0 ? -1 : 1;
  for (let next = lane + step; next >= 0 && next < layout.length; next += step) {
    const { length } = cardsAt(layout, next, column);
    if (length > 0) return { lane: next, column, index: step === 1 ? 0 : length - 1 };
  }
  return from;
}

/** The place that a key leads to; the same place where there is nothing further. */
export function placeTowards(layout: BoardLayout, from: Place, direction: Direction): Place {
  switch (direction) {
    case 'up':
      return vertically(layout, from, -1);
    case 'down':
      return vertically(layout, from, 1);
    case 'page_up':
      return vertically(layout, from, -pageLength);
    case 'page_down':
      return vertically(layout, from, pageLength);
    case 'left':
      return sideways(layout, from, -1);
    case 'right':
      return sideways(layout, from, 1);
    case 'first':
      return { ...from, index: 0 };
    case 'last':
      return {
        ...from,
        index: Math.max(0, cardsAt(layout, from.lane, from.column).length - 1),
      };
    default:
      return direction satisfies never;
  }
}

/**
 * The cards from one to another in a column of a lane, both included; only the second where they do
 * not lie in the same one, or the first is not shown.
 */
export function idsBetween(layout: BoardLayout, fromId: string, toId: string): readonly string[] {
  const from = placeOf(layout, fromId);
  const to = placeOf(layout, toId);
  if (to === null) return [];
  if (from === null || from.lane !== to.lane || from.column !== to.column) return [toId];
  const [start, end] = [Math.min(from.index, to.index), Math.max(from.index, to.index)];
  return cardsAt(layout, to.lane, to.column).slice(start, end + 1);
}

/**
 * The card after (1) or before (-1) another one in reading order: down the columns of a lane from left to
 * right, then lane by lane. The first or last one where that card is not shown; null at the end.
 */
export function neighbourOf(layout: BoardLayout, id: string | null, step: 1 | -1): string | null {
  const ids = layout.flatMap(({ columns, isCollapsed }) => (isCollapsed ? [] : columns.flat()));
  const at = id === null ? -1 : ids.indexOf(id);
  if (at === -1) return ids.at(step === 1 ? 0 : -1) ?? null;
  return ids[at + step] ?? null;
}
