import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFileInstall } from '#shared/core/project-config/lock-files.ts';
import { submoduleSetup } from '#shared/core/project-config/submodule-setup.ts';
import { knownLockFiles } from '#shared/model/settings/worktree-settings.ts';
import type { DetectedDependencies } from './default-config.ts';

/** Folders in which tools put installed packages, where they are the repository's own. */
const dependencyFolders = ['node_modules', '.venv', 'vendor/bundle'] as const;

async function is(path: string, kind: 'file' | 'folder'): Promise<boolean> {
  try {
    const found = await stat(path);
    return kind === 'file' ? found.isFile() : found.isDirectory();
  } catch {
    return false;
  }
}

/**
 * Finds the lock files of a checkout and the folders of packages that are installed in it. Where there are lock
 * files and nothing is installed, checks need the install first; where there are submodules, they need those.
 */
export async function detectDependencies(root: string): Promise<DetectedDependencies> {
  const inputs: string[] = [];
  for (const file of knownLockFiles) if (await is(join(root, file), 'file')) inputs.push(file);
  const clone: string[] = [];
  for (const folder of dependencyFolders) {
    if (await is(join(root, folder), 'folder')) clone.push(folder);
  }
  const [first] = inputs;
  const install = clone.length > 0 || first === undefined ? '' : (lockFileInstall(first) ?? '');
  const fill = (await is(join(root, '.gitmodules'), 'file')) ? submoduleSetup : '';
  const setup = [fill, install].filter((command) => command !== '').join(' && ');
  return {
    clone: clone.length > 0 ? clone : ['node_modules'],
    inputs: inputs.length > 0 ? inputs : [...knownLockFiles],
    setup,
  };
}
