import { harmlessValue, namesProgram } from '#shared/core/trust/git-programs.ts';
import type { TrustPart } from '#shared/model/trust.ts';
import type { GitClient } from '#main/git/client.ts';
import { makePart } from './make-part.ts';

/** A setting of git that names a program. */
export interface GitSetting {
  readonly key: string;
  readonly value: string;
}

/** What the repository's own git settings name as programs; the person's and the system's are not looked at. */
export async function gitSettings(git: GitClient): Promise<readonly GitSetting[]> {
  const { stdout } = await git.run(['config', '--null', '--show-scope', '--list']);
  const fields = stdout.split('\0');
  const settings: GitSetting[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [scope = '', entry = ''] = fields.slice(index, index + 2);
    if (scope !== 'local' && scope !== 'worktree') continue;
    const end = entry.indexOf('\n');
    // A key alone stands for true.
    const key = end === -1 ? entry : entry.slice(0, end);
    const value = end === -1 ? 'true' : entry.slice(end + 1);
    if (namesProgram(key, value)) settings.push({ key, value });
  }
  return settings;
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
  const given = Number(environment['GIT_CONFIG_COUNT'] ?? 0) || 0;
  for (let index = 0; index < given; index += 1) {
    for (const name of [`GIT_CONFIG_KEY_${index}`, `GIT_CONFIG_VALUE_${index}`]) {
      variables[name] = environment[name] ?? '';
    }
  }
  for (const [index, key] of keys.entries()) {
    variables[`GIT_CONFIG_KEY_${given + index}`] = key;
    variables[`GIT_CONFIG_VALUE_${given + index}`] = harmlessValue(key);
  }
  return { ...variables, GIT_CONFIG_COUNT: String(given + keys.length) };
}
