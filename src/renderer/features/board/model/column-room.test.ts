import { describe, expect, it } from 'vitest';
import { boardColumns } from '#shared/core/board/board-columns.ts';
import type { BoardColumn } from '#shared/core/board/board-columns.ts';
import { columnGap, openColumns, roomIn, stripWidth } from './column-room.ts';

function counts(totals: Partial<Record<BoardColumn, number>>, shown = totals) {
  const of = (column: BoardColumn) => ({
    total: totals[column] ?? 0,
    shown: shown[column] ?? 0,
  });
  return {
    backlog: of('backlog'),
    ready: of('ready'),
    in_progress: of('in_progress'),
    review: of('review'),
    blocked: of('blocked'),
    done: of('done'),
  };
}

const full = { backlog: 3, ready: 2, in_progress: 1, review: 1, blocked: 2, done: 9 };
/** What is left for the columns beside the rail and the margins. */
const large = 1364;
const usual = 1208;
const small = 888;
const besidePanel = 416;

describe('the columns that are open', () => {
  it('are all of them where there is room, whatever they hold', () => {
    expect(openColumns(roomIn(large), counts({ ready: 1 }), [], null)).toEqual(
      new Set(boardColumns),
    );
  });

  it('leave out those that hold nothing where the others would be too narrow', () => {
    const open = openColumns(roomIn(usual), counts({ ...full, review: 0 }), [], null);
    expect(open).toEqual(new Set(['blocked', 'in_progress', 'ready', 'backlog', 'done']));
  });

  it('are all six in a window of 1280 px when each holds something', () => {
    expect(openColumns(roomIn(usual), counts(full), [], null).size).toBe(6);
  });

  it('are those that need a person first in a small window', () => {
    const open = openColumns(roomIn(small), counts(full), [], null);
    expect(open).toEqual(new Set(['blocked', 'review', 'in_progress', 'ready']));
  });

  it('begin with the one of the card that is open, and always are at least one', () => {
    expect(openColumns(roomIn(besidePanel), counts(full), ['done'], null)).toEqual(
      new Set(['done']),
    );
    expect(openColumns(roomIn(100), counts(full), [], null)).toEqual(new Set(['blocked']));
  });

  it('prefer those with cards that pass the filter', () => {
    const open = openColumns(roomIn(besidePanel), counts(full, { ready: 1 }), ['done'], null);
    expect(open).toEqual(new Set(['ready']));
  });

  it('are those that somebody chose, also when they hold nothing', () => {
    expect(openColumns(roomIn(small), counts({ ready: 1 }), [], 'review')).toEqual(
      new Set(['review', 'ready']),
    );
  });
});

describe('the room for columns', () => {
  it('is never for less than one and never for more than there are, and grows with the width', () => {
    let before = roomIn(0);
    for (let width = 0; width <= 4_000; width += 7) {
      const room = roomIn(width);
      expect(room.most).toBeGreaterThanOrEqual(Math.max(1, before.most));
      expect(room.most).toBeLessThanOrEqual(boardColumns.length);
      expect(room.isAmple || !before.isAmple).toBe(true);
      before = room;
    }
    expect(before).toEqual({ isAmple: true, most: boardColumns.length });
  });

  it('leaves open columns wide enough to be read beside the strips of the others', () => {
    for (let width = 416; width <= 4_000; width += 7) {
      const { most } = roomIn(width);
      const strips = (boardColumns.length - most) * stripWidth;
      const gaps = (boardColumns.length - 1) * columnGap;
      expect((width - strips - gaps) / most).toBeGreaterThanOrEqual(176);
    }
  });
});
