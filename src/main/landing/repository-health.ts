import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { scopeOf } from '#shared/core/runs/failure-scope.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { GitClient } from '#main/git/client.ts';
import { GitError } from '#main/git/git-error.ts';
import type { Repository } from '#main/git/repository.ts';
import { freeBytes } from '#main/system/disk-space.ts';
import { failureOf } from '#main/system/system-failure.ts';
import type { WorkspacePaths } from '#main/workspace/data-folder.ts';

interface Parts {
  readonly git: GitClient;
  readonly repository: Pick<Repository, 'root' | 'commonDirectory'>;
  readonly paths: Pick<WorkspacePaths, 'database' | 'temporary'>;
}

/** With less room than this hardly anything can be written. */
const fewBytes = 1024 ** 2;

/** Why nothing can be started in a repository that was moved or deleted while it was open; null while it is there. */
export async function missingRepository({
  root,
  commonDirectory,
}: Parts['repository']): Promise<Failure | null> {
  const [hasRoot, hasGit] = await Promise.all([exists(root), exists(commonDirectory)]);
  if (hasRoot && hasGit) return null;
  const gone = hasRoot ? commonDirectory : root;
  return failure(
    'repository-missing',
    `${gone} was moved or deleted, so nothing can run. All records are kept.`,
    'Put it back to go on here, or open it at its new place, where it begins with records of its own.',
  );
}

/**
 * What no attempt of any task could go on with: the repository's own folder or the app's is gone, cannot be written
 * or has no room, or git cannot read the repository at all. Null when all of that is in order: then what went wrong
 * is the trouble of the one task that met it.
 */
export async function repositoryTrouble(parts: Parts): Promise<Failure | null> {
  return (
    (await missingRepository(parts.repository)) ??
    (await withoutRoom(parts)) ??
    (await notWritable(parts)) ??
    (await unreadable(parts))
  );
}

async function withoutRoom({ repository, paths }: Parts): Promise<Failure | null> {
  for (const folder of [repository.commonDirectory, dirname(paths.database)]) {
    const free = await freeBytes(folder).catch(() => Infinity);
    if (free >= fewBytes) continue;
    const action = 'Free some disk space, then go on: everything written so far is kept.';
    return failure('disk-full', `The disk of ${folder} is full.`, action);
  }
  return null;
}

async function notWritable({ repository, paths }: Parts): Promise<Failure | null> {
  const { commonDirectory } = repository;
  for (const folder of [
    commonDirectory,
    join(commonDirectory, 'objects'),
    join(commonDirectory, 'refs'),
  ]) {
    const problem = await writeProblem(folder);
    if (problem === null) continue;
    return failure(
      'repository-not-writable',
      `Nothing can be written into the repository's own folder: ${problem.message}`,
      `${problem.action} What was done is kept in its worktrees and in the vault.`,
    );
  }
  for (const folder of [dirname(paths.database), paths.temporary]) {
    const problem = await writeProblem(folder);
    if (problem === null) continue;
    return failure(
      'data-folder-not-writable',
      `Nothing can be written into the folder of the records: ${problem.message}`,
      `${problem.action} What was done is kept in its worktrees and in the vault.`,
    );
  }
  return null;
}

async function writeProblem(folder: string): Promise<Failure | null> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    // A repository may keep its refs otherwise, without such a folder.
    if (isAbsence(error)) return null;
    return failureOf(error);
  }
}

/** Whether git reads the repository at all; a setting that it does not understand stops every command. */
async function unreadable({ git }: Parts): Promise<Failure | null> {
  try {
    await git.run(['rev-parse', '--git-dir']);
    return null;
  } catch (error) {
    const known = failureOf(error);
    if (known === null) throw error;
    if (scopeOf(known) === 'run') return known;
    if (error instanceof GitError && error.kind === 'ended') return null;
    return failure(
      'repository-unreadable',
      `Git cannot read the repository any more. ${known.message}`,
      `${known.action} What was done is kept in its worktrees and in the vault.`,
    );
  }
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
