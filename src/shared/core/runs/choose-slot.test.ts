import { describe, expect, it } from 'vitest';
import { chooseSlot } from './choose-slot.ts';

describe('the worktree slot for a task', () => {
  const reserved = { id: 'w1', taskId: 'task-1', reserved: true };
  const free = { id: 'w2', taskId: 'task-2', reserved: false };

  it('is the one that holds its unfinished work', () => {
    expect(chooseSlot([free, reserved], 'task-1')).toEqual(reserved);
  });

  it('is a free one when none holds its work, also one that was its own', () => {
    expect(chooseSlot([reserved, free], 'task-3')).toEqual({
      id: 'w2',
      taskId: 'task-3',
      reserved: true,
    });
    expect(chooseSlot([free], 'task-2')).toEqual({ id: 'w2', taskId: 'task-2', reserved: true });
  });

  it('is the first of several free ones', () => {
    const other = { id: 'w1', taskId: null, reserved: false };
    expect(chooseSlot([free, other], 'task-3').id).toBe('w1');
  });

  it('is a new one, numbered after the highest, when all are reserved', () => {
    const ninth = { id: 'w9', taskId: 'task-9', reserved: true };
    expect(chooseSlot([ninth, reserved], 'task-3').id).toBe('w10');
    expect(chooseSlot([], 'task-3').id).toBe('w1');
  });
});
