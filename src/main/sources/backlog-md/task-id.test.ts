import { describe, expect, it } from 'vitest';
import { comparableId, idOfFileName, withPrefix } from './task-id.ts';

describe('ids of Backlog.md', () => {
  it('takes case and leading zeros for the same id', () => {
    expect(comparableId('TASK-007.01')).toBe(comparableId('task-7.1'));
    expect(comparableId('task-10')).not.toBe(comparableId('task-1'));
    expect(comparableId('task-100')).toBe('task-100');
  });

  it('reads the id at the head of a file name', () => {
    expect(idOfFileName('task-1.2 - Some - title.md')).toBe('task-1.2');
    expect(idOfFileName('task-3.md')).toBe('task-3');
    expect(idOfFileName('notes about it.md')).toBeNull();
  });

  it('adds the prefix to a bare number only', () => {
    expect(withPrefix('3.1', 'task')).toBe('task-3.1');
    expect(withPrefix('TASK-3', 'task')).toBe('TASK-3');
  });
});
