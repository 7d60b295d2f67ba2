import type { GitClient } from './client.ts';
import { readGitText } from './git-text.ts';
import { listRefs, refNames, resolveCommit } from './refs.ts';

/** Branches by their short names. */
export interface Branches {
  readonly local: readonly string[];
  /** Those of `origin`, as far as they are known here. */
  readonly remote: readonly string[];
}

/** All branches, here and of the remote, those of this program too. */
export async function listBranches(git: GitClient): Promise<Branches> {
  const [local, remote] = await Promise.all([
    branchNames(git, 'refs/heads/'),
    branchNames(git, 'refs/remotes/origin/'),
  ]);
  return { local, remote: remote.filter((name) => name !== 'HEAD') };
}

async function branchNames(git: GitClient, prefix: string): Promise<readonly string[]> {
  return (await listRefs(git, prefix)).map(({ ref }) => ref.slice(prefix.length));
}

/** Whether epics can start from a branch: it is here, or known of the remote. */
export async function isBranch(git: GitClient, name: string): Promise<boolean> {
  const refs = [`refs/heads/${name}`, `refs/remotes/origin/${name}`];
  const found = await Promise.all(refs.map(async (ref) => resolveCommit(git, ref)));
  return found.some((commit) => commit !== null);
}

/** What may be chosen to start epics from: branches of people, each once. */
export function choosableBranches({ local, remote }: Branches): readonly string[] {
  return [...new Set([...local, ...remote])].filter((name) => !isOwn(name));
}

/** More branches than this are counted instead of named. */
const mostNamed = 8;

/** The branches that may be chosen, as words; empty when there is none. */
export function branchWords(branches: Branches): string {
  const known = choosableBranches(branches);
  const more = known.length > mostNamed ? ` and ${known.length - mostNamed} more` : '';
  return `${known.slice(0, mostNamed).join(', ')}${more}`;
}

function isOwn(name: string): boolean {
  return [refNames.epicBranch(''), refNames.taskBranch('')].some((ref) =>
    `refs/heads/${name}`.startsWith(ref),
  );
}

/** Names that the branch everything starts from commonly has, the likeliest first. */
const usualNames = ['main', 'master', 'trunk', 'develop', 'dev'];

/**
 * The branch that epics most likely are to start from, of those that there are: the person's own; the one
 * that they have left for a moment, in a rebase or a bisection; the remote's default; one with a usual
 * name; any. Null where there is none.
 */
export async function likelyBase(git: GitClient, current: string | null): Promise<string | null> {
  if (current !== null && !isOwn(current)) return current;
  const branches = await listBranches(git);
  const known = choosableBranches(branches);
  const remoteHead = await git.run(['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD'], {
    allowedExitCodes: [1, 128],
  });
  const wanted = [
    await leftBranch(git),
    remoteHead.stdout.trim().replace(/^refs\/remotes\/origin\//, ''),
    ...usualNames,
  ];
  return wanted.find((name) => known.includes(name)) ?? known[0] ?? null;
}

/** Where git notes the branch that HEAD has left while it is at work. */
const leftNotes = ['rebase-merge/head-name', 'rebase-apply/head-name', 'BISECT_START'];

async function leftBranch(git: GitClient): Promise<string> {
  for (const note of leftNotes) {
    const file = await git.text(['rev-parse', '--path-format=absolute', '--git-path', note]);
    const text = (await readGitText(file)) ?? '';
    if (text !== '') return text.trim().replace(/^refs\/heads\//, '');
  }
  return '';
}
