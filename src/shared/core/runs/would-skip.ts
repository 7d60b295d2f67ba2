import { assertNever } from '#shared/lib/assert-never.ts';
import type { TaskStatus } from '#shared/model/task.ts';
import { hopelessTasks } from './hopeless-tasks.ts';
import type { GatedTask } from './readiness.ts';
import { unmetPrerequisites } from './readiness.ts';

/** A task that a run would skip, because something that it waits for would not be closed. */
export interface WouldSkip {
  readonly taskId: string;
  /** The prerequisites that would not be closed. */
  readonly waitsFor: readonly string[];
  /** `lab.6 would be skipped: lab.2 is blocked.` */
  readonly reason: string;
}

/** What has to be known of the tasks of a run that is thought of. */
export interface RunThought {
  /** The chosen tasks in planned order. */
  readonly tasks: readonly GatedTask[];
  readonly tddEnabled: boolean;
  /** Of any task; null when there is none of that id. */
  readonly taskOf: (id: string) => GatedTask | null;
}

/**
 * The chosen tasks that a run would skip at once, or as a consequence of that, by the rule of the run itself
 * (SPEC section 2.1), in planned order.
 */
export function wouldBeSkipped({ tasks, tddEnabled, taskOf }: RunThought): readonly WouldSkip[] {
  const skipped = new Set<string>();
  const isClosedOutside = (id: string): boolean => taskOf(id)?.status === 'closed';
  return hopelessTasks({ tasks, isClosedOutside, tddEnabled, skipped }).map(({ task, unmet }) => {
    const reasons = unmet.map((id) => waitWords(id, taskOf(id)?.status ?? null, skipped.has(id)));
    const reason = `${task.id} would be skipped: ${reasons.join(' and ')}.`;
    return { taskId: task.id, waitsFor: unmet, reason };
  });
}

/** `lab.2 is blocked`: why waiting for a task that is not in the run leads to nothing. */
function waitWords(id: string, status: TaskStatus | null, isSkipped: boolean): string {
  if (isSkipped) return `${id} would be skipped too`;
  switch (status) {
    case null:
      return `${id} does not exist`;
    case 'blocked':
      return `${id} is blocked`;
    case 'open':
      return `${id} is not done and not part of this run`;
    case 'in_progress':
    case 'in_review':
      return `${id} is still under way`;
    case 'closed':
      return `${id} is closed`;
    default:
      return assertNever(status, 'task status');
  }
}

/** Why starting a task leads to nothing, in a sentence; null when nothing stands in its way. */
export function waitObstacle(
  task: GatedTask,
  { tddEnabled, taskOf }: Pick<RunThought, 'tddEnabled' | 'taskOf'>,
  isInRun: (id: string) => boolean = () => false,
): string | null {
  const isClosed = (id: string): boolean => taskOf(id)?.status === 'closed';
  const stuck = unmetPrerequisites(task, isClosed, tddEnabled).filter((id) => !isInRun(id));
  if (stuck.length === 0) return null;
  const words = stuck.map((id) => `${id}${stateWords(taskOf(id)?.status ?? null)}`);
  return `${task.id} waits for ${words.join(' and ')}.`;
}

function stateWords(status: TaskStatus | null): string {
  if (status === 'blocked') return ' (blocked)';
  return status === null ? ' (no such task)' : '';
}

/** The tasks that have to run too, so that some chosen ones can; `reopen` are those of them that are blocked. */
export interface RunInclude {
  /** With the chosen ones, prerequisites first. */
  readonly taskIds: readonly string[];
  readonly reopen: readonly string[];
}

/**
 * What has to run beside the chosen tasks, so that none of them is skipped; null where nothing is missing,
 * or where that does not help: a prerequisite does not exist, is under way, or waits for itself.
 */
export function neededToo({ tasks, tddEnabled, taskOf }: RunThought): RunInclude | null {
  const isClosed = (id: string): boolean => taskOf(id)?.status === 'closed';
  const chosen = new Set(tasks.map(({ id }) => id));
  const done = new Set<string>();
  const onTheWay = new Set<string>();
  const reopen: string[] = [];
  // Walked with a list of its own: a chain may be long.
  const stack = tasks.toReversed().map((task) => ({ task, isLeft: false }));
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { task, isLeft } = top;
    if (isLeft) {
      onTheWay.delete(task.id);
      done.add(task.id);
      continue;
    }
    if (done.has(task.id)) continue;
    if (onTheWay.has(task.id)) return null;
    onTheWay.add(task.id);
    stack.push({ task, isLeft: true });
    if (task.status === 'blocked') reopen.push(task.id);
    for (const id of unmetPrerequisites(task, isClosed, tddEnabled)) {
      const other = taskOf(id);
      if (other === null || (other.status !== 'open' && other.status !== 'blocked')) return null;
      if (onTheWay.has(id)) return null;
      stack.push({ task: other, isLeft: false });
    }
  }
  const isMore = [...done].some((id) => !chosen.has(id));
  return isMore ? { taskIds: [...done], reopen } : null;
}
