import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Task } from '#shared/model/task.ts';
import { bringAlong, findCheckout } from '#main/git/checkouts.ts';
import type { Checkout } from '#main/git/checkouts.ts';
import { GitError } from '#main/git/git-error.ts';
import { resolveCommit } from '#main/git/refs.ts';
import { revertOnBranch } from '#main/git/undo.ts';
import type { UndoResult } from '#main/git/undo.ts';
import type { Entry } from '#main/store/ledger.ts';
import { commit } from '#main/store/ledger.ts';
import { timestamp } from './attempt-records.ts';
import type { RunParts } from './run-parts.ts';
import { activeRunProblem } from './start-run.ts';
import { writeBackTask } from './task-source.ts';

/** What is to be taken back: a merge, or the undoing of one. */
interface Undo {
  readonly task: Task;
  readonly last: Receipt;
  readonly head: string;
  readonly checkout: Checkout | null;
}

/**
 * Takes back the merge of one task from its epic branch and opens the task again; asked for once more,
 * takes that back too (SPEC section 7.6). The second is possible only while it leads to a tree that the
 * task's checks have passed on, because a task is closed by evidence alone.
 */
export async function undoMerge(
  parts: RunParts,
  taskId: string,
): Promise<Result<Receipt, Failure>> {
  const found = await findUndo(parts, taskId);
  if (!found.ok) return found;
  const { last, head, checkout } = found.value;
  const restores = last.kind === 'revert';
  const undone = await revertOnBranch(parts.git, {
    branchRef: last.branchRef,
    head,
    commit: last.headAfter,
    message: messageFor(found.value),
    accepts: (tree) => !restores || evidenceFor(parts, taskId, tree).length > 0,
  });
  if (undone.kind !== 'undone') return err(refusal(found.value, undone));
  if (checkout !== null) await bringCheckoutAlong(parts, checkout, undone);
  return writeUndo(parts, found.value, undone);
}

/** The branch has moved: a checkout that cannot follow must not keep that from being recorded. */
async function bringCheckoutAlong(
  parts: RunParts,
  checkout: Checkout,
  { headBefore, commit }: Extract<UndoResult, { kind: 'undone' }>,
): Promise<void> {
  try {
    await bringAlong(parts.git, checkout, headBefore, commit);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    parts.logger.warn(`${checkout.folder} was not brought to the epic's new tip.`, {
      reason: error.message,
    });
  }
}

async function findUndo(parts: RunParts, taskId: string): Promise<Result<Undo, Failure>> {
  const task = parts.store.get('tasks', taskId);
  if (task === null) {
    return err(failure('unknown-task', `There is no task ${taskId}.`, 'See `switchyard list`.'));
  }
  const active = activeRunProblem(parts.store);
  if (active !== null) return err(active);
  const last = parts.store.find('receipts', 'task_id', taskId).at(-1);
  const expected = last?.kind === 'revert' ? 'open' : 'closed';
  if (last === undefined || task.status !== expected) {
    const what = 'Only a task that was merged, and not started again since, can be undone.';
    return err(failure('nothing-to-undo', `Task ${taskId} has no merge to undo.`, what));
  }
  const head = await resolveCommit(parts.git, last.branchRef);
  if (head === null) {
    return err(
      failure('branch-missing', `${last.branchRef} is gone.`, 'Restore the branch first.'),
    );
  }
  const checkout = await findCheckout(parts.git, parts.repository.commonDirectory, last.branchRef);
  if (checkout !== null && !checkout.clean) {
    return err(
      failure(
        'checkout-not-clean',
        `${checkout.folder} has the epic branch checked out with ${checkout.problem}.`,
        'Finish, commit or stash that, then try again.',
      ),
    );
  }
  return ok({ task, last, head, checkout });
}

function messageFor({ task, last }: Undo): string {
  const what = `${task.id}: ${task.title}`;
  return last.kind === 'revert'
    ? `Reapply "${what}"\n\nThis reverts commit ${last.headAfter}.\nCloses: ${task.id}\n`
    : `Revert "${what}"\n\nThis reverts commit ${last.headAfter}.\nReopens: ${task.id}\n`;
}

function refusal({ task, last }: Undo, result: Exclude<UndoResult, { kind: 'undone' }>): Failure {
  switch (result.kind) {
    case 'conflict':
      return failure(
        'undo-conflict',
        `Later merges build on ${task.id}: ${result.files.join(', ')}.`,
        'Undo the later tasks first; nothing was changed.',
      );
    case 'refused':
      return failure(
        'undo-unverified',
        `The epic has changed since: ${task.id} has no evidence for what it would become.`,
        'Run the task again instead; its earlier work is in the vault.',
      );
    case 'moved':
      return failure('ref-moved', `${last.branchRef} moved meanwhile.`, 'Try again.');
    default:
      return assertNever(result, 'undo result');
  }
}

/** Ids of the task's passed checks on exactly this tree. */
function evidenceFor(parts: RunParts, taskId: string, tree: string): readonly string[] {
  return parts.store
    .find('evidence', 'tree', tree)
    .filter((one) => one.taskId === taskId && one.verdict === 'passed')
    .map((one) => one.id);
}

async function writeUndo(
  parts: RunParts,
  { task, last }: Undo,
  undone: Extract<UndoResult, { kind: 'undone' }>,
): Promise<Result<Receipt, Failure>> {
  const restores = last.kind === 'revert';
  const receipt: Receipt = {
    ...last,
    id: parts.ids.next('receipt'),
    kind: restores ? 'restore' : 'revert',
    attemptId: null,
    headBefore: undone.headBefore,
    headAfter: undone.commit,
    tree: undone.tree,
    proof: restores ? 'tree_equality' : 'three_way_merge',
    evidenceIds: restores ? [...evidenceFor(parts, task.id, undone.tree)] : [],
    createdAt: timestamp(parts),
  };
  const written = commit(parts.store, [
    { to: 'receipts', document: receipt },
    ...(restores ? closeAgain(parts, task, receipt) : reopen(parts, task, last)),
  ]);
  if (!written.ok) return written;
  await writeBackTask(parts, task.id);
  return ok(receipt);
}

function reopen(parts: RunParts, task: Task, last: Receipt): readonly Entry[] {
  const reason = `Its merge ${last.headAfter.slice(0, 12)} was undone.`;
  const at = timestamp(parts);
  return [{ to: 'tasks', id: task.id, command: { kind: 'reopen', reason, at } }];
}

function closeAgain(parts: RunParts, task: Task, receipt: Receipt): readonly Entry[] {
  const at = timestamp(parts);
  const { id, finalSummary: summary, implementationNotes: notes } = task;
  return [
    { to: 'tasks', id, command: { kind: 'start', attemptId: receipt.id, at } },
    { to: 'tasks', id, command: { kind: 'review', at } },
    { to: 'tasks', id, command: { kind: 'close', summary, notes, at } },
  ];
}
