import { newLanding } from '#shared/core/records/new-landing.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Landing, LandingIntent, LandingPart } from '#shared/model/landing.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Task } from '#shared/model/task.ts';
import type { GitClient } from '#main/git/client.ts';
import { commitTree, treeOf } from '#main/git/commits.ts';
import type { NewCommit } from '#main/git/commits.ts';
import { signedCommit, signerLimitMs, signsCommits } from '#main/git/signed-commit.ts';
import { buildRevert } from '#main/git/undo.ts';
import type { UndoResult } from '#main/git/undo.ts';
import { record } from '#main/store/record.ts';
import { required } from '#main/store/required.ts';
import { ownIdentity } from '#main/system/process-identity.ts';
import { verificationCommands } from '#main/verify/commands.ts';
import { finishLeftUndos, finishUndo } from './finish-undo.ts';
import { findUndo, undoMessage, undoneMeanwhile, undoRefusal } from './find-undo.ts';
import type { Undo, UndoRequest } from './find-undo.ts';
import type { LandingParts } from './landing-parts.ts';

/**
 * Takes back the newest merge of a task that stands on its epic branch, and opens the task again; or brings
 * back the one taken back last, and closes the task again (SPEC section 7.6). Without a direction, the last
 * step is undone.
 *
 * Taking back is a person's decision: no check can refuse it, and the receipt names the checks that the
 * resulting tree has passed before, if any. Bringing back closes the task, so it is possible only when it
 * leads to a tree whose checks have passed (docs/adr/0007). Either is a landing: what it is about to move is
 * written down first.
 */
export async function undoMerge(
  parts: LandingParts,
  request: UndoRequest,
): Promise<Result<Receipt, Failure>> {
  // Asked for twice at once, the second is judged by what the first has written.
  return parts.mutex.run('undo', async () => {
    await finishLeftUndos(parts);
    const found = await findUndo(parts, request);
    if (!found.ok) return found;
    const { task, undoes, head } = found.value;
    const restores = undoes.kind === 'revert';
    const treeBefore = restores ? await treeOf(parts.git, undoes.headBefore) : null;
    const checksOf = (tree: string): readonly string[] =>
      restores ? proofOfClosing(parts, task, tree, treeBefore) : passedBefore(parts, task, tree);
    const built = await buildRevert(parts.git, {
      head,
      commit: undoes.headAfter,
      message: undoMessage(found.value),
      accepts: (tree) => !restores || checksOf(tree).length > 0,
      makeCommit: async (git, commit) => undoCommit(parts, git, commit),
    });
    if (built.kind !== 'built') {
      const meanwhile = undoneMeanwhile(parts.store, request, found.value);
      return err(meanwhile ?? undoRefusal(found.value, built));
    }
    const landing = intend(parts, request, found.value, {
      parts: [partOf(found.value, built)],
      evidenceIds: [...checksOf(built.tree)],
    });
    return landing.ok ? finishUndo(parts, landing.value) : landing;
  });
}

/** Signed where the person signs their commits; else, as a person is there to see it, with a warning. */
async function undoCommit(parts: LandingParts, git: GitClient, commit: NewCommit): Promise<string> {
  if (!(await signsCommits(git))) return commitTree(git, commit);
  const made = await signedCommit(git, commit, { limitMs: signerLimitMs });
  if (made.unsignedBecause !== null) {
    parts.logger.warn(`The commit is not signed: ${made.unsignedBecause}.`);
  }
  return made.commit;
}

function partOf(
  { undoes }: Undo,
  { headBefore, commit, tree, proof }: Extract<UndoResult, { readonly kind: 'built' }>,
): LandingPart {
  return { ref: undoes.branchRef, headBefore, commit, tree, proof };
}

/**
 * Writes down what is about to move, before it does; or why it is not to move after all. The turn of undos is
 * that of this process only: what others have begun or done meanwhile is looked at in the same transaction.
 */
function intend(
  parts: LandingParts,
  request: UndoRequest,
  found: Undo,
  intent: LandingIntent,
): Result<Landing, Failure> {
  const { task, undoes } = found;
  const restores = undoes.kind === 'revert';
  const landing = newLanding(parts, {
    kind: restores ? 'restore' : 'revert',
    runId: null,
    owner: ownIdentity(),
    epicId: task.epicId,
    works: [{ taskId: task.id, attemptId: null, undoes: undoes.id }],
    gates: restores ? ['checks', 'checkout'] : ['checkout'],
    stopReason: null,
  });
  const { id } = landing;
  parts.tracer.reached('landing.intend.before');
  const refused = parts.store.transact(() => {
    const meanwhile = undoneMeanwhile(parts.store, request, found);
    if (meanwhile !== null) return meanwhile;
    record(parts, [
      { to: 'landings', id, command: { kind: 'create', landing } },
      { to: 'landings', id, command: { kind: 'intend', intent, at: timestamp(parts) } },
    ]);
    return null;
  });
  if (refused !== null) return err(refused);
  parts.tracer.reached('landing.intend.after');
  return ok(required(parts.store, 'landings', id));
}

/**
 * Ids of the evidence that lets the task be closed at `tree`: each of its checks has passed on exactly this
 * tree, whoever's check that was; or the branch stood at it before the undo, by a merge that was checked.
 * Empty when there is none.
 */
function proofOfClosing(
  parts: LandingParts,
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
function passedBefore({ store }: LandingParts, { epicId }: Task, tree: string): readonly string[] {
  const merges = store
    .find('receipts', 'epic_id', epicId)
    .filter((one) => one.kind !== 'revert' && one.tree === tree);
  return merges.at(-1)?.evidenceIds ?? [];
}
