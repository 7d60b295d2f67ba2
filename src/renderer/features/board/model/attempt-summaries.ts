import type { AttemptView } from '#shared/core/records/attempt-view.ts';

/** What the board shows of a task's attempts. */
export interface AttemptSummary {
  /** The attempt with the highest number. */
  readonly latest: AttemptView;
  /** Tokens of all its attempts; null when none reported any. */
  readonly tokens: number | null;
}

/** The attempts of a snapshot by task. */
export interface AttemptSummaries {
  readonly source: ReadonlyMap<string, AttemptView>;
  readonly byTask: ReadonlyMap<string, AttemptSummary>;
}

function summarise(attempts: readonly AttemptView[]): AttemptSummary | null {
  let latest: AttemptView | null = null;
  let tokens: number | null = null;
  for (const attempt of attempts) {
    if (latest === null || attempt.number > latest.number) latest = attempt;
    const used = attempt.usage?.tokens ?? null;
    if (used !== null) tokens = (tokens ?? 0) + used;
  }
  return latest === null ? null : { latest, tokens };
}

/** Summaries without any attempt. */
export const noSummaries: AttemptSummaries = { source: new Map(), byTask: new Map() };

/** The task ids whose attempts are not the same objects in both snapshots. */
function touchedTasks(
  before: ReadonlyMap<string, AttemptView>,
  after: ReadonlyMap<string, AttemptView>,
): ReadonlySet<string> {
  const touched = new Set<string>();
  let known = 0;
  for (const [id, attempt] of after) {
    const former = before.get(id);
    if (former !== undefined) known += 1;
    if (former !== attempt) touched.add(attempt.taskId);
  }
  if (known < before.size) {
    for (const [id, { taskId }] of before) if (!after.has(id)) touched.add(taskId);
  }
  return touched;
}

/**
 * The summaries of a new snapshot, built on the former ones: a task whose attempts are the same
 * objects keeps its summary, so that only the cards concerned are drawn again.
 */
export function followAttempts(
  former: AttemptSummaries,
  source: ReadonlyMap<string, AttemptView>,
): AttemptSummaries {
  if (former.source === source) return former;
  const touched = touchedTasks(former.source, source);
  if (touched.size === 0) return { source, byTask: former.byTask };
  const attemptsOf = new Map<string, AttemptView[]>();
  for (const attempt of source.values()) {
    if (!touched.has(attempt.taskId)) continue;
    const known = attemptsOf.get(attempt.taskId);
    if (known === undefined) attemptsOf.set(attempt.taskId, [attempt]);
    else known.push(attempt);
  }
  const byTask = new Map(former.byTask);
  for (const taskId of touched) {
    const summary = summarise(attemptsOf.get(taskId) ?? []);
    if (summary === null) byTask.delete(taskId);
    else byTask.set(taskId, summary);
  }
  return { source, byTask };
}
