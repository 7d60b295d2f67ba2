import { describe, expect, it } from 'vitest';
import { taskFileSchema } from '#shared/model/task-file.ts';
import { worktreeSlotSchema } from '#shared/model/worktree-slot.ts';
import { makeTask } from '#shared/core/testing/records.ts';
import { currentSlot, currentTaskFile, requestedIdOf } from './earlier-forms.ts';

describe('a document that an earlier version stored', () => {
  it.each([true, false])('says by its former name whether a slot is reserved: %s', (reserved) => {
    const stored = { id: 'w1', taskId: 'e.1', held: reserved };
    const slot = { id: 'w1', taskId: 'e.1', reserved };
    expect(worktreeSlotSchema.parse({ ...stored, ...currentSlot(stored) })).toEqual(slot);
  });

  it('says by its former name what was written into the file of a task', () => {
    const common = {
      id: 'e.1',
      status: null,
      digest: 'd',
      branch: null,
      replaced: [],
      problem: null,
    };
    const stored = { ...common, told: 'x' };
    const file = { ...common, written: 'x' };
    expect(taskFileSchema.parse({ ...stored, ...currentTaskFile(stored) })).toEqual(file);
  });

  it('keeps what was written by the present name since', () => {
    expect(currentSlot({ id: 'w1', taskId: 'e.1', held: true, reserved: false })).toBeNull();
  });
});

describe('the id that its page gave a document', () => {
  const added = { kind: 'added', task: makeTask({ id: 'e.2' }) };

  it.each([
    ['this version', { requestedId: 'e.1' }],
    ['an earlier version', { wishedAs: 'e.1' }],
  ])('is read from the log of %s', (_which, named) => {
    expect(requestedIdOf({ ...added, ...named })).toBe('e.1');
  });

  it('is null where no other document had it', () => {
    expect(requestedIdOf(added)).toBeNull();
  });
});
