import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFileInstall } from '#shared/core/project-config/lock-files.ts';
import { submoduleSetup } from '#shared/core/project-config/submodule-setup.ts';
import { knownLockFiles } from '#shared/model/settings/worktree-settings.ts';
import type { DetectedDependencies } from './default-config.ts';
import { detectEnvironment, isForPython } from './detect-environment.ts';

/**
 * Folders in which tools put installed packages, where they are the repository's own. Python environments are none:
 * they name the checkout that they were made in, and a clone would lead back there.
 */
const dependencyFolders = ['node_modules', 'vendor/bundle'] as const;

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
  const environment = await detectEnvironment(root);
  const own = inputs.filter((file) => environment === null || !isForPython(file));
  const [first] = own;
  const install = clone.length > 0 || first === undefined ? '' : (lockFileInstall(first) ?? '');
  inputs.push(...(environment?.inputs ?? []).filter((file) => !inputs.includes(file)));
  const fill = (await is(join(root, '.gitmodules'), 'file')) ? submoduleSetup : '';
  const commands = [fill, install, environment?.setup ?? ''];
  const setup = commands.filter((command) => command !== '').join(' && ');
  const unknown = environment !== null && environment.setup === '' ? environment.folder : null;
  return {
    environment: environment?.folder ?? null,
    notice:
      unknown === null
        ? null
        : `${unknown} is a Python environment, which worktrees and rooms cannot share with your checkout: set worktree.setup to the command that makes one, such as: python3 -m venv ${unknown} && ${unknown}/bin/pip install -r <your requirements>`,
    clone: clone.length > 0 ? clone : ['node_modules'],
    inputs: inputs.length > 0 ? inputs : [...knownLockFiles],
    setup,
  };
}
