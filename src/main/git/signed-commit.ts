import type { GitClient } from './client.ts';
import { commitTree, writtenMessage } from './commits.ts';
import type { NewCommit } from './commits.ts';
import { lastWords } from './last-words.ts';
import type { WatchedGitOptions } from './watched-git.ts';

/** A commit that is to stay, and why it bears no signature although the person signs theirs. */
export interface SignedCommit {
  readonly commit: string;
  readonly unsignedBecause: string | null;
  /** Whether the signer had to be ended because it took too long, as one does that waits for an answer. */
  readonly tookTooLong: boolean;
}

/** Time for a signer, in ms; a person who is there can type a passphrase in it. */
export const signerLimitMs = 30_000;

/** Whether the person signs their commits (`commit.gpgSign`); plumbing does not ask by itself. */
export async function signsCommits(git: GitClient): Promise<boolean> {
  const args = ['config', '--type=bool', '--get', 'commit.gpgSign'];
  const { stdout } = await git.run(args, { allowedExitCodes: [1] });
  return stdout.trim() === 'true';
}

/**
 * {@link commitTree} with the person's signature (git-commit-tree `-S`), by their own program and key. A
 * signer that fails, or that waits for an answer, costs the signature and not the work.
 */
export async function signedCommit(
  git: GitClient,
  commit: NewCommit,
  options: WatchedGitOptions,
): Promise<SignedCommit> {
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  const { author, committer } = await git.signatures();
  const { exitCode, stdout, words, cut } = await git.watched(
    ['-c', 'i18n.commitEncoding=UTF-8', 'commit-tree', '-S', commit.tree, ...parents, '-F', '-'],
    {
      ...options,
      input: writtenMessage(git, commit.message),
      environment: identityVariables(author, committer),
    },
  );
  const name = stdout.trim();
  if (exitCode === 0 && /^[0-9a-f]{40,64}$/.test(name)) {
    return { commit: name, unsignedBecause: null, tookTooLong: false };
  }
  return {
    commit: await commitTree(git, commit),
    unsignedBecause: reasonOf(cut, words, options.limitMs),
    tookTooLong: cut === 'timeout',
  };
}

function reasonOf(cut: 'timeout' | 'stopped' | null, words: string, limitMs: number): string {
  if (cut === 'stopped') return 'the run was stopped while it was signed';
  if (cut === null) return lastWords(words).replaceAll('\n', ' / ');
  return `the program that signs did not end within ${limitMs / 1000} seconds; it may wait for a passphrase that nobody can type here`;
}

/** Who commits, where only this program knows a name for it. */
function identityVariables(author: string, committer: string): Record<string, string> {
  const parse = (text: string): readonly [string, string] => {
    const match = /^(.*?) ?<(.*)> /s.exec(text);
    return [match?.[1] ?? '', match?.[2] ?? ''];
  };
  const [authorName, authorEmail] = parse(author);
  const [committerName, committerEmail] = parse(committer);
  return {
    GIT_AUTHOR_NAME: authorName,
    GIT_AUTHOR_EMAIL: authorEmail,
    GIT_COMMITTER_NAME: committerName,
    GIT_COMMITTER_EMAIL: committerEmail,
  };
}
