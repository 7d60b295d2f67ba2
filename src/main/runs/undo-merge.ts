import { pathWords } from '#shared/core/paths/path-words.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { chooseUndo, undoOptions } from '#shared/core/edits/undo-options.ts';
import type { UndoDirection } from '#shared/core/edits/undo-options.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Task } from '#shared/model/task.ts';
import { timestamp } from '#shared/lib/clock.ts';
import { bringAlong, findCheckout } from '#main/git/checkouts.ts';
import type { Checkout } from '#main/git/checkouts.ts';
import type { GitClient } from '#main/git/client.ts';
import { commitTree, treeOf } from '#main/git/commits.ts';
import type { NewCommit } from '#main/git/commits.ts';
import { GitError } from '#main/git/git-error.ts';
import { isAncestor, resolveCommit } from '#main/git/refs.ts';
import { signedCommit, signerLimitMs, signsCommits } from '#main/git/signed-commit.ts';
import { revertOnBranch } from '#main/git/undo.ts';
import type { UndoResult } from '#main/git/undo.ts';
import type { Entry } from '#main/store/ledger.ts';
import { commit } from '#main/store/ledger.ts';
import { verificationCommands } from '#main/verify/commands.ts';
import type { RunParts } from './run-parts.ts';
import { activeRunProblem } from './start-run.ts';
import { writeBackTask } from '#main/task-files/write-back.ts';

/** What is to be taken back: a merge, or the undoing of one. */
interface Undo {
  readonly task: Task;
  /** Receipt of the commit that is reverted. */
  readonly undoes: Receipt;
  readonly head: string;
  readonly checkout: Checkout | null;
}

type Undone = Extract<UndoResult, { kind: 'undone' }>;

/**
 * Takes back the newest merge of a task that stands on its epic branch, and opens the task again; or brings
 * back the one taken back last, and closes the task again (SPEC section 7.6). Without a direction, the last
 * step is undone.
 *
 * Taking back is a person's decision: no check can refuse it, and the receipt names the checks that the
 * resulting tree has passed before, if any. Bringing back closes the task, so it is possible only when it
 * leads to a tree whose checks have passed (docs/adr/0007).
 */
export async function undoMerge(
  parts: RunParts,
  taskId: string,
  direction?: UndoDirection,
): Promise<Result<Receipt, Failure>> {
  // Asked for twice at once, the second is judged by what the first has written.
  return parts.mutex.run('undo', async () => {
    const found = await findUndo(parts, taskId, direction);
    if (!found.ok) return found;
    const { task, undoes, head, checkout } = found.value;
    const restores = undoes.kind === 'revert';
    const treeBefore = restores ? await treeOf(parts.git, undoes.headBefore) : null;
    const checksOf = (tree: string): readonly string[] =>
      restores ? proofOfClosing(parts, task, tree, treeBefore) : passedBefore(parts, task, tree);
    const undone = await revertOnBranch(parts.git, {
      branchRef: undoes.branchRef,
      head,
      commit: undoes.headAfter,
      message: messageFor(found.value),
      accepts: (tree) => !restores || checksOf(tree).length > 0,
      makeCommit: async (git, commit) => undoCommit(parts, git, commit),
    });
    if (undone.kind !== 'undone') return err(refusal(found.value, undone));
    // First of all: between the move of the branch and its receipt nothing may take time.
    const written = writeUndo(parts, found.value, undone, checksOf(undone.tree));
    if (checkout !== null) await bringCheckoutAlong(parts, checkout, undone);
    if (written.ok) await writeBackTask(parts, taskId);
    return written;
  });
}

/** Signed where the person signs their commits; else, as a person is there to see it, with a warning. */
async function undoCommit(parts: RunParts, git: GitClient, commit: NewCommit): Promise<string> {
  if (!(await signsCommits(git))) return commitTree(git, commit);
  const made = await signedCommit(git, commit, { limitMs: signerLimitMs });
  if (made.unsignedBecause !== null) {
    parts.logger.warn(`The commit is not signed: ${made.unsignedBecause}.`);
  }
  return made.commit;
}

