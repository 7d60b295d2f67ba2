import { join, resolve, sep } from 'node:path';
import { harmlessValue, namesProgram } from '#shared/core/trust/git-programs.ts';
import type { TrustPart } from '#shared/model/trust.ts';
import type { GitClient } from '#main/git/client.ts';
import type { Repository } from '#main/git/repository.ts';
import { readNamedText } from '#main/system/foreign-file.ts';
import type { GitSetting } from './git-setting.ts';
import { readSettingFiles } from './git-setting-files.ts';
import { makePart } from './make-part.ts';

/** What there is to know of the settings that git has for a repository. */
export interface GitSettings {
  /** The repository's own that name programs; the person's and the system's are not among them. */
  readonly programs: readonly GitSetting[];
  /** Folder of the hooks, where anybody has set one. */
  readonly hooksPath: string | null;
  /** Files with settings that could not be read, as parts. */
  readonly unread: readonly TrustPart[];
  /** Whether some of it stands in other files, whose dates are not looked at. */
  readonly includes: boolean;
}

/** Asks git for its settings; it starts nothing for that. */
export async function readGitSettings(
  git: GitClient,
  commonDirectory: string,
): Promise<GitSettings> {
  const { stdout } = await git.run(['config', '--null', '--show-scope', '--list']);
  const fields = stdout.split('\0');
  const programs: GitSetting[] = [];
  let hooksPath: string | null = null;
  let includes = false;
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [scope = '', entry = ''] = fields.slice(index, index + 2);
    const end = entry.indexOf('\n');
    // A key alone stands for true.
    const key = end === -1 ? entry : entry.slice(0, end);
    const value = end === -1 ? 'true' : entry.slice(end + 1);
    // What this program gives to git itself is no setting of anybody.
    if (key === 'core.hookspath' && scope !== 'command') hooksPath = value;
    if (/^include(?:if\..*)?\.path$/is.test(key)) includes = true;
    const isOfRepository = scope === 'local' || scope === 'worktree';
    if (isOfRepository && namesProgram(key, value)) programs.push({ key, value });
  }
  const closure = await readSettingFiles(git, commonDirectory);
  const known = new Set(programs.map(keyAndValue));
  for (const setting of closure.settings) {
    if (!namesProgram(setting.key, setting.value) || known.has(keyAndValue(setting))) continue;
    known.add(keyAndValue(setting));
    programs.push(setting);
  }
  return { programs, hooksPath, unread: closure.unread, includes: includes || closure.includes };
}

function keyAndValue({ key, value }: GitSetting): string {
  return JSON.stringify([key, value]);
}

/** A hook is longer than this only by mistake. */
const hookLimit = 256 * 1024;

/**
 * The one hook that is run for the app's own git, when it pushes; none where it lies outside of the repository, in
 * a folder of the person's own.
 */
export async function hookParts(
  { root, commonDirectory }: Pick<Repository, 'root' | 'commonDirectory'>,
  hooksPath: string | null,
): Promise<readonly TrustPart[]> {
  const folder = hooksPath === null ? join(commonDirectory, 'hooks') : resolve(root, hooksPath);
  const isInside = [root, commonDirectory].some((one) =>
    `${folder}${sep}`.startsWith(`${one}${sep}`),
  );
  if (!isInside) return [];
  const read = await readNamedText(join(folder, 'pre-push'), hookLimit);
  if (read.ok && read.value === null) return [];
  const text = read.ok ? (read.value ?? '') : `(${read.error.reason})`;
  return [makePart({ kind: 'git', name: 'hook pre-push', place: null, text })];
}

/** These settings as parts, several values of one key in one. */
export function gitParts(settings: readonly GitSetting[]): readonly TrustPart[] {
  const byKey = Map.groupBy(settings, ({ key }) => key);
  return [...byKey].map(([name, values]) =>
    makePart({ kind: 'git', name, place: null, text: values.map(({ value }) => value).join('\n') }),
  );
}

/**
 * Variables of a git that is only to look: none of these settings starts anything, and no remote is reached, also
 * not for an object that is missing. Settings that `environment` gives to git stay.
 */
export function lookingVariables(
  settings: readonly GitSetting[],
  environment: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
  };
  const keys = [...new Set(settings.map(({ key }) => key))];
  if (keys.length === 0) return variables;
  const inherited = Number(environment['GIT_CONFIG_COUNT'] ?? 0) || 0;
  for (let index = 0; index < inherited; index += 1) {
    for (const name of [`GIT_CONFIG_KEY_${index}`, `GIT_CONFIG_VALUE_${index}`]) {
      variables[name] = environment[name] ?? '';
    }
  }
  for (const [index, key] of keys.entries()) {
    variables[`GIT_CONFIG_KEY_${inherited + index}`] = key;
    variables[`GIT_CONFIG_VALUE_${inherited + index}`] = harmlessValue(key);
  }
  return { ...variables, GIT_CONFIG_COUNT: String(inherited + keys.length) };
}
