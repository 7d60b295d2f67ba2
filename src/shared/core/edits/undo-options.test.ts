import { describe, expect, it } from 'vitest';
import type { Receipt } from '#shared/model/receipt.ts';
import { chooseUndo, undoOptions } from './undo-options.ts';

/** Receipts of these kinds, named by their place. */
function receipts(...kinds: readonly Receipt['kind'][]): readonly Receipt[] {
  return kinds.map((kind, index) => ({
    id: `${kind} ${index + 1}`,
    kind,
    taskId: 't1',
    epicId: 'e',
    attemptId: null,
    branchRef: 'refs/heads/epic/e',
    headBefore: 'a',
    headAfter: 'b',
    tree: 'c',
    proof: 'tree_equality',
    evidenceIds: [],
    marks: [],
    archiveRef: null,
    createdAt: '2026-01-01T00:00:00.000Z',
  }));
}

const offersOf = (...kinds: readonly Receipt['kind'][]) => {
  const offers = undoOptions({ id: 't1', status: 'open' }, receipts(...kinds));
  return [offers.takeBack?.id ?? null, offers.bringBack?.id ?? null];
};

describe('what can be undone', () => {
  it.each<[readonly Receipt['kind'][], string | null, string | null]>([
    [[], null, null],
    [['merge'], 'merge 1', null],
    [['merge', 'revert'], null, 'revert 2'],
    [['merge', 'revert', 'restore'], 'restore 3', null],
    [['merge', 'revert', 'merge'], 'merge 3', null],
    // Opened again and run once more: the older merge stands below the newer one.
    [['merge', 'merge'], 'merge 2', null],
    [['merge', 'merge', 'revert'], 'merge 1', 'revert 3'],
    [['merge', 'merge', 'revert', 'revert'], null, 'revert 4'],
    [['merge', 'merge', 'revert', 'revert', 'restore'], 'restore 5', 'revert 3'],
  ])('after %j', (kinds, takeBack, bringBack) => {
    expect(offersOf(...kinds)).toEqual([takeBack, bringBack]);
  });

  it.each(['open', 'blocked', 'closed'] as const)(
    'stays possible while the task is %s',
    (status) => {
      expect(undoOptions({ id: 't1', status }, receipts('merge')).obstacle).toBeNull();
    },
  );

  it.each(['in_progress', 'in_review'] as const)('waits while the task is %s', (status) => {
    expect(undoOptions({ id: 't1', status }, receipts('merge')).obstacle).toMatchObject({
      code: 'task-running',
    });
  });

  it('is nothing without a merge', () => {
    expect(undoOptions({ id: 't1', status: 'closed' }, []).obstacle?.code).toBe('nothing-to-undo');
  });
});

describe('which receipt is undone', () => {
  const [merge, revert] = receipts('merge', 'revert');

  it('is that of the direction, and without one that of the last step', () => {
    const both = { takeBack: merge!, bringBack: revert! };
    expect(chooseUndo(both, 'take_back')).toBe(merge);
    expect(chooseUndo(both, 'bring_back')).toBe(revert);
    expect(chooseUndo(both, undefined)).toBe(revert);
    expect(chooseUndo({ ...both, bringBack: null }, undefined)).toBe(merge);
    expect(chooseUndo({ ...both, bringBack: null }, 'bring_back')).toBeNull();
  });
});
