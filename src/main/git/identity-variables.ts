import type { GitClient } from './client.ts';
import { GitError } from './git-error.ts';

/**
 * Variables by which any git commits under the name that the person commits under, so that nothing has to be
 * configured for it. Those that the person has set themselves win. None where git knows no name.
 */
export async function identityVariables(
  git: Pick<GitClient, 'signatures'>,
  environment: NodeJS.ProcessEnv,
): Promise<Record<string, string>> {
  try {
    const { author, committer } = await git.signatures();
    const variables = { ...named('AUTHOR', author), ...named('COMMITTER', committer) };
    const isSet = ([name]: readonly [string, string]): boolean => environment[name] !== undefined;
    return Object.fromEntries(Object.entries(variables).filter((entry) => !isSet(entry)));
  } catch (error) {
    if (error instanceof GitError) return {};
    throw error;
  }
}

/** Reads `Name <mail> seconds zone`. */
function named(who: 'AUTHOR' | 'COMMITTER', signature: string): Record<string, string> {
  const match = /^(.*) <([^>]*)>/.exec(signature);
  if (match === null) return {};
  return { [`GIT_${who}_NAME`]: match[1] ?? '', [`GIT_${who}_EMAIL`]: match[2] ?? '' };
}
