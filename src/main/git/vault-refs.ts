import type { GitClient } from './client.ts';
import { absent, refNames, updateRefs } from './refs.ts';

/** A snapshot as its ref alone describes it. */
export interface StoredSnapshot {
  readonly commit: string;
  readonly tree: string;
  readonly vaultRef: string;
}

/** The task's snapshots, the highest number first. */
export async function snapshotsOf(
  git: GitClient,
  taskId: string,
): Promise<readonly (StoredSnapshot & { readonly number: number })[]> {
  const prefix = refNames.vaultPrefix(taskId);
  const listing = await git.text([
    'for-each-ref',
    '--format=%(objectname) %(tree) %(refname)',
    prefix,
  ]);
  return listing
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [commit = '', tree = '', ...name] = line.split(' ');
      const vaultRef = name.join(' ');
      return { commit, tree, vaultRef, number: Number(vaultRef.slice(prefix.length)) };
    })
    .filter(({ number }) => Number.isInteger(number))
    .toSorted((left, right) => right.number - left.number);
}

/**
 * Keeps a commit, which nothing else may hold, under the task's next vault ref.
 * @returns the ref
 */
export async function keepCommit(git: GitClient, taskId: string, commit: string): Promise<string> {
  for (let tries = 0; tries < 5; tries += 1) {
    const [newest] = await snapshotsOf(git, taskId);
    const ref = refNames.vault(taskId, (newest?.number ?? 0) + 1);
    const update = { ref, target: commit, expected: absent };
    if (await updateRefs(git, [update], `commit of ${taskId} put aside`)) return ref;
  }
  throw new Error(`Refs of ${taskId} kept moving while a commit was put aside.`);
}
