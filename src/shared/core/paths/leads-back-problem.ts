import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { pathWords } from './path-words.ts';

/** What a person reads of such files. */
const shownPaths = 3;

/** What makes a Python environment, as an example of a setup. */
const environmentSetup = 'python3 -m venv .venv && .venv/bin/pip install -e .';

/**
 * That folders of dependencies cannot be given to agents and checks, because files in them name the checkout.
 * @param found the files, below one of the folders each
 */
export function leadsBackProblem(
  folders: readonly string[],
  found: readonly string[],
  root: string,
): Failure {
  const unfit = folders.filter((folder) => found.some((path) => path.startsWith(`${folder}/`)));
  // What imports come from matters more than what is started.
  const first = found.toSorted((a, b) => Number(isStarter(a)) - Number(isStarter(b)));
  const more = found.length - shownPaths;
  const names = pathWords(first.slice(0, shownPaths)) + (more > 0 ? ` and ${more} more` : '');
  return failure(
    'dependencies-lead-back',
    `${pathWords(unfit)} cannot be cloned: it leads back into your checkout (${names} name ${root}), so that checks would run what is there, and not the work.`,
    `Take ${pathWords(unfit)} out of worktree.clone in .switchyard/project.yaml, and let worktree.setup make it in each worktree and room, such as: ${environmentSetup}`,
  );
}

/** That checks would import from the checkout by an environment that they share with the person. */
export function sharedEnvironmentProblem(words: string, leave: string): Failure {
  return failure(
    'environment-leads-back',
    `${words}, so that checks would run what is there, and not the work.`,
    `${leave}, let worktree.setup make an environment in each worktree and room (such as: ${environmentSetup}), and let the checks name it (.venv/bin/python).`,
  );
}

function isStarter(path: string): boolean {
  return /\/\.?bin\/[^/]+$|\/pyvenv\.cfg$/.test(path);
}
