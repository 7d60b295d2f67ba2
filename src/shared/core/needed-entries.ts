import { assertNever } from '#shared/lib/assert-never.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Notification } from '#shared/model/notification.ts';
import type { Run } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';

/** Documents by id; a map is one, and so is a store. */
interface Lookup<Document> {
  get(id: string): Document | undefined;
  values(): Iterable<Document>;
}

/** What decides whether the cause of a notification still lasts. */
export interface InboxFacts {
  readonly tasks: Pick<Lookup<Pick<Task, 'status'>>, 'get'>;
  readonly epics: Pick<Lookup<Pick<Epic, 'status'>>, 'get'>;
  readonly attempts: Lookup<Pick<Attempt, 'taskId' | 'phase'>>;
  readonly runs: Lookup<Pick<Run, 'status' | 'outcome' | 'startedAt'>>;
  /** Null before it is known. */
  readonly status: {
    /** The run that has not ended: whether a living process drives it, and whether it is the host's own. */
    readonly run: { readonly alive: boolean; readonly here: boolean } | null;
    /** Attempts whose agent waits for an answer. */
    readonly waiting: readonly string[];
  } | null;
}

/**
 * The entries whose cause lasts and waits for a person, by id, whether they were read or not. Of several
 * that tell the same of one subject only the newest counts: the others were about what is over.
 */
export function neededEntries(
  notifications: Iterable<Notification>,
  facts: InboxFacts,
): ReadonlySet<string> {
  const newest = new Map<string, Notification>();
  for (const one of notifications) {
    if (!isCauseThere(one, facts)) continue;
    const key = one.type === 'edit_refused' ? one.id : `${one.type} ${one.subject.id}`;
    const known = newest.get(key);
    if (known === undefined || known.createdAt <= one.createdAt) newest.set(key, one);
  }
  return new Set([...newest.values()].map(({ id }) => id));
}

function isCauseThere({ type, subject: { id } }: Notification, facts: InboxFacts): boolean {
  switch (type) {
    case 'attempt_waiting':
      return isWaiting(id, facts);
    case 'attempt_silent':
      return isAtWork(id, facts);
    case 'task_blocked':
      return facts.tasks.get(id)?.status === 'blocked';
    case 'review_wanted':
      return isReviewOpen(id, facts);
    case 'cap_reached':
      return (facts.runs.get(id)?.status ?? 'ended') !== 'ended';
    case 'run_interrupted':
    case 'run_failed':
      return isLastWord(id, facts);
    case 'push_failed':
      return (facts.epics.get(id)?.status ?? 'closed') !== 'closed';
    // What was typed is kept in the entry alone; nobody but its reader knows when it is dealt with.
    case 'edit_refused':
    case 'plan_ready':
      return true;
    // They tell what the app did or does by itself: a conflict runs again, a rate limit is waited for.
    case 'merge_conflict':
    case 'rate_limited':
    // Nobody looks whether they still run: it is told once.
    case 'processes_left':
    case 'run_started':
    case 'run_completed':
    case 'run_cancelled':
    case 'task_started':
    case 'task_skipped':
    case 'task_completed':
      return false;
    default:
      return assertNever(type, 'type of a notification');
  }
}

/** Whether a living agent works on the attempt. */
function isAtWork(attemptId: string, { attempts, status }: InboxFacts): boolean {
  const isAlive = status === null || status.run?.alive === true;
  return isAlive && attempts.get(attemptId)?.phase === 'running';
}

/** The host knows which of its agents wait; those of another process are taken at their word. */
function isWaiting(attemptId: string, facts: InboxFacts): boolean {
  const { status } = facts;
  if (!isAtWork(attemptId, facts)) return false;
  return status?.run?.here !== true || status.waiting.includes(attemptId);
}

/** A task is to be reviewed, or its merge waits for a checkout that somebody has changed. */
function isReviewOpen(taskId: string, { tasks, attempts }: InboxFacts): boolean {
  if (tasks.get(taskId)?.status === 'in_review') return true;
  return [...attempts.values()].some((one) => one.taskId === taskId && one.phase === 'merging');
}

/** Whether nothing was run since, and the run itself did not go on. */
function isLastWord(runId: string, { runs }: InboxFacts): boolean {
  const run = runs.get(runId);
  if (run === undefined || (run.status !== 'interrupted' && run.status !== 'ended')) return false;
  if (run.status === 'ended' && run.outcome !== 'failed') return false;
  return ![...runs.values()].some(({ startedAt }) => startedAt > run.startedAt);
}
