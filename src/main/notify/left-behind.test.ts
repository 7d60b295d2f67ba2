import { describe, expect, it } from 'vitest';
import { leftNotices } from './left-behind.ts';

const parts = { clock: { now: () => 0 }, ids: { next: () => 'notification-1' } };
const processes = [1, 2, 3, 4, 5, 6, 7].map((pid) => ({ pid, command: `sleep ${pid}` }));

function textOf(
  found: Parameters<typeof leftNotices>[3],
  named = new Set<number>(),
): string | undefined {
  return leftNotices(parts, named, 'task-1', found)[0]?.document.text;
}

describe('what a task leaves behind', () => {
  it('is named to the person: five processes, and how many more there are', () => {
    expect(textOf({ kind: 'left', processes, isLost: false })).toBe(
      'Task task-1 could not end what it started: 1 (sleep 1), 2 (sleep 2), 3 (sleep 3), 4 (sleep 4), 5 (sleep 5) and 2 more. Look after it.',
    );
  });

  it('is named once in a run', () => {
    const named = new Set<number>();
    expect(textOf({ kind: 'strangers', processes: processes.slice(0, 1) }, named)).toMatch(
      /^Task task-1 leaves in its worktree .*: 1 \(sleep 1\)\. It was not ended\.$/,
    );
    const again = { kind: 'left', processes: processes.slice(0, 2), isLost: false } as const;
    expect(textOf(again, named)).toMatch(/: 2 \(sleep 2\)\. Look/);
    expect(textOf(again, named)).toBeUndefined();
  });

  it('is told as not known, when what held it together was killed', () => {
    expect(textOf({ kind: 'left', processes: [], isLost: true })).toMatch(/may still run\.$/);
    expect(textOf({ kind: 'left', processes: [], isLost: false })).toBeUndefined();
  });
});
