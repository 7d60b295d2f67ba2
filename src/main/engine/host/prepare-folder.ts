import { stat } from 'node:fs/promises';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { createGitClient } from '#main/git/client.ts';
import type { GitClient } from '#main/git/client.ts';
import { GitError } from '#main/git/git-error.ts';
import { hasIdentity, inspectRepository } from '#main/git/repository.ts';
import { lookingEnvironment } from '#main/system/looking-environment.ts';
import { lookingVariables, readGitSettings } from '#main/trust/git-parts.ts';
import type { GitSetting } from '#main/trust/git-setting.ts';

/** Name for the first commit where the person has not configured one. */
const fallbackIdentity = { name: 'Switchyard', email: 'switchyard@localhost' };

/**
 * Makes a folder one that can be opened: a repository where it is none, with a first commit of all files that git does not
 * ignore. Does nothing where there is a commit already.
 */
export async function prepareFolder(
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Result<void, Failure>> {
  const safe = lookingEnvironment(environment, folder);
  const clientWith = (programs: readonly GitSetting[], isKnown: boolean): GitClient =>
    createGitClient(folder, {
      environment: safe,
      gitVariables: lookingVariables(programs, safe),
      ...(isKnown ? {} : { fallbackIdentity }),
    });
  const git = clientWith([], true);
  const inspected = await inspectRepository(git);
  if (inspected.ok) return ok(undefined);
  const { code } = inspected.error;
  if (code !== 'unborn-repository' && code !== 'not-a-repository') return inspected;
  // There is nothing that could become a repository.
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory() !== true) return inspected;
  try {
    const isNew = code === 'not-a-repository';
    if (isNew) await git.run(['init', '--quiet']);
    const programs = isNew ? [] : await programsOf(git);
    await makeFirstCommit(clientWith(programs, await hasIdentity(git)));
    return ok(undefined);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return err(
      failure(
        'folder-not-prepared',
        `${folder} got no first commit: ${error.failure.message}`,
        error.failure.action,
      ),
    );
  }
}

/** Nobody has agreed to anything of this repository yet: none of its settings may start a program. */
async function programsOf(git: GitClient): Promise<readonly GitSetting[]> {
  const args = ['rev-parse', '--path-format=absolute', '--git-common-dir'];
  return (await readGitSettings(git, await git.text(args))).programs;
}

async function makeFirstCommit(git: GitClient): Promise<void> {
  await git.run(['add', '--all']);
  await git.run(['commit', '--quiet', '--no-verify', '--allow-empty', '--message', 'Start']);
}
