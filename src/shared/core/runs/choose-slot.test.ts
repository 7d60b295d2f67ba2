import { describe, expect, it } from 'vitest';
import { chooseSlot } from './choose-slot.ts';

describe('the worktree slot for a task', () => {
  const held = { id: 'w1', taskId: 'task-1', held: true };
  const free = { id: 'w2', taskId: 'task-2', held: false };

  it('is the one that holds its unfinished work', () => {
    expect(chooseSlot([free, held], 'task-1')).toEqual(held);
  });

  it('is a free one when none holds its work, also one that was its own', () => {
    expect(chooseSlot([held, free], 'task-3')).toEqual({ id: 'w2', taskId: 'task-3', held: true });
    expect(chooseSlot([free], 'task-2')).toEqual({ id: 'w2', taskId: 'task-2', held: true });
  });

  it('is the first of several free ones', () => {
    const other = { id: 'w1', taskId: null, held: false };
    expect(chooseSlot([free, other], 'task-3').id).toBe('w1');
  });

  it('is a new one, numbered after the highest, when all are held', () => {
    const ninth = { id: 'w9', taskId: 'task-9', held: true };
    expect(chooseSlot([ninth, held], 'task-3').id).toBe('w10');
    expect(chooseSlot([], 'task-3').id).toBe('w1');
  });
});
