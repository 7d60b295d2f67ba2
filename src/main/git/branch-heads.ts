import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { GitClient } from './client.ts';
import { readGitText } from './git-text.ts';
import { listRefs, refNames, resolveCommit } from './refs.ts';

/** Where the user's checkout and the epic branches stand. */
export interface BranchHeads {
  /** Short name; null when HEAD is detached. */
  readonly branch: string | null;
  readonly commit: string | null;
  /** Tips of the epic branches that exist, by epic id. */
  readonly epics: ReadonlyMap<string, string>;
}

/** Asks git where the branches stand: three processes. */
export async function readBranchHeads(git: GitClient): Promise<BranchHeads> {
  const prefix = refNames.epicBranch('');
  const [head, commit, refs] = await Promise.all([
    git.run(['symbolic-ref', '--quiet', '--short', 'HEAD'], { allowedExitCodes: [1] }),
    resolveCommit(git, 'HEAD'),
    listRefs(git, prefix),
  ]);
  return {
    branch: head.exitCode === 0 ? head.stdout.trim() : null,
    commit,
    epics: new Map(refs.map(({ ref, target }) => [ref.slice(prefix.length), target])),
  };
}

/**
 * A text that differs when one of those branches may have moved, from the dates of the files that git
 * keeps them in; no process is started. `root` is the user's checkout.
 */
export async function branchFingerprint(root: string, commonDirectory: string): Promise<string> {
  const head = join(await gitDirectory(root), 'HEAD');
  const text = ((await readGitText(head)) ?? '').trim();
  const ref = /^ref: (refs\/\S+)$/.exec(text)?.[1];
  const files = [
    head,
    join(commonDirectory, 'packed-refs'),
    join(commonDirectory, 'refs/heads/epic'),
    join(commonDirectory, 'reftable/tables.list'),
    ...(ref === undefined ? [] : [join(commonDirectory, ref)]),
  ];
  return [text, ...(await Promise.all(files.map(dateOf)))].join('\n');
}

/** The git folder of one checkout: `.git`, or where the file of that name points to. */
async function gitDirectory(root: string): Promise<string> {
  const link = join(root, '.git');
  const pointer = (await readGitText(link)) ?? '';
  const target = /^gitdir: (.+)\n?$/.exec(pointer)?.[1];
  return target === undefined ? link : resolve(root, target);
}

async function dateOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => null);
  return found === null ? '' : `${found.mtimeNs} ${found.size} ${found.ino}`;
}

/** How many commits `tip` has beyond `base`. */
export async function countCommits(git: GitClient, base: string, tip: string): Promise<number> {
  return Number(await git.text(['rev-list', '--count', `${base}..${tip}`, '--']));
}
