import { assertNever } from '#shared/lib/assert-never.ts';
import { filesOfCommand, importFolders } from './command-files.ts';
import { changedParts } from './manifest-parts.ts';
import { protectionOf, shadowsLibrary } from './protected-paths.ts';

/** A file that a change adds, alters or takes away, with its text on both sides where that decides something. */
export interface ChangedFile {
  readonly path: string;
  readonly status: 'created' | 'modified' | 'deleted';
  /** Null where there is none, or it is no text. */
  readonly before: string | null;
  readonly after: string | null;
  /** Whether the newer side is a symbolic link, and its text the target; left out, it is none. */
  readonly isLink?: boolean;
}

/** A file that decides what a check means, and what of it was changed. */
export interface ChangedCheck {
  readonly path: string;
  /** Names of its parts; empty for all of it. */
  readonly parts: readonly string[];
}

/** The files whose texts have to be read to know what of them was changed. */
export function needsText(path: string): boolean {
  const protection = protectionOf(path);
  return protection === 'parts' || protection === 'end';
}

/**
 * What of a change decides what its own checks mean (SPEC section 6.1): protected files and parts of files, and the
 * files that the commands of the checks run. `scripts` are those of the manifest at the base, by which a command such
 * as `npm test` is followed to the file that it runs.
 */
export function changedChecks(
  changes: readonly ChangedFile[],
  commands: readonly string[],
  scripts: ReadonlyMap<string, string>,
): readonly ChangedCheck[] {
  const { files, ran, folders } = followed(commands, scripts);
  return changes.flatMap((change): readonly ChangedCheck[] => {
    const { path, status } = change;
    // One that is new was not what the check ran at the base.
    if (files.has(path) && status !== 'created') return [{ path, parts: [] }];
    if (status === 'created' && shadowsLibrary(change, folders)) return [{ path, parts: [] }];
    const protection = protectionOf(path);
    switch (protection) {
      case 'whole':
        return [{ path, parts: [] }];
      case 'end':
        return isAdded(change) ? [] : [{ path, parts: [] }];
      case 'parts': {
        const parts = changedParts(path, change.before, change.after, ran);
        if (parts === null) return [{ path, parts: [] }];
        return parts.length === 0 ? [] : [{ path, parts }];
      }
      case null:
        return [];
      default:
        return assertNever(protection, 'protection');
    }
  });
}

/** Whether a file has all that it had, and more behind it. */
function isAdded({ status, before, after }: ChangedFile): boolean {
  if (status === 'deleted') return false;
  if (status === 'created') return true;
  return before !== null && after !== null && after.startsWith(before.trimEnd());
}

const packageScript =
  /\b(?:npm|pnpm|yarn|bun)\s{1,9}(?:(?:run|run-script)\s{1,9})?(?:-\S{1,40}\s{1,9}){0,5}([\w:.-]{1,100})/g;

interface Followed {
  readonly files: ReadonlySet<string>;
  readonly ran: ReadonlySet<string>;
  /** See {@link importFolders}. */
  readonly folders: ReadonlySet<string>;
}

/** The files and scripts that the commands run, through scripts that run others. */
function followed(commands: readonly string[], scripts: ReadonlyMap<string, string>): Followed {
  const files = new Set<string>();
  const ran = new Set<string>();
  const all: string[] = [];
  const left = [...commands];
  for (let command = left.pop(); command !== undefined; command = left.pop()) {
    all.push(command);
    for (const file of filesOfCommand(command)) files.add(file);
    for (const [, word = ''] of command.matchAll(packageScript)) {
      const name = word === 't' || word === 'tst' ? 'test' : word;
      if (ran.has(name)) continue;
      ran.add(name);
      for (const one of [`pre${name}`, name, `post${name}`]) {
        const script = scripts.get(one);
        if (script !== undefined) left.push(script);
      }
    }
  }
  return { files, ran, folders: importFolders(all) };
}

/** The scripts of a manifest of npm. */
export function scriptsOf(manifest: string | null): ReadonlyMap<string, string> {
  try {
    const value: unknown = JSON.parse(manifest ?? '{}');
    const scripts: unknown =
      typeof value === 'object' && value !== null && 'scripts' in value ? value.scripts : {};
    if (typeof scripts !== 'object' || scripts === null) return new Map();
    return new Map(
      Object.entries(scripts).filter((one): one is [string, string] => typeof one[1] === 'string'),
    );
  } catch {
    return new Map();
  }
}
