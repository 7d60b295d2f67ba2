import { assertNever } from '#shared/lib/assert-never.ts';
import type { Role } from '#shared/model/attempt.ts';
import type { RunOutcome, Skip } from '#shared/model/run.ts';
import { runCapReached } from '#shared/core/protocol/caps.ts';
import { nextStep } from '#shared/core/protocol/next-step.ts';
import { closedLookup, hopelessTasks } from './hopeless-tasks.ts';
import { unmetPrerequisites } from './readiness.ts';
import { hasUnfinished, indexTasks, isUnderWay, openLandings, unfinished } from './situation.ts';
import type { Indexed, PlannedTask, Situation } from './situation.ts';
import { freeSlots, startable } from './startable-tasks.ts';

export type Decision =
  | {
      readonly kind: 'dispatch';
      readonly taskId: string;
      readonly role: Role;
      /** The attempt whose work in the same worktree the new one goes on with; null: it starts from the tip. */
      readonly continues: string | null;
    }
  /** Its work is on its way, and nobody drives that: after a crash, or when what it waited for may be over. */
  | { readonly kind: 'land'; readonly taskId: string; readonly landingId: string }
  /** Its work waits on its way for what will not come in this run. */
  | { readonly kind: 'withdraw'; readonly taskId: string; readonly landingId: string }
  | { readonly kind: 'skip'; readonly taskId: string; readonly reason: string }
  /** What is still open is given up, because the run goes no further. */
  | { readonly kind: 'skip_rest'; readonly skips: readonly Skip[] }
  /** One of its caps is reached: what it has left to try would end like what it has tried. */
  | { readonly kind: 'block'; readonly taskId: string; readonly reason: string }
  /** In progress in the store, but nobody works on it: the records have drifted. */
  | { readonly kind: 'reconcile'; readonly taskId: string }
  | { readonly kind: 'start_batch'; readonly taskIds: readonly string[] }
  | { readonly kind: 'end_batch' }
  /** Nothing to do until something ends, or until that moment (epoch ms). */
  | { readonly kind: 'wait'; readonly until: number | null }
  | { readonly kind: 'end'; readonly outcome: RunOutcome; readonly problem: string | null };

/**
 * What to do next (SPEC section 3). Pure: the same situation gives the same decisions. The one gate
 * for parallel work is here: never more than `maxParallelTasks` tasks are at work or dispatched. Bringing work
 * to its end does not wait for that. The caller carries the decisions out and asks again, until the
 * answer is `wait` or `end`.
 */
export function plan(situation: Situation): readonly Decision[] {
  const index = situation.index ?? indexTasks(situation.run, situation.tasks, situation);
  return planIndexed({ ...situation, index });
}

function planIndexed(situation: Indexed): readonly Decision[] {
  const { run } = situation;
  const drifted = driftedTasks(situation);
  if (drifted.length > 0) return drifted;
  if (run.status === 'cancelling' || run.status === 'stopping') return planCancelled(situation);
  // Work that is done comes before work that is to be done, and goes on while nothing new is begun.
  const lands = drivableLandings(situation);
  if (lands.length > 0) return lands;
  if (run.paused) return planPaused(situation);
  const blocks = cappedTasks(situation);
  if (blocks.length > 0) return blocks;
  const skips = newSkips(situation);
  if (skips.length > 0) return skips;
  if (!hasUnfinished(situation)) return planEnd(situation);
  const cap = runCapReached(situation.spent, run.settings);
  if (cap !== null) return planStopped(situation, cap);
  return run.settings.schedule === 'batch' ? planBatch(situation) : planContinuous(situation);
}

function driftedTasks({ index, active }: Indexed): readonly Decision[] {
  return index
    .busy()
    .filter((task) => !active.has(task.id) && task.work.landing === null)
    .map((task) => ({ kind: 'reconcile', taskId: task.id }));
}

/** Landings that somebody has to drive: at once, whoever is at work, because finishing comes first. */
function drivableLandings(situation: Indexed): readonly Decision[] {
  return openLandings(situation)
    .filter(({ isWaiting }) => !isWaiting)
    .map(({ taskId, landingId }): Decision => ({ kind: 'land', taskId, landingId }));
}

/** Open tasks for which nothing more is to be tried; an attempt under way may still be the one that succeeds. */
function cappedTasks({ index, active }: Indexed): readonly Decision[] {
  return index.capped().flatMap(({ id, work }): readonly Decision[] => {
    const step = active.has(id) ? null : nextStep(work);
    return step?.kind === 'block' ? [{ kind: 'block', taskId: id, reason: step.reason }] : [];
  });
}

/** Why a task cannot run any more in this run: a prerequisite ended without being closed. */
function newSkips(situation: Indexed): readonly Decision[] {
  const { tasks, isClosedOutside, run, index } = situation;
  if (!index.hasHopeless) return [];
  const skipped = new Set(index.skipped);
  const { tddEnabled } = run.settings;
  return hopelessTasks({ tasks, isClosedOutside, tddEnabled, skipped }).map(({ task, unmet }) =>
    skip(task, unmet),
  );
}

