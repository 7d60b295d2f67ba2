import { assertNever } from '#shared/lib/assert-never.ts';
import type { Task, TaskSpec } from '#shared/model/task.ts';
import type { TaskEdit } from '#renderer/db/edits.ts';
import type { Stay } from './move-plan.ts';

/** What is changed in all chosen tasks at once. */
export type BulkChange =
  | { readonly kind: 'priority'; readonly priority: number }
  /** Null: the default of the workspace. */
  | { readonly kind: 'agent'; readonly agent: string | null }
  | { readonly kind: 'add_label'; readonly label: string }
  | { readonly kind: 'remove_label'; readonly label: string };

/** What a change comes to: the tasks that it changes, as they were before too, and those that cannot be changed. */
export interface BulkPlan {
  readonly edits: readonly TaskEdit[];
  /** The edits that lead back. */
  readonly undo: readonly TaskEdit[];
  readonly left: readonly Stay[];
}

/** Plans a change of tasks; those that say already what they are to say are not touched. */
export function planBulkChange(tasks: readonly Task[], change: BulkChange): BulkPlan {
  const edits: TaskEdit[] = [];
  const undo: TaskEdit[] = [];
  const left: Stay[] = [];
  for (const task of tasks) {
    const changes = changesOf(task, change);
    if (changes === null) continue;
    const reason = lockReason(task);
    if (reason !== null) {
      left.push({ taskId: task.id, reason });
      continue;
    }
    edits.push({ id: task.id, changes });
    undo.push({ id: task.id, changes: formerOf(task, changes) });
  }
  return { edits, undo, left };
}

/** Says what was changed in `tasks`, such as "2 tasks". */
export function changeWords(change: BulkChange, tasks: string): string {
  switch (change.kind) {
    case 'priority':
      return `Priority P${change.priority} set for ${tasks}.`;
    case 'agent':
      return `Agent ${change.agent ?? 'of the workspace'} set for ${tasks}.`;
    case 'add_label':
      return `Label ${change.label} added to ${tasks}.`;
    case 'remove_label':
      return `Label ${change.label} taken off ${tasks}.`;
    default:
      return assertNever(change, 'bulk change');
  }
}

function changesOf(task: Task, change: BulkChange): Partial<TaskSpec> | null {
  const { labels, priority } = task;
  switch (change.kind) {
    case 'priority':
      return priority === change.priority ? null : { priority: change.priority };
    case 'agent': {
      const others = labels.filter((label) => !label.startsWith('agent:'));
      const next = change.agent === null ? others : [...others, `agent:${change.agent}`];
      return next.join('\n') === labels.join('\n') ? null : { labels: next };
    }
    case 'add_label':
      return labels.includes(change.label) ? null : { labels: [...labels, change.label] };
    case 'remove_label':
      return labels.includes(change.label)
        ? { labels: labels.filter((label) => label !== change.label) }
        : null;
    default:
      return assertNever(change, 'bulk change');
  }
}

function formerOf(task: Task, changes: Partial<TaskSpec>): Partial<TaskSpec> {
  return {
    ...(changes.priority !== undefined && { priority: task.priority }),
    ...(changes.labels !== undefined && { labels: task.labels }),
  };
}

/** Why what a task says cannot be changed now; null when it can. The host refuses for the same reasons. */
function lockReason({ id, status, source }: Task): string | null {
  if (source !== null) return `${id} is kept in ${source.file}: edit it there.`;
  switch (status) {
    case 'in_progress':
      return `An agent works on ${id}.`;
    case 'in_review':
      return `The work of ${id} is being checked and merged.`;
    case 'closed':
      return `${id} is closed: reopen it to change it.`;
    case 'open':
    case 'blocked':
      return null;
    default:
      return assertNever(status, 'task status');
  }
}

/** Labels to choose from: those that the most tasks have first, without those that choose an agent. */
export function commonLabels(
  tasks: Iterable<Pick<Task, 'labels'>>,
  most: number,
): readonly string[] {
  const counts = new Map<string, number>();
  for (const { labels } of tasks) {
    for (const label of labels) {
      if (!label.startsWith('agent:')) counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  return [...counts]
    .toSorted(([a, one], [b, other]) => other - one || a.localeCompare(b))
    .slice(0, most)
    .map(([label]) => label);
}
