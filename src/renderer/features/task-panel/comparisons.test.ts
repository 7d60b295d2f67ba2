import { describe, expect, it } from 'vitest';
import { makeView } from '#shared/core/testing/landings.ts';
import { recordTime } from '#shared/core/testing/records.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { comparisonsOf } from './comparisons.ts';

const receipt: Receipt = {
  id: 'receipt-1',
  kind: 'merge',
  taskId: 'e.1',
  epicId: 'e',
  attemptId: 'a2',
  branchRef: 'refs/heads/epic/e',
  headBefore: '1'.repeat(40),
  headAfter: '2'.repeat(40),
  tree: '3'.repeat(40),
  proof: 'tree_equality',
  evidenceIds: [],
  marks: [],
  archiveRef: null,
  createdAt: recordTime,
};

describe('comparisonsOf', () => {
  it('offers what landed before the work of attempts, the newest first', () => {
    const attempts = [
      makeView({ id: 'a1', baseCommit: 'b', commit: 'c' }),
      makeView({ id: 'a2', number: 2, baseCommit: 'b', commit: 'd' }),
    ];
    const undone: Receipt = { ...receipt, id: 'receipt-2', kind: 'revert' };
    expect(comparisonsOf(attempts, [receipt, undone]).map((choice) => choice.value)).toEqual([
      'receipt-2',
      'receipt-1',
      'a2',
      'a1',
    ]);
  });

  it('tells several merges of a task apart', () => {
    const again: Receipt = { ...receipt, id: 'receipt-2' };
    const undone: Receipt = { ...receipt, id: 'receipt-3', kind: 'revert' };
    expect(comparisonsOf([], [receipt, again, undone]).map(({ label }) => label)).toEqual([
      'Taken back from the epic',
      'Landed on the epic (2 of 2)',
      'Landed on the epic (1 of 2)',
    ]);
  });

  it('begins with what the agent at work has changed so far, and says of which attempt each is', () => {
    const attempts = [
      makeView({ id: 'a2', baseCommit: 'b', commit: 'c' }),
      makeView({ id: 'a3', number: 2, baseCommit: 'b' }),
    ];
    const work = { base: 'b', tree: 't' };
    const choices = comparisonsOf(attempts, [receipt], work);
    expect(choices.map(({ label, attempt }) => [label, attempt])).toEqual([
      ['Work so far of attempt 2', 2],
      ['Landed on the epic', 1],
      ['Work of attempt 1', 1],
    ]);
  });

  it('leaves out attempts that have recorded no work', () => {
    expect(comparisonsOf([makeView({ baseCommit: 'b' })], [])).toEqual([]);
  });
});