function skip(task: Pick<PlannedTask, 'id'>, unmet: readonly string[]): Decision {
  const reason = `Unsatisfied dependencies: [${unmet.join(', ')}]`;
  return { kind: 'skip', taskId: task.id, reason };
}

function dispatches(tasks: readonly PlannedTask[]): readonly Decision[] {
  return tasks.map(({ id, work }): Decision => {
    const step = nextStep(work);
    switch (step.kind) {
      case 'attempt':
        return { kind: 'dispatch', taskId: id, role: step.role, continues: step.continues };
      case 'block':
        return { kind: 'block', taskId: id, reason: step.reason };
      case 'land':
      case 'wait':
      case 'done':
        // It is open, so it has no change on its way, and none that has landed.
        throw new Error(`Task ${id} is open, but its next step is "${step.kind}".`);
      default:
        return assertNever(step, 'step');
    }
  });
}

function planContinuous(situation: Indexed): readonly Decision[] {
  const { ready, parkedUntil } = startable(situation, freeSlots(situation));
  if (ready.length > 0) return dispatches(ready);
  return waitOrGiveUp(situation, parkedUntil);
}

function planBatch(situation: Indexed): readonly Decision[] {
  const { run } = situation;
  if (run.batch.length === 0) {
    const { ready, parkedUntil } = startable(situation, run.settings.maxParallelTasks);
    if (ready.length > 0) return [{ kind: 'start_batch', taskIds: ready.map(({ id }) => id) }];
    return waitOrGiveUp(situation, parkedUntil);
  }
  const batch = new Set(run.batch);
  const free = freeSlots(situation);
  const { ready, parkedUntil } = startable(situation, free, (taskId) => batch.has(taskId));
  if (ready.length > 0) return dispatches(ready);
  if (isUnderWay(situation) || parkedUntil !== null) return [{ kind: 'wait', until: parkedUntil }];
  // All of it has ended, or what is left waits for a task outside, which only another batch can run.
  return [{ kind: 'end_batch' }];
}

/**
 * With nothing active, nothing ready and nothing parked, waiting would never end: the open tasks wait
 * for each other, because their dependencies were changed after the run had started.
 */
function waitOrGiveUp(situation: Indexed, parkedUntil: number | null): readonly Decision[] {
  if (isUnderWay(situation) || parkedUntil !== null) {
    return [{ kind: 'wait', until: parkedUntil }];
  }
  const chosen = new Map(situation.tasks.map((task) => [task.id, task]));
  const isClosed = closedLookup(situation, chosen);
  const { tddEnabled } = situation.run.settings;
  return unfinished(situation).map((task) =>
    skip(task, unmetPrerequisites(task, isClosed, tddEnabled)),
  );
}

/** Nothing starts and nothing is given up, so that a person can put things right before it goes on. */
function planPaused(situation: Indexed): readonly Decision[] {
  if (hasUnfinished(situation)) return [{ kind: 'wait', until: null }];
  return planEnd(situation);
}

/** What runs may finish, or is stopped; the rest is recorded as skipped, so that each task has an end. */
function planCancelled(situation: Indexed): readonly Decision[] {
  const withdrawn = openLandings(situation)
    .filter(({ isWaiting }) => isWaiting)
    .map(({ taskId, landingId }): Decision => ({ kind: 'withdraw', taskId, landingId }));
  const open = [...drivableLandings(situation), ...withdrawn];
  if (open.length > 0) return open;
  if (situation.active.size > 0) return [{ kind: 'wait', until: null }];
  const rest = skipRest(situation, ({ work }) =>
    work.tries.length === 0
      ? 'The run was cancelled before its turn.'
      : 'The run was cancelled; what was done for it is kept.',
  );
  return rest ?? [{ kind: 'end', outcome: 'cancelled', problem: null }];
}

function planEnd({ run, index, spent }: Indexed): readonly Decision[] {
  if (run.batch.length > 0) return [{ kind: 'end_batch' }];
  if (index.areAllClosed) {
    return [{ kind: 'end', outcome: 'completed', problem: null }];
  }
  // A cap that stopped nothing is no reason.
  const cap = runCapReached(spent, run.settings);
  const isCapped = cap !== null && run.skipped.some(({ reason }) => reason === cap);
  return isCapped
    ? [{ kind: 'end', outcome: 'failed', problem: cap }]
    : [{ kind: 'end', outcome: 'incomplete', problem: null }];
}

/** A cap stops new dispatches; what runs may finish, and what is still open then is skipped with that reason. */
function planStopped(situation: Indexed, cap: string): readonly Decision[] {
  if (isUnderWay(situation)) return [{ kind: 'wait', until: null }];
  return skipRest(situation, () => cap) ?? planEnd(situation);
}

/** Skips every task that is still to be brought to an end; null when there is none. */
function skipRest(
  situation: Indexed,
  reasonOf: (task: PlannedTask) => string,
): readonly Decision[] | null {
  const rest = unfinished(situation);
  if (rest.length === 0) return null;
  const skips = rest.map((task) => ({ taskId: task.id, reason: reasonOf(task) }));
  return [{ kind: 'skip_rest', skips }];
}
