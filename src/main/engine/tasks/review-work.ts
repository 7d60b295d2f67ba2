import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { itemIdProblem } from '#shared/model/item-id.ts';
import { fileDifferences } from '#main/git/file-changes.ts';
import type { FileDifference } from '#main/git/file-changes.ts';
import { readFileAt } from '#main/git/file-content.ts';
import type { FileContent } from '#main/git/file-content.ts';
import { resolveCommit, resolveTree } from '#main/git/refs.ts';
import { listSnapshots, restoreAsBranch } from '#main/git/vault.ts';
import type { KeptSnapshot } from '#main/git/vault.ts';
import type { Workspace } from '#main/engine/workspace.ts';

type GitParts = Pick<Workspace, 'git'>;

/** Two commits to be compared, or trees of work that is in no commit yet. */
export interface CommitPair {
  readonly from: string;
  readonly to: string;
}

/** The files that differ between two commits. */
export async function changedFiles(
  { git }: GitParts,
  { from, to }: CommitPair,
): Promise<Result<readonly FileDifference[], Failure>> {
  const missing = await missingCommit(git, [from, to]);
  return missing === null ? ok(await fileDifferences(git, from, to)) : err(missing);
}

/** A file as it is in each of two commits; `previousPath` is where a renamed one was before. */
export async function fileSides(
  { git }: GitParts,
  { from, to }: CommitPair,
  path: string,
  previousPath: string | null,
): Promise<Result<{ readonly before: FileContent; readonly after: FileContent }, Failure>> {
  const missing = await missingCommit(git, [from, to]);
  if (missing !== null) return err(missing);
  const [before, after] = await Promise.all([
    readFileAt(git, from, previousPath ?? path),
    readFileAt(git, to, path),
  ]);
  if (before.kind !== 'absent' || after.kind !== 'absent') return ok({ before, after });
  return err(nowhere(path));
}

/** The snapshots of a task that the vault keeps, oldest first, also when the task is gone. */
export async function taskSnapshots(
  { git }: GitParts,
  taskId: string,
): Promise<Result<readonly KeptSnapshot[], Failure>> {
  const problem = badTaskId(taskId);
  return problem === null ? ok(await listSnapshots(git, taskId)) : err(problem);
}

/** Makes a new branch that stands at one of the task's snapshots; nothing is checked out. */
export async function restoreSnapshot(
  { git }: GitParts,
  taskId: string,
  ref: string,
): Promise<Result<{ readonly branch: string }, Failure>> {
  const snapshots = await taskSnapshots({ git }, taskId);
  if (!snapshots.ok) return snapshots;
  const snapshot = snapshots.value.find((one) => one.ref === ref);
  if (snapshot === undefined) {
    const message = `The vault has no snapshot ${ref} of ${taskId}.`;
    return err(failure('unknown-snapshot', message, 'Choose one that the task panel lists.'));
  }
  if ((await resolveCommit(git, 'refs/heads/restored')) !== null) {
    return err(
      failure(
        'branch-name-taken',
        'A branch named "restored" exists: git cannot have branches below it.',
        'Rename it: git branch -m restored restored-old',
      ),
    );
  }
  return ok({ branch: await restoreAsBranch(git, taskId, snapshot.commit) });
}

/** Commits may go when git cleans up; what a receipt or the vault names stays. */
async function missingCommit(
  git: Workspace['git'],
  commits: readonly string[],
): Promise<Failure | null> {
  for (const commit of commits) {
    if ((await resolveTree(git, commit)) !== null) continue;
    const message = `The repository has no commit ${commit.slice(0, 12)}.`;
    return failure('unknown-commit', message, 'It may have been removed by `git gc`.');
  }
  return null;
}

/** Git gives names as bytes; one that is not UTF-8 cannot be asked for by the text shown for it. */
function nowhere(path: string): Failure {
  const shown = JSON.stringify(path);
  if (path.includes('\uFFFD')) {
    return failure(
      'path-not-utf8',
      `The name of ${shown} is not valid UTF-8, so that the file cannot be shown here.`,
      'Look at it with git in a terminal, or rename it.',
    );
  }
  return failure('unknown-path', `Neither commit has a file ${shown}.`, 'Choose a listed file.');
}

function badTaskId(taskId: string): Failure | null {
  const problem = itemIdProblem(taskId);
  if (problem === null) return null;
  return failure('bad-id', `The id ${JSON.stringify(taskId)} ${problem}.`, 'Choose a task.');
}
