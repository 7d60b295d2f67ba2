import { assertNever } from '#shared/lib/assert-never.ts';
import type { Role } from '#shared/model/attempt.ts';
import type { Run, RunOutcome, Skip } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { runCapReached } from '#shared/core/protocol/caps.ts';
import { nextStep } from '#shared/core/protocol/next-step.ts';
import type { Work } from '#shared/core/protocol/work.ts';
import type { Spent } from './spent.ts';
import { unmetPrerequisites } from './readiness.ts';
import type { GatedTask } from './readiness.ts';
import { TaskIndex } from './task-index.ts';

/** A chosen task as the planner sees it. */
export type PlannedTask = Pick<
  Task,
  'id' | 'epicId' | 'status' | 'dependencies' | 'testTaskId' | 'labels' | 'blockedReason'
> & {
  /** Epoch ms until which the limit of its agent's account delays it; null when none does. */
  readonly parkedUntil: number | null;
  /** The account whose limit is over by now: one of its tasks is started, to see whether it really is. */
  readonly probeOf: string | null;
  /** Its protocol, and what was tried. */
  readonly work: Work;
};

/** All a decision depends on: the store's state, what runs now, what was spent, the time. */
export interface Situation {
  readonly run: Pick<Run, 'status' | 'paused' | 'settings' | 'skipped' | 'batch'>;
  /** The chosen tasks in planned order. */
  readonly tasks: readonly PlannedTask[];
  /** The same tasks by what can be done with them, where somebody keeps that up to date. */
  readonly index?: TaskIndex<PlannedTask>;
  /** Whether a task outside the chosen set is closed. */
  readonly isClosedOutside: (taskId: string) => boolean;
  /** Tasks whose attempt, or the landing of whose work, is being driven right now. */
  readonly active: ReadonlySet<string>;
  /** Those of them whose work is only brought to its end, after it was on its way with nobody to drive it. */
  readonly finishing?: ReadonlySet<string>;
  readonly spent: Spent;
  /** Epoch ms. */
  readonly now: number;
}

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

/** The chosen tasks of a run, in planned order, by what can be done with them. */
export function indexTasks(
  { skipped, settings }: Pick<Run, 'skipped' | 'settings'>,
  tasks: readonly PlannedTask[],
  { isClosedOutside }: Pick<Situation, 'isClosedOutside'>,
): TaskIndex<PlannedTask> {
  const { tddEnabled } = settings;
  return new TaskIndex(tasks, skippedIds({ skipped }), { tddEnabled, isClosedOutside, isCapped });
}

/** The tasks that a run has skipped. */
export function skippedIds({ skipped }: Pick<Run, 'skipped'>): ReadonlySet<string> {
  return new Set(skipped.map(({ taskId }) => taskId));
}

/** Whether nothing more is to be tried for a task; nothing is capped before it was tried. */
function isCapped({ work }: PlannedTask): boolean {
  return work.tries.length > 0 && nextStep(work).kind === 'block';
}

/** A situation whose tasks are found by what can be done with them. */
type Indexed = Situation & { readonly index: TaskIndex<PlannedTask> };

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

/** Whether there are chosen tasks that this run must still bring to an end. */
function hasUnfinished({ index, active }: Indexed): boolean {
  return index.unfinished > 0 || [...active].some((id) => index.find(id) !== null);
}