/** The branch has moved: a checkout that cannot follow must not keep that from being recorded. */
async function bringCheckoutAlong(
  parts: RunParts,
  checkout: Checkout,
  { headBefore, commit }: Undone,
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

async function findUndo(
  parts: RunParts,
  taskId: string,
  direction: UndoDirection | undefined,
): Promise<Result<Undo, Failure>> {
  const task = parts.store.get('tasks', taskId);
  if (task === null) {
    return err(failure('unknown-task', `There is no task ${taskId}.`, 'See `switchyard list`.'));
  }
  const active = activeRunProblem(parts.store);
  if (active !== null) return err(active);
  const offers = undoOptions(task, parts.store.find('receipts', 'task_id', taskId));
  if (offers.obstacle !== null) return err(offers.obstacle);
  const undoes = chooseUndo(offers, direction);
  if (undoes === null) return err(nothingToUndo(taskId, direction));
  const head = await resolveCommit(parts.git, undoes.branchRef);
  if (head === null) {
    return err(
      failure('branch-missing', `${undoes.branchRef} is gone.`, 'Restore the branch first.'),
    );
  }
  if (!(await isOnBranch(parts, undoes.headAfter, head))) {
    return err(
      failure(
        'merge-not-on-branch',
        `${shortRef(undoes.branchRef)} no longer holds ${undoes.headAfter.slice(0, 12)}, which would be reverted.`,
        'The branch was set back or rewritten outside of Switchyard: there is nothing to undo on it.',
      ),
    );
  }
  const checkout = await findCheckout(
    parts.git,
    parts.repository.commonDirectory,
    undoes.branchRef,
  );
  if (checkout !== null && !checkout.clean) {
    return err(
      failure(
        'checkout-not-clean',
        `${checkout.folder} has the epic branch checked out with ${checkout.problem}.`,
        'Finish, commit or stash that, then try again.',
      ),
    );
  }
  return ok({ task, undoes, head, checkout });
}

/** False, too, for a commit that a cleaning of the repository has removed. */
async function isOnBranch({ git }: RunParts, oldCommit: string, head: string): Promise<boolean> {
  return (await resolveCommit(git, oldCommit)) !== null && isAncestor(git, oldCommit, head);
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

function messageFor({ task, undoes }: Undo): string {
  const what = `${task.id}: ${task.title}`;
  return undoes.kind === 'revert'
    ? `Reapply "${what}"\n\nThis reverts commit ${undoes.headAfter}.\nCloses: ${task.id}\n`
    : `Revert "${what}"\n\nThis reverts commit ${undoes.headAfter}.\nReopens: ${task.id}\n`;
}

function refusal({ task, undoes }: Undo, result: Exclude<UndoResult, Undone>): Failure {
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
    case 'moved':
      return failure('ref-moved', `${undoes.branchRef} moved meanwhile.`, 'Try again.');
    default:
      return assertNever(result, 'undo result');
  }
}

/**
 * Ids of the evidence that lets the task be closed at `tree`: each of its checks has passed on exactly this
 * tree, whoever's check that was; or the branch stood at it before the undo, by a merge that was checked.
 * Empty when there is none.
 */
function proofOfClosing(
  parts: RunParts,
  task: Task,
  tree: string,
  treeBefore: string | null,
): readonly string[] {
  const passed = parts.store
    .find('evidence', 'tree', tree)
    .filter(({ verdict }) => verdict === 'passed');
  const own = verificationCommands(task, parts.config.commands).map(
    (command) => passed.find((one) => one.command === command)?.id,
  );
  const known = own.filter((id) => id !== undefined);
  if (known.length > 0 && known.length === own.length) return known;
  return tree === treeBefore ? passedBefore(parts, task, tree) : [];
}

/** Ids of the checks by which a merge into the task's epic came to exactly this tree; empty without one. */
function passedBefore({ store }: RunParts, { epicId }: Task, tree: string): readonly string[] {
  const merges = store
    .find('receipts', 'epic_id', epicId)
    .filter((one) => one.kind !== 'revert' && one.tree === tree);
  return merges.at(-1)?.evidenceIds ?? [];
}

function writeUndo(
  parts: RunParts,
  { task, undoes }: Undo,
  undone: Undone,
  evidenceIds: readonly string[],
): Result<Receipt, Failure> {
  const restores = undoes.kind === 'revert';
  const receipt: Receipt = {
    ...undoes,
    id: parts.ids.next('receipt'),
    kind: restores ? 'restore' : 'revert',
    attemptId: null,
    headBefore: undone.headBefore,
    headAfter: undone.commit,
    tree: undone.tree,
    proof: undone.proof,
    evidenceIds: [...evidenceIds],
    createdAt: timestamp(parts),
  };
  // As it is now: whatever became of the task meanwhile, what happened to the branch is recorded.
  const current = parts.store.get('tasks', task.id) ?? task;
  const written = commit(parts.store, [
    { to: 'receipts', document: receipt },
    ...(restores ? closeAgain(parts, current, receipt) : reopen(parts, current, undoes)),
  ]);
  return written.ok ? ok(receipt) : written;
}

function reopen(parts: RunParts, { id, status }: Task, { headAfter }: Receipt): readonly Entry[] {
  if (status !== 'closed') return [];
  const reason = `Its merge ${headAfter.slice(0, 12)} was undone.`;
  return [{ to: 'tasks', id, command: { kind: 'reopen', reason, at: timestamp(parts) } }];
}

function closeAgain(parts: RunParts, task: Task, receipt: Receipt): readonly Entry[] {
  const at = timestamp(parts);
  const { id, status, finalSummary: summary, implementationNotes: notes } = task;
  const reason = `Its merge was brought back as ${receipt.headAfter.slice(0, 12)}.`;
  const unblock: Entry = { to: 'tasks', id, command: { kind: 'reopen', reason, at } };
  if (status !== 'open' && status !== 'blocked') return [];
  return [
    ...(status === 'blocked' ? [unblock] : []),
    { to: 'tasks', id, command: { kind: 'start', attemptId: receipt.id, at } },
    { to: 'tasks', id, command: { kind: 'review', at } },
    { to: 'tasks', id, command: { kind: 'close', summary, notes, at } },
  ];
}
