import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, resolve, sep } from 'node:path';

/**
 * The environment in which a repository is looked at before the person trusts it: `PATH` without folders that lie
 * in the repository around `folder`, and without empty and relative ones, which would mean the folder that a
 * program is started in. A repository could put a `git` or an agent of its own there.
 */
export function lookingEnvironment(base: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  const root = repositoryAround(folder);
  const environment = { ...base };
  for (const name of ['PATH', 'Path']) {
    const path = environment[name];
    if (path !== undefined) environment[name] = withoutInside(path, root);
  }
  return environment;
}

function withoutInside(path: string, root: string): string {
  return path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder) && !isIn(folder, root))
    .join(delimiter);
}

/** The outermost folder around this one that is a repository; the folder itself where there is none. */
function repositoryAround(folder: string): string {
  const start = realPath(resolve(folder));
  let found = start;
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) found = at;
    if (dirname(at) === at) return found;
  }
}

function isIn(folder: string, root: string): boolean {
  const real = realPath(folder);
  return real === root || real.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