/** Those tasks. */
function unfinished({ tasks, active, index: { skipped } }: Indexed): readonly PlannedTask[] {
  return tasks.filter(
    (task) =>
      active.has(task.id) ||
      (task.status !== 'closed' && task.status !== 'blocked' && !skipped.has(task.id)),
  );
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

/** Landings that nobody drives now; those that wait hold no slot. */
function openLandings({ index, active }: Indexed): readonly {
  readonly taskId: string;
  readonly landingId: string;
  /** For somebody else. */
  readonly isWaiting: boolean;
}[] {
  return index.busy().flatMap(({ id: taskId, work: { landing } }) => {
    if (landing === null || active.has(taskId)) return [];
    return [{ taskId, landingId: landing.id, isWaiting: landing.waitsAt !== null }];
  });
}

/** Whether something that was begun has not ended: it is driven, or waits. */
function isUnderWay(situation: Indexed): boolean {
  return situation.active.size > 0 || openLandings(situation).length > 0;
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

/**
 * The open ones of some chosen tasks, in planned order, that wait for what will not be closed: it is not
 * chosen, is blocked, or is skipped itself. Each is added to `skipped`, so that later ones see it.
 */
export function hopelessTasks<Chosen extends GatedTask>({
  tasks,
  isClosedOutside,
  tddEnabled,
  skipped,
}: {
  readonly tasks: readonly Chosen[];
  readonly isClosedOutside: (taskId: string) => boolean;
  readonly tddEnabled: boolean;
  readonly skipped: Set<string>;
}): readonly { readonly task: Chosen; readonly unmet: readonly string[] }[] {
  const chosen = new Map(tasks.map((task) => [task.id, task]));
  const isClosed = closedLookup({ isClosedOutside }, chosen);
  const found: { readonly task: Chosen; readonly unmet: readonly string[] }[] = [];
  for (const task of tasks) {
    if (task.status !== 'open' || skipped.has(task.id)) continue;
    const hopeless = unmetPrerequisites(task, isClosed, tddEnabled).filter((id) => {
      const prerequisite = chosen.get(id);
      return prerequisite === undefined || prerequisite.status === 'blocked' || skipped.has(id);
    });
    if (hopeless.length === 0) continue;
    skipped.add(task.id);
    found.push({ task, unmet: hopeless });
  }
  return found;
}

function skip(task: Pick<PlannedTask, 'id'>, unmet: readonly string[]): Decision {
  const reason = `Unsatisfied dependencies: [${unmet.join(', ')}]`;
  return { kind: 'skip', taskId: task.id, reason };
}

function closedLookup(
  situation: Pick<Situation, 'isClosedOutside'>,
  chosen: ReadonlyMap<string, Pick<PlannedTask, 'status'>>,
): (taskId: string) => boolean {
  return (taskId) => {
    const task = chosen.get(taskId);
    return task === undefined ? situation.isClosedOutside(taskId) : task.status === 'closed';
  };
}

/**
 * How many tasks of each epic are under way. What waits on its way holds no slot, but whoever starts beside it
 * starts from the tip that it will move: no more share a tip than may be at work at once.
 */
function underWayByEpic(situation: Indexed): Map<string, number> {
  const { index, active } = situation;
  const counts = new Map<string, number>();
  for (const id of [...active, ...openLandings(situation).map(({ taskId }) => taskId)]) {
    const epicId = index.find(id)?.epicId;
    if (epicId !== undefined) counts.set(epicId, (counts.get(epicId) ?? 0) + 1);
  }
  return counts;
}

/**
 * Open tasks that may start, in planned order, at most `limit` of them, and when the first parked one may. Of an
 * account whose limit has just ended only the first task is among them, and of each epic as many as it has
 * room for.
 */
function startable(
  situation: Indexed,
  limit: number,
  isWanted: (taskId: string) => boolean = () => true,
): {
  readonly ready: readonly PlannedTask[];
  readonly parkedUntil: number | null;
} {
  const { index, active, now, run } = situation;
  const { maxParallelTasks } = run.settings;
  const inEpic = underWayByEpic(situation);
  const ready: PlannedTask[] = [];
  let parkedUntil: number | null = null;
  const probed = new Set<string>();
  for (const task of index.ready()) {
    if (active.has(task.id) || !isWanted(task.id)) continue;
    if (task.parkedUntil !== null && task.parkedUntil > now) {
      parkedUntil = Math.min(parkedUntil ?? Infinity, task.parkedUntil);
    } else if (ready.length < limit && (task.probeOf === null || !probed.has(task.probeOf))) {
      const beside = inEpic.get(task.epicId) ?? 0;
      if (beside >= maxParallelTasks) continue;
      inEpic.set(task.epicId, beside + 1);
      if (task.probeOf !== null) probed.add(task.probeOf);
      ready.push(task);
      if (ready.length === limit) break;
    }
  }
  return { ready, parkedUntil };
}

function freeSlots(situation: Situation): number {
  const { run, active, finishing } = situation;
  return Math.max(0, run.settings.maxParallelTasks - active.size + (finishing?.size ?? 0));
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
