import {
  describeAttemptEvent,
  describeEvidence,
  describeReceipt,
  describeTaskEvent,
} from '#shared/core/records/describe-event.ts';
import type { EventText } from '#shared/core/records/describe-event.ts';
import type { LogEntry } from '#shared/core/records/collections.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { HistoryEntry } from '#shared/contract/reviews.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/**
 * What happened to a task, oldest first: its own life, its attempts, the checks that ran and its merges.
 * Empty when there is no such task.
 */
export function taskHistory(
  { store }: Pick<Workspace, 'store'>,
  taskId: string,
): readonly HistoryEntry[] {
  const attempts = store.find('attempts', 'task_id', taskId);
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  const lines: HistoryEntry[] = [];
  const add = (at: string, told: EventText | null): void => {
    if (told !== null) lines.push({ at, ...told });
  };
  for (const receipt of store.find('receipts', 'task_id', taskId)) {
    add(receipt.createdAt, describeReceipt(receipt));
  }
  for (const evidence of store.find('evidence', 'task_id', taskId)) {
    const ended = Date.parse(evidence.startedAt) + evidence.durationMs;
    add(isoTime(Math.round(ended)), describeEvidence(evidence));
  }
  for (const { at, entry } of store.logOf('attempts', [...byId.keys()])) {
    add(at, describe(entry, byId));
  }
  for (const { at, entry } of store.logOf('tasks', [taskId])) add(at, describe(entry, byId));
  // What was written in one transaction stays in the order above: a merge before the task is done.
  return lines.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function describe(entry: LogEntry, attempts: ReadonlyMap<string, Attempt>): EventText | null {
  if (entry.collection === 'tasks') return describeTaskEvent(entry.event);
  if (entry.collection !== 'attempts') return null;
  const attempt = attempts.get(entry.id);
  return attempt === undefined ? null : describeAttemptEvent(attempt, entry.event);
}
