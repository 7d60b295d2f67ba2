import { describe, expect, it } from 'vitest';
import { buildBoard, updateBoard } from '#shared/core/board/board-columns.ts';
import { cutIntoLanes } from '#shared/core/board/board-lanes.ts';
import { makeTask } from '#shared/core/testing/records.ts';
import { keepLanes, laneRefusal, layoutOf, wholeBoard } from './lanes.ts';

const grouping = { kind: 'epic', epics: new Map() } as const;
const before = buildBoard(
  [
    makeTask({ id: 'a.1', epicId: 'a' }),
    makeTask({ id: 'a.2', epicId: 'a', status: 'blocked' }),
    makeTask({ id: 'b.1', epicId: 'b' }),
  ],
  false,
);
const lanes = cutIntoLanes(before.columns, grouping);

describe('lanes', () => {
  it('stay the same objects where nothing changed', () => {
    const changed = [makeTask({ id: 'a.1', epicId: 'a', title: 'Another title' })];
    const after = updateBoard(before, { changed, removed: [] });
    const kept = keepLanes(lanes, cutIntoLanes(after.columns, grouping));
    expect(kept[1]).toBe(lanes[1]);
    expect(kept[0]).not.toBe(lanes[0]);
    expect(kept[0]!.columns.blocked).toBe(lanes[0]!.columns.blocked);
    expect(kept[0]!.columns.ready[0]!.task.title).toBe('Another title');
  });

  it('are one with all cards when the board is not cut, and none without a card', () => {
    expect(wholeBoard(before.columns)).toEqual(cutIntoLanes(before.columns, { kind: 'none' }));
    expect(wholeBoard(before.columns)[0]!.columns).toBe(before.columns);
    expect(wholeBoard(buildBoard([], false).columns)).toEqual([]);
  });

  it('are laid out by column for the keys', () => {
    expect(layoutOf(lanes, (key) => key === 'b')).toEqual([
      { key: 'a', isCollapsed: false, columns: [[], ['a.1'], [], [], ['a.2'], []] },
      { key: 'b', isCollapsed: true, columns: [[], ['b.1'], [], [], [], []] },
    ]);
  });

  it('take no card of another epic, whatever the column, and say why', () => {
    const card = before.cards.get('a.1')!;
    const reason = 'a.1 belongs to epic a: a task cannot change its epic.';
    expect(laneRefusal(lanes, 'epic', card, { column: 'ready', laneKey: 'b' })).toBe(reason);
    expect(laneRefusal(lanes, 'epic', card, { column: 'blocked', laneKey: 'b' })).toBe(reason);
    expect(laneRefusal(lanes, 'epic', card, { column: 'blocked', laneKey: 'a' })).toBeNull();
  });

  it('give no place in another layer, but take a card that goes to another column', () => {
    const layers = cutIntoLanes(before.columns, {
      kind: 'batch',
      word: 'Layer',
      batches: [['a.1'], ['b.1']],
    });
    const card = before.cards.get('a.1')!;
    const there = { column: 'ready', laneKey: 'batch-2' } as const;
    expect(laneRefusal(layers, 'layer', card, there)).toContain('in which layer');
    expect(laneRefusal(layers, 'layer', card, { ...there, column: 'in_progress' })).toBeNull();
  });
});
