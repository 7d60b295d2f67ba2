import type { GitClient } from './client.ts';
import { lastWords } from './last-words.ts';
import type { WatchedGitOptions } from './watched-git.ts';

/** How a push went; nobody is asked and nothing is forced. */
export type PushOutcome =
  | { readonly kind: 'pushed' }
  | {
      readonly kind: 'refused';
      /** Who refused, as far as git says: a hook of the person, or anybody on the way. */
      readonly by: 'hook' | 'git';
      /** Their own words, on one or several lines. */
      readonly words: string;
    }
  | { readonly kind: 'cut'; readonly cut: 'timeout' | 'stopped'; readonly words: string };

/**
 * Pushes a branch to `origin` as its owner would: with their settings, and with their `pre-push` hook,
 * which uploads the objects of git LFS and guards many a repository.
 */
export async function pushBranch(
  git: GitClient,
  branchRef: string,
  options: WatchedGitOptions,
): Promise<PushOutcome> {
  const args = ['push', '--quiet', 'origin', `${branchRef}:${branchRef}`];
  const { exitCode, words, cut } = await git.watched(args, { ...options, endsRemains: true });
  if (cut !== null) return { kind: 'cut', cut, words: lastWords(words) };
  if (exitCode === 0) return { kind: 'pushed' };
  return { kind: 'refused', by: isOfHook(words) ? 'hook' : 'git', words: lastWords(words) };
}

/** After a hook's refusal git says nothing but this; it has more to say of every other. */
function isOfHook(words: string): boolean {
  const isOnlyThat = /^error: failed to push some refs to /m.test(words);
  return isOnlyThat && !/^(?:fatal:|remote:| ! \[)/m.test(words);
}
