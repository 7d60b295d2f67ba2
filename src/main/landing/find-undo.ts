import { chooseUndo, undoOptions } from '#shared/core/edits/undo-options.ts';
import type { UndoDirection } from '#shared/core/edits/undo-options.ts';
import { pathWords } from '#shared/core/paths/path-words.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Landing } from '#shared/model/landing.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Task } from '#shared/model/task.ts';
import { findCheckout } from '#main/git/checkouts.ts';
import { isAncestor, resolveCommit } from '#main/git/refs.ts';
import { revertSentence } from '#main/git/undo.ts';
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
  request: UndoRequest,
): Promise<Result<Undo, Failure>> {
  const recorded = recordedUndo(parts.store, request);
  if (!recorded.ok) return recorded;
  const { task, undoes } = recorded.value;
  const head = await resolveCommit(parts.git, undoes.branchRef);
  const problem = await branchProblem(parts, undoes, head);
  return head === null || problem !== null
    ? err(problem ?? gone(undoes))
    : ok({ task, undoes, head });
}

/** What is to be undone as the records are now, whatever the branch says. */
function recordedUndo(
  store: LandingParts['store'],
  { taskId, direction, obstacle }: UndoRequest,
): Result<Omit<Undo, 'head'>, Failure> {
  const task = store.get('tasks', taskId);
  if (task === null) {
    return err(failure('unknown-task', `There is no task ${taskId}.`, 'See `switchyard list`.'));
  }
  const inTheWay = obstacle();
  if (inTheWay !== null) return err(inTheWay);
  const options = undoOptions(task, store.find('receipts', 'task_id', taskId));
  if (options.obstacle !== null) return err(options.obstacle);
  const undoes = chooseUndo(options, direction);
  if (undoes === null) return err(nothingToUndo(taskId, direction));
  return ok({ task, undoes });
}

/**
 * Why what was found is not to be undone after all; null when it is. Asked in the transaction that writes down
 * what is about to move, so that of several processes one undoes it.
 */
export function undoneMeanwhile(
  store: LandingParts['store'],
  request: UndoRequest,
  { task, undoes }: Undo,
): Failure | null {
  const isOpen = ({ kind, phase }: Landing): boolean => kind !== 'merge' && phase !== 'ended';
  const done = undoes.kind === 'revert' ? 'brought back' : 'taken back';
  if (store.find('landings', 'task_id', task.id).some(isOpen)) {
    return failure(
      'undo-under-way',
      `The merge of ${task.id} is being ${done} by another process.`,
      'Wait for it, then look at what became of the task.',
    );
  }
  const recorded = recordedUndo(store, request);
  if (recorded.ok && recorded.value.undoes.id === undoes.id) return null;
  // A run that began meanwhile, for one.
  if (!recorded.ok && request.obstacle() !== null) return recorded.error;
  return failure(
    'undone-already',
    `The merge of ${task.id} has been ${done} already, by another process.`,
    'Look at what became of the task.',
  );
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
    ? `Reapply "${what}"\n\n${revertSentence(undoes.headAfter)}\nCloses: ${task.id}\n`
    : `Revert "${what}"\n\n${revertSentence(undoes.headAfter)}\nReopens: ${task.id}\n`;
}

/** Why nothing was undone. */
export function undoRefusal(
  { task, undoes }: Undo,
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
    case 'unchanged':
      return undoes.kind === 'revert'
        ? failure(
            'already-brought-back',
            `${shortRef(undoes.branchRef)} has all that ${task.id} merged already.`,
            `Nothing was changed. Where that is right, close the task with \`switchyard close ${task.id}\`.`,
          )
        : failure(
            'already-taken-back',
            `${shortRef(undoes.branchRef)} has nothing left of what ${task.id} merged.`,
            `Nothing was changed. Where it is to be done again, open it with \`switchyard reopen ${task.id}\`.`,
          );
    default:
      return assertNever(result, 'undo result');
  }
}
