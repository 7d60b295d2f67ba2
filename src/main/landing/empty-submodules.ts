import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { submoduleSetup } from '#shared/core/project-config/submodule-setup.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import type { GitClient } from '#main/git/client.ts';

/** That agents and checks find nothing in the folders of submodules, where nothing is there to fill them. */
export async function emptySubmodules({
  git,
  config,
}: {
  readonly git: GitClient;
  readonly config: ProjectConfig;
}): Promise<readonly Failure[]> {
  const found = await lstat(join(git.folder, '.gitmodules')).catch(() => null);
  if (found === null || config.worktree.setup.trim() !== '') return [];
  return [
    failure(
      'submodules-empty',
      'This repository has submodules: agents and checks find their folders empty.',
      `Where they need them, set worktree.setup: ${submoduleSetup}`,
    ),
  ];
}
