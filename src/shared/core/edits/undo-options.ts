import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Task } from '#shared/model/task.ts';

/** Taking a merge back, or bringing one back that was taken back. */
export type UndoDirection = 'take_back' | 'bring_back';

/** What of a task's merges can be undone, as far as its records say. */
export interface UndoOptions {
  /** Receipt of the newest merge that stands on the branch. */
  readonly takeBack: Receipt | null;
  /** Receipt of the newest taking back that nothing has followed. */
  readonly bringBack: Receipt | null;
  /** What stands in the way of both now; null when nothing does. */
  readonly obstacle: Failure | null;
}

/**
 * Which merges of a task stand, and which were taken back, from its receipts (oldest first). A merge stands
 * until it is taken back, also when the task was opened again meanwhile; new work leaves what was taken
 * back before it behind.
 */
export function undoOptions(
  task: Pick<Task, 'id' | 'status'>,
  receipts: readonly Receipt[],
): UndoOptions {
  const standing: Receipt[] = [];
  let takenBack: Receipt[] = [];
  for (const receipt of receipts) {
    switch (receipt.kind) {
      case 'merge':
        standing.push(receipt);
        takenBack = [];
        break;
      case 'revert':
        standing.pop();
        takenBack.push(receipt);
        break;
      case 'restore':
        takenBack.pop();
        standing.push(receipt);
        break;
      default:
        assertNever(receipt.kind, 'receipt kind');
    }
  }
  return {
    takeBack: standing.at(-1) ?? null,
    bringBack: takenBack.at(-1) ?? null,
    obstacle: obstacleOf(task, receipts),
  };
}

function obstacleOf(
  { id, status }: Pick<Task, 'id' | 'status'>,
  receipts: readonly Receipt[],
): Failure | null {
  if (receipts.length === 0) {
    return failure(
      'nothing-to-undo',
      `Task ${id} has no merge to undo.`,
      'Only a task whose work was merged can be undone.',
    );
  }
  if (status !== 'in_progress' && status !== 'in_review') return null;
  return failure(
    'task-running',
    status === 'in_progress'
      ? `An agent works on ${id}.`
      : `The work of ${id} is being checked and merged.`,
    'Wait for it, or stop the task; then undo its merge.',
  );
}

/** The receipt to be undone in this direction, or in the one that undoes the last step. */
export function chooseUndo(
  { takeBack, bringBack }: Pick<UndoOptions, 'takeBack' | 'bringBack'>,
  direction: UndoDirection | undefined,
): Receipt | null {
  if (direction === 'take_back') return takeBack;
  if (direction === 'bring_back') return bringBack;
  return bringBack ?? takeBack;
}
