import type { Run } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { nextStep } from '#shared/core/protocol/next-step.ts';
import type { Work } from '#shared/core/protocol/work.ts';
import type { Spent } from './spent.ts';
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
export type Indexed = Situation & { readonly index: TaskIndex<PlannedTask> };

/** Whether there are chosen tasks that this run must still bring to an end. */
export function hasUnfinished({ index, active }: Indexed): boolean {
  return index.unfinished > 0 || [...active].some((id) => index.find(id) !== null);
}

/** The chosen tasks that this run must still bring to an end. */
export function unfinished({ tasks, active, index: { skipped } }: Indexed): readonly PlannedTask[] {
  return tasks.filter(
    (task) =>
      active.has(task.id) ||
      (task.status !== 'closed' && task.status !== 'blocked' && !skipped.has(task.id)),
  );
}

/** Landings that nobody drives now; those that wait hold no slot. */
export function openLandings({ index, active }: Indexed): readonly {
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
export function isUnderWay(situation: Indexed): boolean {
  return situation.active.size > 0 || openLandings(situation).length > 0;
}
