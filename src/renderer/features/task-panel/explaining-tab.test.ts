import { describe, expect, it } from 'vitest';
import { makeView } from '#shared/core/testing/landings.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Verdict } from '#shared/model/evidence.ts';
import { explainingTab } from './explaining-tab.ts';

const at = '2026-01-01T00:00:00.000Z';
const later = '2026-01-01T00:01:00.000Z';
const task = { status: 'blocked', startedAt: at, blockedReason: 'Stuck: It failed.' } as const;

function ended(fields: Partial<AttemptView>): AttemptView {
  const base = { phase: 'ended', outcome: 'failed', problem: 'It failed.', startedAt: at } as const;
  return makeView({ ...base, ...fields });
}

function check(verdict: Verdict, attemptId = 'attempt-1') {
  return { attemptId, verdict };
}

describe('the tab that explains a blocked task', () => {
  it('shows the check that failed', () => {
    expect(explainingTab(task, [ended({})], [check('passed'), check('failed')])).toBe('evidence');
    expect(explainingTab(task, [ended({})], [check('could_not_run')])).toBe('evidence');
  });

  it('shows the terminal of an agent that failed, whatever was checked before', () => {
    const agent = ended({ id: 'attempt-2', exitCode: 3 });
    expect(explainingTab(task, [ended({}), agent], [check('failed')])).toBe('terminal');
    const empty = ended({ outcome: 'rejected', changes: null });
    expect(explainingTab(task, [empty], [])).toBe('terminal');
  });

  it('shows the changes that conflicted, or that were not allowed', () => {
    const conflict = { ...task, blockedReason: 'Merge conflict in a.ts, also after a second try.' };
    expect(explainingTab(conflict, [ended({ outcome: 'conflict' })], [check('passed')])).toBe(
      'diff',
    );
    const changes = { modified: ['b.ts'], created: [], deleted: [] };
    expect(explainingTab(task, [ended({ outcome: 'rejected', changes })], [])).toBe('diff');
  });

  it('is none where the reason is a person’s, or of a life before this one', () => {
    expect(explainingTab(task, [], [])).toBe(null);
    expect(explainingTab({ ...task, status: 'open' }, [ended({})], [])).toBe(null);
    const byPerson = { ...task, blockedReason: 'The design is not decided.' };
    expect(explainingTab(byPerson, [ended({})], [])).toBe(null);
    expect(explainingTab({ ...task, startedAt: null }, [ended({})], [])).toBe(null);
    expect(explainingTab({ ...task, startedAt: later }, [ended({})], [])).toBe(null);
  });

  it('is none where no agent was started, because its worktree could not be prepared', () => {
    expect(explainingTab(task, [ended({ startedAt: null })], [])).toBe(null);
  });

  it('shows the terminal of an agent that a person has stopped', () => {
    const stopped = ended({ outcome: 'interrupted', stopReason: 'Wrong way.', problem: 'Ended.' });
    const reason = { ...task, blockedReason: 'Wrong way.' };
    expect(explainingTab(reason, [stopped], [])).toBe('terminal');
  });
});
