import { describe, expect, it } from 'vitest';
import { lockOf } from './task-lock.ts';

describe('the lock of a task', () => {
  it('is its file, whatever its status', () => {
    const source = { kind: 'backlog-md', file: 'a.md' } as const;
    expect(lockOf({ status: 'open', source })).toBe('file');
    expect(lockOf({ status: 'in_progress', source })).toBe('file');
  });

  it('is the agent while it works, then its merge, then that it is closed', () => {
    const locks = (['open', 'in_progress', 'in_review', 'blocked', 'closed'] as const).map(
      (status) => lockOf({ status, source: null }),
    );
    expect(locks).toEqual([null, 'agent', 'landing', null, 'closed']);
  });
});
