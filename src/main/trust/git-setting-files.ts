import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { TrustPart } from '#shared/model/trust.ts';
import type { GitClient } from '#main/git/client.ts';
import { GitError } from '#main/git/git-error.ts';
import { listForeignFolder, readNamedText } from '#main/system/foreign-file.ts';
import type { GitSetting } from './git-setting.ts';
import { hashOf, makePart } from './make-part.ts';

/** What stands in the files that git reads, or would under some condition, for a repository and its worktrees. */
export interface SettingFiles {
  readonly settings: readonly GitSetting[];
  /** Files that cannot be read, or not all of them: their content is not known. */
  readonly unread: readonly TrustPart[];
  /** Whether any file includes another. */
  readonly includes: boolean;
}

/** Longer ones are written by mistake. */
const fileBytes = 1024 ** 2;
/** Files that are followed, and how long a list of includes may be. */
const fileLimit = 100;

/** The repository's own files of settings, those of all its worktrees among them. */
export async function settingFilesOf(commonDirectory: string): Promise<readonly string[]> {
  const listed = await listForeignFolder(commonDirectory, 'worktrees', {
    maximumEntries: Infinity,
  });
  const names = listed.ok ? (listed.value?.names ?? []) : [];
  return [
    join(commonDirectory, 'config'),
    join(commonDirectory, 'config.worktree'),
    ...names.map((name) => join(commonDirectory, 'worktrees', name, 'config.worktree')),
  ];
}

/**
 * Reads them and all that they include, whether or not the condition holds in this checkout: it may hold in a
 * worktree, on another branch, or tomorrow.
 */
export async function readSettingFiles(
  git: GitClient,
  commonDirectory: string,
): Promise<SettingFiles> {
  const settings: GitSetting[] = [];
  const unread: TrustPart[] = [];
  const own = await settingFilesOf(commonDirectory);
  const wanted = new Set(own);
  for (const file of wanted) {
    // Git follows links here, so what is behind one is what counts.
    const read = await readNamedText(await realpath(file).catch(() => file), fileBytes);
    if (read.ok && read.value === null) continue;
    const text = read.ok ? (read.value ?? '') : '';
    const found = read.ok ? await settingsIn(git, text) : null;
    if (found === null) {
      unread.push(unreadPart(file, read.ok ? text : `(${read.error.reason})`));
      continue;
    }
    settings.push(...found);
    for (const { key, value } of found) {
      if (!/^include(?:if\..*)?\.path$/is.test(key)) continue;
      const path = await includedPath(git, value, file);
      if (path !== null && wanted.size < own.length + fileLimit) wanted.add(path);
      else if (path === null || !wanted.has(path)) unread.push(unreadPart(value, '(not followed)'));
    }
  }
  return { settings, unread, includes: wanted.size > own.length || unread.length > 0 };
}

function unreadPart(name: string, text: string): TrustPart {
  return makePart({ kind: 'git', name: `include ${name}`, place: null, text }, hashOf(text));
}

/** Null where git itself cannot read it. */
async function settingsIn(git: GitClient, text: string): Promise<readonly GitSetting[] | null> {
  try {
    const args = ['config', '--file', '-', '--no-includes', '--null', '--list'];
    const { stdout } = await git.run(args, { input: text });
    return stdout
      .split('\0')
      .filter((entry) => entry !== '')
      .map((entry) => {
        const end = entry.indexOf('\n');
        // A key alone stands for true.
        if (end === -1) return { key: entry, value: 'true' };
        return { key: entry.slice(0, end), value: entry.slice(end + 1) };
      });
  } catch (error) {
    if (error instanceof GitError) return null;
    throw error;
  }
}

/** As git finds it: below a person's home, or beside the file that names it; null where it finds none. */
async function includedPath(git: GitClient, value: string, file: string): Promise<string | null> {
  if (!/^[~%]/.test(value)) return isAbsolute(value) ? value : join(dirname(file), value);
  try {
    const input = `[include]\n\tpath = ${JSON.stringify(value)}\n`;
    const args = ['config', '--file', '-', '--no-includes', '--type=path', '--get', 'include.path'];
    return await git.text(args, { input });
  } catch (error) {
    if (error instanceof GitError) return null;
    throw error;
  }
}
