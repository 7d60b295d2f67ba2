import type { Failure } from '#shared/lib/failure.ts';
import { err } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { GitClient } from '#main/git/client.ts';
import { commitTree } from '#main/git/commits.ts';
import type { NewCommit } from '#main/git/commits.ts';
import { signedCommit, signerLimitMs, signsCommits } from '#main/git/signed-commit.ts';
import { buildRevert } from '#main/git/undo.ts';
import { finishLeftUndos, finishUndo } from './finish-undo.ts';
import type { UndoRequest } from './find-undo.ts';
import { findUndo, undoMessage, undoneMeanwhile, undoRefusal } from './find-undo.ts';
import { checksOfUndo, intendUndo } from './intend-undo.ts';
import type { LandingParts } from './landing-parts.ts';
import { recordEarlierUndo } from './unrecorded-undos.ts';

/**
 * Takes back the newest merge of a task that stands on its epic branch, and opens the task again; or brings
 * back the one taken back last, and closes the task again (SPEC section 7.6). Without a direction, the last
 * step is undone.
 *
 * Taking back is a person's decision: no check can refuse it, and the receipt names the checks that the
 * resulting tree has passed before, if any. Bringing back closes the task, so it is possible only when it
 * leads to a tree whose checks have passed (docs/adr/0007). Either is a landing: what it is about to move is
 * written down first. What a commit on the branch has undone already is only recorded.
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
    const { undoes, head } = found.value;
    const restores = undoes.kind === 'revert';
    const checksOf = await checksOfUndo(parts, found.value);
    const built = await buildRevert(parts.git, {
      head,
      commit: undoes.headAfter,
      message: undoMessage(found.value),
      accepts: (tree) => !restores || checksOf(tree).length > 0,
      makeCommit: async (git, commit) => undoCommit(parts, git, commit),
    });
    const meanwhile = (): Failure | null => undoneMeanwhile(parts.store, request, found.value);
    if (built.kind === 'unchanged') {
      return recordEarlierUndo(parts, found.value, checksOf, meanwhile);
    }
    if (built.kind !== 'built') return err(meanwhile() ?? undoRefusal(found.value, built));
    const evidenceIds = checksOf(built.tree);
    const landing = intendUndo(parts, { undo: found.value, built, evidenceIds, meanwhile });
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
