import { describe, expect, it } from 'vitest';
import { makeView } from '#shared/core/testing/landings.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { followAttempts, noSummaries } from './attempt-summaries.ts';

function snapshot(...attempts: readonly AttemptView[]): ReadonlyMap<string, AttemptView> {
  return new Map(attempts.map((attempt) => [attempt.id, attempt]));
}

function used(tokens: number | null): AttemptView['usage'] {
  return { tokens, tokenSource: tokens === null ? 'none' : 'reported', costUsd: null };
}

const first = makeView({ id: 'one', taskId: 'e.1', number: 1, usage: used(100) });
const second = makeView({ id: 'two', taskId: 'e.1', number: 2, usage: used(20) });
const other = makeView({ id: 'three', taskId: 'e.2', usage: used(null) });

describe('summaries of attempts', () => {
  it('show the latest attempt and the tokens of all', () => {
    const { byTask } = followAttempts(noSummaries, snapshot(second, first, other));
    expect(byTask.get('e.1')).toEqual({ latest: second, tokens: 120 });
    expect(byTask.get('e.2')).toEqual({ latest: other, tokens: null });
  });

  it('stay the same objects for tasks whose attempts did not change', () => {
    const before = followAttempts(noSummaries, snapshot(first, other));
    const after = followAttempts(before, snapshot(first, other, second));
    expect(after.byTask.get('e.2')).toBe(before.byTask.get('e.2'));
    expect(after.byTask.get('e.1')).toEqual({ latest: second, tokens: 120 });
  });

  it('are the same map when nothing changed', () => {
    const before = followAttempts(noSummaries, snapshot(first));
    expect(followAttempts(before, snapshot(first)).byTask).toBe(before.byTask);
    expect(followAttempts(before, before.source)).toBe(before);
  });

  it('forget attempts that are gone', () => {
    const before = followAttempts(noSummaries, snapshot(first, second, other));
    const after = followAttempts(before, snapshot(first));
    expect(after.byTask.get('e.1')).toEqual({ latest: first, tokens: 100 });
    expect(after.byTask.has('e.2')).toBe(false);
  });
});
