import type { Attempt } from '#shared/model/attempt.ts';
import type { WorkThen } from '#shared/model/foreign-change.ts';
import type { Store } from '#main/store/store.ts';

/** The agents that ran at some time between two moments, as the records say. */
export function agentsBetween(store: Store, fromMs: number, toMs: number): readonly WorkThen[] {
  return store
    .all('attempts')
    .filter((attempt) => ranIn(attempt, fromMs, toMs))
    .map(({ id, taskId, number, createdAt, startedAt, endedAt }) => ({
      attemptId: id,
      taskId,
      number,
      what: 'agent',
      startedAt: startedAt ?? createdAt,
      endedAt,
    }));
}

function ranIn({ startedAt, endedAt }: Attempt, fromMs: number, toMs: number): boolean {
  if (startedAt === null || Date.parse(startedAt) > toMs) return false;
  return endedAt === null || Date.parse(endedAt) >= fromMs;
}

/** The snapshots of a run that the records name, with the commit of each. */
export function snapshotsOf(store: Store, runId: string): ReadonlyMap<string, string> {
  return new Map(
    store
      .find('attempts', 'run_id', runId)
      .flatMap(({ vaultRef, commit }) =>
        vaultRef === null || commit === null ? [] : [[vaultRef, commit]],
      ),
  );
}
