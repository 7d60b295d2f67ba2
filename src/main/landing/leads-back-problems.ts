import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import {
  leadsBackProblem,
  sharedEnvironmentProblem,
} from '#shared/core/paths/leads-back-problem.ts';
import { namesPath, isUsedFromElsewhere } from '#shared/lib/names-path.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { readForeignText } from '#main/system/foreign-file.ts';
import { ignoredOf } from '#main/git/worktree-files.ts';
import { leadsBack } from '#main/system/leads-back.ts';
import { namesIn } from '#main/system/names-in.ts';
import type { LandingParts } from './landing-parts.ts';

const pathFileBytes = 1024 ** 2;

/**
 * Python environments by which checks would import from the person's checkout, and not from the tree that is checked:
 * those that would be cloned, the one that the person has activated, and what is installed for this person.
 */
export async function leadsBackProblems(
  parts: Pick<LandingParts, 'config' | 'repository' | 'git'>,
  environment: NodeJS.ProcessEnv,
): Promise<readonly Failure[]> {
  const { config, repository } = parts;
  const { root } = repository;
  const problems: Failure[] = [];
  const cloned = await environmentsAmong(root, config.worktree.clone);
  if (cloned.length > 0) {
    const { folders } = await ignoredOf(parts.git.at(root), { files: [], folders: cloned });
    const found = await leadsBack(root, folders, root, false);
    if (found.length > 0) problems.push(leadsBackProblem(folders, found, root));
  }
  const active = environment['VIRTUAL_ENV'] ?? environment['CONDA_PREFIX'] ?? '';
  if (active !== '') {
    const found = await importsFrom(active, root);
    if (found !== null) {
      const words = `The Python environment that you have activated, ${active}, imports from your checkout (${found})`;
      problems.push(sharedEnvironmentProblem(words, 'Run `deactivate`'));
    }
    return problems;
  }
  const home = environment['PYTHONUSERBASE'] ?? join(environment['HOME'] ?? '', '.local');
  // Whoever makes an environment for checks does not use that one.
  const found = config.worktree.setup === '' ? await importsFrom(home, root) : null;
  if (found !== null) {
    const words = `Python imports from your checkout, because it was installed there with \`pip install --user -e\` (${found})`;
    problems.push(sharedEnvironmentProblem(words, 'Uninstall it (`pip uninstall`)'));
  }
  return problems;
}

async function environmentsAmong(
  root: string,
  folders: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of folders.map((path) => path.replace(/\/+$/, ''))) {
    const names = await namesIn(join(root, folder));
    if (names.includes('pyvenv.cfg')) found.push(folder);
  }
  return found;
}

/** The file of an environment by which it imports from the checkout `root`; null when there is none. */
async function importsFrom(environment: string, root: string): Promise<string | null> {
  const roots = new Set([root, await realpath(root).catch(() => root)]);
  const place = join(environment, 'lib');
  const versions = await namesIn(place);
  for (const version of versions.filter((name) => /^(?:python|pypy)/.test(name))) {
    const packages = join(place, version, 'site-packages');
    const names = await namesIn(packages);
    for (const name of names.filter(isUsedFromElsewhere)) {
      const read = await readForeignText(packages, name, { maximumBytes: pathFileBytes });
      const text = read.ok ? (read.value?.text ?? '') : '';
      // What it names of itself is as good as anything else in it.
      const others = text.replaceAll(environment, '');
      if ([...roots].some((one) => namesPath(others, one))) return join(packages, name);
    }
  }
  return null;
}
