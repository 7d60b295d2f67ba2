import type { SettledAttempt } from '#shared/core/records/attempt-result.ts';
import { settled } from '#shared/core/records/attempt-result.ts';
import { blockedTitle } from '#shared/core/needs/blocked-words.ts';
import { pathWords } from '#shared/core/paths/path-words.ts';
import { nextStep } from '#shared/core/protocol/next-step.ts';
import { tryOf } from '#shared/core/protocol/tries.ts';
import { workOf } from '#shared/core/protocol/work.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Landing } from '#shared/model/landing.ts';
import type { RunSettings } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { notification } from '#main/notify/notification.ts';
import { epicEntries } from '#main/store/epic-entries.ts';
import type { Entry } from '#main/store/ledger.ts';
import { required } from '#main/store/required.ts';
import type { LandingParts } from './landing-parts.ts';

type FateParts = Pick<LandingParts, 'store' | 'clock' | 'ids'>;

/** An attempt as it ended, with the landing of its work as that ended; null when it delivered none. */
export interface EndedWork {
  readonly attempt: Attempt;
  readonly landing: Landing | null;
}

/** What becomes of a task. */
export interface TaskFate {
  readonly isBlocked: boolean;
  readonly entries: readonly Entry[];
}

/**
 * What becomes of a task whose attempt came to nothing: back among the open ones, or blocked. To be written
 * in the transaction that ends the attempt, or the landing of its work; closed, where a person stopped it for
 * that, so that what waits for it never finds it blocked. `hopeless`: why an agent that its
 * provider refuses is tried no more; null when it is.
 */
export function taskFate(
  parts: FateParts,
  { attempt, landing }: EndedWork,
  settings: RunSettings,
  hopeless: string | null = null,
): TaskFate {
  const { store } = parts;
  const task = required(store, 'tasks', attempt.taskId);
  const attempts = store
    .find('attempts', 'task_id', task.id)
    .map((one) => (one.id === attempt.id ? attempt : one));
  const landings = store
    .find('landings', 'task_id', task.id)
    .map((one) => (one.id === landing?.id ? landing : one));
  const ended = settled(attempt, landing);
  const closing = closingReason(parts, { attempt, landing });
  if (closing !== null) {
    return { isBlocked: false, entries: closingEntries(parts, task, ended, closing) };
  }
  const step = nextStep(workOf({ task, attempts, landings }, settings, hopeless));
  switch (step.kind) {
    case 'attempt':
      return { isBlocked: false, entries: againEntries(parts, ended) };
    case 'block':
      return { isBlocked: true, entries: blockingEntries(parts, task, step.reason) };
    case 'land':
    case 'wait':
    case 'done':
      throw new Error(`Attempt ${ended.id} came to nothing, but the next step is "${step.kind}".`);
    default:
      return assertNever(step, 'step');
  }
}

/** The reason of a person who stopped this work to close its task by hand; null when nobody did. */
function closingReason({ store }: FateParts, { attempt, landing }: EndedWork): string | null {
  // As the store says right now: it may have been asked for since they were read.
  const asked = [
    landing === null ? null : store.get('landings', landing.id),
    store.get('attempts', attempt.id),
  ];
  return asked.find((one) => one?.stopCloses === true)?.stopReason ?? null;
}

function closingEntries(
  parts: FateParts,
  task: Task,
  ended: SettledAttempt,
  reason: string,
): readonly Entry[] {
  const { id } = task;
  const at = timestamp(parts);
  const problem = ended.problem ?? reason;
  return [
    { to: 'tasks', id, command: { kind: 'put_back', reason: problem, counts: false, at } },
    { to: 'tasks', id, command: { kind: 'close_by_hand', reason, by: 'person', at } },
    ...epicEntries(parts, task, 'close'),
  ];
}

function againEntries(parts: FateParts, ended: SettledAttempt): readonly Entry[] {
  const { taskId: id, outcome, problem, conflicts } = ended;
  const reason = problem ?? 'The attempt did not succeed.';
  const counts = tryOf(ended).end === 'sent_back';
  const command = { kind: 'put_back', reason, counts, at: timestamp(parts) } as const;
  const text = `Task ${id} conflicts in ${pathWords(conflicts)}; it runs again from the epic's tip.`;
  return [
    { to: 'tasks', id, command },
    ...(outcome === 'conflict'
      ? [notification(parts, 'merge_conflict', text, { kind: 'task', id })]
      : []),
  ];
}

/** The entries that block a task, and notify of it. */
export function blockingEntries(
  parts: Pick<LandingParts, 'clock' | 'ids'>,
  task: Pick<Task, 'id' | 'title' | 'epicId'>,
  reason: string,
): readonly Entry[] {
  const text = blockedTitle(task.id, reason);
  return [
    { to: 'tasks', id: task.id, command: { kind: 'block', reason, at: timestamp(parts) } },
    { to: 'epics', id: task.epicId, command: { kind: 'set_status', status: 'blocked' } },
    notification(parts, 'task_blocked', text, { kind: 'task', id: task.id }),
  ];
}
