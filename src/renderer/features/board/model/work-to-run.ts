import type { BoardCard } from '#shared/core/board/board-columns.ts';
import { startObstacle } from '#shared/core/runs/run-queue.ts';
import type { QueueRun } from '#shared/core/runs/run-queue.ts';
import { plural } from '#renderer/lib/format.ts';

/** What the button that starts work does: which tasks, in which words, and why it cannot be pressed. */
export interface WorkToRun {
  readonly choice: 'selected' | 'shown' | 'all';
  /** Open tasks that it would start, or add to the active run. */
  readonly taskIds: readonly string[];
  readonly label: string;
  /** A sentence; null when it can be pressed. */
  readonly obstacle: string | null;
}

/** What there is to choose from. */
export interface Choice {
  /** Ids of the selected cards. */
  readonly selected: readonly string[];
  /** Cards that pass the filter; null without one. */
  readonly shown: readonly BoardCard[] | null;
  readonly all: readonly BoardCard[];
  readonly run: QueueRun;
}

/** The selected tasks before those that the filter shows, and those before all: in each case only what is open. */
export function workToRun({ selected, shown, all, run }: Choice): WorkToRun {
  const isQueue = run?.status === 'active';
  const verb = isQueue ? 'Queue' : 'Run';
  const obstacle = startObstacle(run);
  if (selected.length > 0) {
    const label = `${verb} ${plural(selected.length, 'task')}`;
    return { choice: 'selected', taskIds: selected, label, obstacle };
  }
  const open = (shown ?? all).filter(({ task }) => task.status === 'open').map(({ task }) => task);
  const isKnown = isQueue ? knownTo(run) : (): boolean => false;
  const taskIds = open.map(({ id }) => id).filter((id) => !isKnown(id));
  const choice = shown === null ? 'all' : 'shown';
  const nothing = nothingWords(choice, open.length);
  return {
    choice,
    taskIds,
    label: labelFor(verb, choice, taskIds.length),
    obstacle: obstacle ?? (taskIds.length === 0 ? nothing : null),
  };
}

/** Whether a run has a task already: one that it skipped can be added again. */
function knownTo({ taskIds, skipped }: NonNullable<QueueRun>): (id: string) => boolean {
  const left = new Set(skipped.map(({ taskId }) => taskId));
  const known = new Set(taskIds.filter((id) => !left.has(id)));
  return (id) => known.has(id);
}

function labelFor(verb: string, choice: 'shown' | 'all', count: number): string {
  if (choice === 'shown') return `${verb} ${count} shown`;
  if (count === 0) return `${verb} all`;
  return count === 1 ? `${verb} 1 task` : `${verb} all ${count}`;
}

function nothingWords(choice: 'shown' | 'all', open: number): string {
  if (open > 0) return 'They are in the active run already: it starts each of them in its turn.';
  return choice === 'shown' ? 'No task that is shown is open.' : 'No task is open.';
}
