import { chooseUndo, undoOptions } from '#shared/core/edits/undo-options.ts';
import type { UndoDirection } from '#shared/core/edits/undo-options.ts';
import { pathWords } from '#shared/core/paths/path-words.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Task } from '#shared/model/task.ts';
import { findCheckout } from '#main/git/checkouts.ts';
import { isAncestor, resolveCommit } from '#main/git/refs.ts';
import type { UndoResult } from '#main/git/undo.ts';
import type { LandingParts } from './landing-parts.ts';

/** What a person asks for. */
export interface UndoRequest {
  readonly taskId: string;
  /** Without one, the last step is undone. */
  readonly direction: UndoDirection | undefined;
  /** What the caller has against any undo now; null when nothing. */
  readonly obstacle: () => Failure | null;
}

/** What is to be taken back: a merge, or the undoing of one. */
export interface Undo {
  readonly task: Task;
  /** Receipt of the commit that is reverted. */
  readonly undoes: Receipt;
  readonly head: string;
}

/** Finds what is to be undone, and what stands in the way. */
export async function findUndo(
  parts: Pick<LandingParts, 'store' | 'git' | 'repository'>,
  { taskId, direction, obstacle }: UndoRequest,
): Promise<Result<Undo, Failure>> {
  const task = parts.store.get('tasks', taskId);
  if (task === null) {
    return err(failure('unknown-task', `There is no task ${taskId}.`, 'See `switchyard list`.'));
  }
  const inTheWay = obstacle();
  if (inTheWay !== null) return err(inTheWay);
  const options = undoOptions(task, parts.store.find('receipts', 'task_id', taskId));
  if (options.obstacle !== null) return err(options.obstacle);
  const undoes = chooseUndo(options, direction);
  if (undoes === null) return err(nothingToUndo(taskId, direction));
  const head = await resolveCommit(parts.git, undoes.branchRef);
  const problem = await branchProblem(parts, undoes, head);
  return head === null || problem !== null
    ? err(problem ?? gone(undoes))
    : ok({ task, undoes, head });
}

async function branchProblem(
  { git, repository }: Pick<LandingParts, 'git' | 'repository'>,
  undoes: Receipt,
  head: string | null,
): Promise<Failure | null> {
  if (head === null) return gone(undoes);
  if (!(await isOnBranch(git, undoes.headAfter, head))) {
    return failure(
      'merge-not-on-branch',
      `${shortRef(undoes.branchRef)} no longer holds ${undoes.headAfter.slice(0, 12)}, which would be reverted.`,
      'The branch was set back or rewritten outside of Switchyard: there is nothing to undo on it.',
    );
  }
  const checkout = await findCheckout(git, repository.commonDirectory, undoes.branchRef);
  if (checkout === null || checkout.clean) return null;
  return failure(
    'checkout-not-clean',
    `${checkout.folder} has the epic branch checked out with ${checkout.problem}.`,
    'Finish, commit or stash that, then try again.',
  );
}

/** False, too, for a commit that a cleaning of the repository has removed. */
async function isOnBranch(
  git: LandingParts['git'],
  oldCommit: string,
  head: string,
): Promise<boolean> {
  return (await resolveCommit(git, oldCommit)) !== null && isAncestor(git, oldCommit, head);
}

function gone({ branchRef }: Receipt): Failure {
  return failure('branch-missing', `${branchRef} is gone.`, 'Restore the branch first.');
}

function nothingToUndo(taskId: string, direction: UndoDirection | undefined): Failure {
  return direction === 'bring_back'
    ? failure(
        'nothing-to-undo',
        `No merge of ${taskId} was taken back that could be brought back.`,
        'Run the task again; its earlier work is in the vault.',
      )
    : failure(
        'nothing-to-undo',
        `Task ${taskId} has no merge to undo.`,
        'What it merged was taken back already.',
      );
}

function shortRef(ref: string): string {
  return ref.replace('refs/heads/', '');
}

/** Message of the commit that undoes. */
export function undoMessage({ task, undoes }: Undo): string {
  const what = `${task.id}: ${task.title}`;
  return undoes.kind === 'revert'
    ? `Reapply "${what}"\n\nThis reverts commit ${undoes.headAfter}.\nCloses: ${task.id}\n`
    : `Revert "${what}"\n\nThis reverts commit ${undoes.headAfter}.\nReopens: ${task.id}\n`;
}

/** Why nothing was undone. */
export function undoRefusal(
  { task }: Undo,
  result: Exclude<UndoResult, { readonly kind: 'built' }>,
): Failure {
  switch (result.kind) {
    case 'conflict':
      return failure(
        'undo-conflict',
        `Later merges build on ${task.id}: ${pathWords(result.files)}.`,
        'Undo the later tasks first; nothing was changed.',
      );
    case 'refused':
      return failure(
        'undo-unverified',
        `The epic has changed since: no check has passed on what it would become with ${task.id}.`,
        'Nothing was changed. Bring back first what was taken back before it, or run the task again; its earlier work is in the vault.',
      );
    default:
      return assertNever(result, 'undo result');
  }
}
