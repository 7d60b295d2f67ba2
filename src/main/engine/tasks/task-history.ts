import {
  describeAttemptEvent,
  describeEvidence,
  describeLandingEvent,
  describeReceipt,
  describeTaskEvent,
} from '#shared/core/records/describe-event.ts';
import type { EventText } from '#shared/core/records/describe-event.ts';
import type { LogEntry } from '#shared/core/records/collections.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { HistoryEntry } from '#shared/contract/reviews.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Landing } from '#shared/model/landing.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/**
 * What happened to a task, oldest first: its own life, its attempts and the landings of their work, the checks
 * that ran and its merges.
 * Empty when there is no such task.
 */
export function taskHistory(
  { store }: Pick<Workspace, 'store'>,
  taskId: string,
): readonly HistoryEntry[] {
  const attempts = store.find('attempts', 'task_id', taskId);
  const known: Known = {
    attempts: new Map(attempts.map((attempt) => [attempt.id, attempt])),
    landings: new Map(store.find('landings', 'task_id', taskId).map((one) => [one.id, one])),
  };
  const lines: HistoryEntry[] = [];
  const add = (at: string, text: EventText | null): void => {
    if (text !== null) lines.push({ at, ...text });
  };
  for (const receipt of store.find('receipts', 'task_id', taskId)) {
    add(receipt.createdAt, describeReceipt(receipt));
  }
  for (const evidence of store.find('evidence', 'task_id', taskId)) {
    const ended = Date.parse(evidence.startedAt) + evidence.durationMs;
    add(isoTime(Math.round(ended)), describeEvidence(evidence));
  }
  const logged = [
    ...store.logOf('attempts', [...known.attempts.keys()]),
    ...store.logOf('landings', [...known.landings.keys()]),
    ...store.logOf('tasks', [taskId]),
  ];
  for (const { at, entry } of logged) add(at, describe(entry, known));
  // What was written in one transaction stays in the order above: a merge before the task is done.
  return lines.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

interface Known {
  readonly attempts: ReadonlyMap<string, Attempt>;
  readonly landings: ReadonlyMap<string, Landing>;
}

function describe(entry: LogEntry, { attempts, landings }: Known): EventText | null {
  if (entry.collection === 'tasks') {
    // One that was taken out has no history; what is shown begins where it was added again.
    return entry.event.kind === 'removed' ? null : describeTaskEvent(entry.event);
  }
  if (entry.collection === 'landings') {
    const attemptId = landings.get(entry.id)?.works.at(-1)?.attemptId ?? null;
    const attempt = attemptId === null ? null : (attempts.get(attemptId) ?? null);
    return describeLandingEvent(attempt, entry.event);
  }
  if (entry.collection !== 'attempts') return null;
  const attempt = attempts.get(entry.id);
  return attempt === undefined ? null : describeAttemptEvent(attempt, entry.event);
}
