import { assertNever } from '#shared/lib/assert-never.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Landing } from '#shared/model/landing.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Notification, NotificationType } from '#shared/model/notification.ts';
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
  readonly attempts: Pick<Lookup<Pick<Attempt, 'phase'>>, 'get'>;
  readonly landings: Pick<Lookup<Pick<Landing, 'works' | 'phase'>>, 'values'>;
  readonly runs: Lookup<Pick<Run, 'status' | 'outcome' | 'startedAt'>>;
  /** Null before it is known. */
  readonly status: {
    /** The run that has not ended: whether a living process drives it, and whether it is the host's own. */
    readonly run: { readonly alive: boolean; readonly here: boolean } | null;
    /** Attempts whose agent waits for an answer. */
    readonly waiting: readonly string[];
    /** Changes of the repository of which the person has still to say what becomes of them. */
    readonly foreignChanges: readonly string[];
  } | null;
}

/** What a person can do about an entry: the earlier, the more waits for it. */
const order = [
  // An agent that waits holds a slot of the run.
  'waiting',
  'blocked',
  'review',
  'other',
] as const;

/** Why an entry needs a person. */
export type Need = (typeof order)[number];

/**
 * The entries whose cause lasts and waits for a person, by id, whether they were read or not; the most
 * urgent first, and of those what waits longest. Of several that say the same about one subject only the
 * newest counts: the others were about what is over.
 */
export function neededEntries(
  notifications: Iterable<Notification>,
  facts: InboxFacts,
): ReadonlySet<string> {
  const newest = new Map<string, Notification>();
  for (const one of notifications) {
    if (needOf(one.type) === null) continue;
    const key = endsByHand(one.type) ? one.id : `${one.type} ${one.subject.id}`;
    const known = newest.get(key);
    if (known === undefined || known.createdAt <= one.createdAt) newest.set(key, one);
  }
  const waitingTasks = lazily(
    () =>
      new Set(
        [...facts.landings.values()]
          .filter(({ phase }) => phase === 'waiting')
          .flatMap(({ works }) => works.map(({ taskId }) => taskId)),
      ),
  );
  const rank = ({ type }: Notification): number => order.indexOf(needOf(type) ?? 'other');
  const needed = [...newest.values()]
    .filter((one) => isCauseThere(one, { ...facts, waitingTasks }))
    .toSorted((a, b) => rank(a) - rank(b) || a.createdAt.localeCompare(b.createdAt));
  return new Set(needed.map(({ id }) => id));
}

/** How a notification of this type needs a person, as long as its cause lasts; null when it never does. */
export function needOf(type: NotificationType): Need | null {
  switch (type) {
    case 'attempt_waiting':
    case 'attempt_silent':
      return 'waiting';
    case 'task_blocked':
      return 'blocked';
    case 'review_wanted':
    case 'plan_ready':
      return 'review';
    case 'cap_reached':
    case 'run_interrupted':
    case 'run_failed':
    case 'push_failed':
    case 'edit_refused':
    case 'repository_changed':
    case 'records_changed':
      return 'other';
    // They say what the app did or does by itself: a conflict runs again, a rate limit is waited for.
    case 'merge_conflict':
    case 'rate_limited':
    case 'file_not_written':
    case 'processes_left':
    case 'signing_failed':
    case 'repository_moved':
    case 'repository_notice':
    case 'run_started':
    case 'run_completed':
    case 'run_cancelled':
    case 'task_started':
    case 'task_skipped':
    case 'task_completed':
      return null;
    default:
      return assertNever(type, 'type of a notification');
  }
}

/**
 * Whether an entry has something that is nowhere else, such as the text of an edit that was not taken: to
 * open it, or to mark all as read, does not end it. The person says so of each one.
 */
export function endsByHand(type: NotificationType): boolean {
  return type === 'edit_refused';
}

interface Causes extends InboxFacts {
  /** Tasks whose work waits on its way to its branch. */
  readonly waitingTasks: () => ReadonlySet<string>;
}

function isCauseThere({ type, read, subject: { id } }: Notification, facts: Causes): boolean {
  switch (type) {
    case 'attempt_waiting':
      return isWaiting(id, facts);
    case 'attempt_silent':
      return isAtWork(id, facts);
    case 'task_blocked':
      return facts.tasks.get(id)?.status === 'blocked';
    case 'review_wanted':
      return facts.waitingTasks().has(id);
    case 'cap_reached':
      return (facts.runs.get(id)?.status ?? 'ended') !== 'ended';
    case 'run_interrupted':
      return isLastWord(id, facts);
    // Nobody but their reader knows when these are dealt with.
    case 'run_failed':
      return !read && isLastWord(id, facts);
    case 'push_failed':
      return !read && (facts.epics.get(id)?.status ?? 'closed') !== 'closed';
    case 'repository_changed':
      // Before the host has said which still stand, each does.
      return facts.status?.foreignChanges.includes(id) ?? !read;
    case 'edit_refused':
    case 'plan_ready':
    case 'records_changed':
      return !read;
    // They say what the app did or does by itself: a file is written later, a conflict runs
    // again, a rate limit is waited for.
    case 'file_not_written':
    case 'merge_conflict':
    case 'rate_limited':
    // Nobody looks whether they still run: it is reported once.
    case 'processes_left':
    case 'signing_failed':
    case 'repository_moved':
    case 'repository_notice':
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

/** Whether nothing was run since, and the run itself did not go on. */
function isLastWord(runId: string, { runs }: InboxFacts): boolean {
  const run = runs.get(runId);
  if (run === undefined || (run.status !== 'interrupted' && run.status !== 'ended')) return false;
  if (run.status === 'ended' && run.outcome !== 'failed') return false;
  return ![...runs.values()].some(({ startedAt }) => startedAt > run.startedAt);
}

/** The value of `make`, which is made once, and not before it is asked for. */
function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}
