import { stat } from 'node:fs/promises';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Repository } from '#main/git/repository.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** Why nothing can be started in a repository that was moved or deleted while it was open; null while it is there. */
export async function missingRepository({
  root,
  commonDirectory,
}: Pick<Repository, 'root' | 'commonDirectory'>): Promise<Failure | null> {
  const [hasRoot, hasGit] = await Promise.all([exists(root), exists(commonDirectory)]);
  if (hasRoot && hasGit) return null;
  const gone = hasRoot ? commonDirectory : root;
  return failure(
    'repository-missing',
    `${gone} was moved or deleted, so nothing can run. All records are kept.`,
    'Put it back to go on here, or open it at its new place, where it begins with records of its own.',
  );
}

/** Does something for which the repository has to be there, or says why it is not. */
export async function withRepository<Value>(
  { repository }: Pick<Workspace, 'repository'>,
  work: () => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  const missing = await missingRepository(repository);
  return missing === null ? work() : err(missing);
}

/** False only for what certainly is not there: a disk that does not answer may come back. */
async function exists(folder: string): Promise<boolean> {
  try {
    await stat(folder);
    return true;
  } catch (error) {
    return !isAbsence(error);
  }
}

function isAbsence(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'ENOENT' || error.code === 'ENOTDIR';
}
