import { realpathSync } from 'node:fs';
import { delimiter, isAbsolute, join, normalize, relative, sep } from 'node:path';
import { childEnvironment } from '#main/system/child-environment.ts';

/** Folders in which no program of a check is looked for. */
export interface CheckPlaces {
  /** Where the check runs. */
  readonly folder: string;
  /** The person's checkout. */
  readonly root: string;
  /** Folders of the app in which agents and checks write. */
  readonly own: readonly string[];
}

/**
 * The variables of a check. Its `PATH` is the person's, without what leads into the tree that is checked, into the
 * checkout or to where agents work, and without empty and relative entries: those mean the folder that a program is started
 * in. Only the virtual environment that the person has activated stays, though it often lies in the checkout. Lists of
 * folders with code, such as `PYTHONPATH`, lead into the tree where they led into the checkout.
 */
export function checkVariables(
  base: NodeJS.ProcessEnv,
  places: CheckPlaces,
  additions: Readonly<Record<string, string>>,
): Record<string, string> {
  const environment = childEnvironment(base, additions);
  for (const name of ['PATH', 'Path']) {
    const path = environment[name];
    if (path !== undefined) environment[name] = fixedPath(path, places, base['VIRTUAL_ENV']);
  }
  for (const name of codePaths) {
    const path = environment[name];
    if (path !== undefined) environment[name] = pathInTree(path, places);
  }
  return environment;
}

/** Lists of folders from which programs load code. */
const codePaths = [
  'PYTHONPATH',
  'MYPYPATH',
  'NODE_PATH',
  'RUBYLIB',
  'PERL5LIB',
  'CLASSPATH',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
] as const;

/** Such a list, with what it names of the checkout at the same place of the tree that is checked. */
function pathInTree(path: string, { folder, root }: CheckPlaces): string {
  const real = realPath(root);
  return path
    .split(delimiter)
    .map((entry) => {
      if (!isAbsolute(entry)) return entry;
      if (isBelow(normalize(entry), root)) return join(folder, relative(root, entry));
      const place = realPath(entry);
      return isBelow(place, real) ? join(folder, relative(real, place)) : entry;
    })
    .join(delimiter);
}

function fixedPath(path: string, places: CheckPlaces, virtual: string | undefined): string {
  const closed = [places.folder, places.root, ...places.own].map(realPath);
  const active = virtual === undefined ? null : realPath(join(virtual, 'bin'));
  return path
    .split(delimiter)
    .filter((entry) => {
      if (!isAbsolute(entry)) return false;
      const real = realPath(entry);
      const isVirtual = real === active && isBelow(real, realPath(places.root));
      return isVirtual || !closed.some((folder) => isBelow(real, folder));
    })
    .join(delimiter);
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

const realPaths = new Map<string, string>();

function realPath(folder: string): string {
  const known = realPaths.get(folder);
  if (known !== undefined) return known;
  let real = folder;
  try {
    real = realpathSync(folder);
  } catch {
    // What is not there leads nowhere.
  }
  realPaths.set(folder, real);
  return real;
}
