import { createHash } from 'node:crypto';
import { assertNever } from '#shared/lib/assert-never.ts';
import { closedByHandOf } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';
import type { FileChange } from '#main/sources/source.ts';

/** What is due in a task's file: status, criteria, notes and summary (SPEC section 2.2). */
export function changeFor(task: Task): Omit<FileChange, 'updatedAt'> {
  const { status } = task;
  switch (status) {
    case 'closed':
      return changeForClosed(task);
    case 'blocked':
      return { status, notes: task.blockedReason ?? '' };
    case 'open':
    case 'in_progress':
    case 'in_review':
      return { status };
    default:
      return assertNever(status, 'task status');
  }
}

function changeForClosed(task: Task): Omit<FileChange, 'updatedAt'> {
  const byHand = closedByHandOf(task);
  if (byHand === null) {
    const { implementationNotes: notes, finalSummary: summary } = task;
    return { status: 'closed', checkedCriteria: 'all', notes, summary };
  }
  // Whoever closed it in its file has said there what there is to say.
  if (byHand.by !== 'person') return { status: 'closed' };
  const words = `Closed by hand, not checked by Switchyard: ${byHand.reason}`;
  return { status: 'closed', notes: words, summaryIfNone: words };
}

/** Digest of {@link changeFor}: equal for tasks for which the same is due in their file. */
export function changeDigest(task: Task): string {
  return createHash('sha256')
    .update(JSON.stringify(changeFor(task)))
    .digest('hex');
}
