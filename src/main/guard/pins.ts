import { rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fingerprint } from '#shared/core/guard/compare.ts';
import type { GitClient } from '#main/git/client.ts';
import { commitTree, treeOf } from '#main/git/commits.ts';
import { GitError } from '#main/git/git-error.ts';
import { absent, listRefs, refNames, updateRefs } from '#main/git/refs.ts';
import type { RefUpdate } from '#main/git/refs.ts';
import { copyForeignFile } from '#main/system/copy-into.ts';
import type { CheckoutFiles } from './checkout-files.ts';
import { stampOf } from '#main/system/file-stamps.ts';
import type { WatchedCheckout } from './watched-places.ts';

/** Commits that are pinned at most: those of branches first. */
const mostCommits = 2_000;
/** What is in no commit is kept up to this much: larger files, and what is beyond, are not. */
const mostFileBytes = 10 * 1024 ** 2;
const mostBytes = 100 * 1024 ** 2;
const mostFiles = 2_000;

/** Where a run that goes on pins things. */
const now = refNames.guard('now');

/**
 * Pins what only the person's refs and stash keep, so that no `git gc` takes it away before it was seen to be
 * gone: one commit that has all of them as parents.
 */
export async function pinObjects(git: GitClient, { stash, heads }: Fingerprint): Promise<void> {
  const format =
    '--format=%(if)%(*objectname)%(then)%(*objecttype) %(*objectname)%(else)%(objecttype) %(objectname)%(end)';
  const listed = await git.text(['for-each-ref', format, 'refs/heads', 'refs/tags']);
  const tips = listed.split('\n').flatMap((line) => /^commit ([0-9a-f]+)$/.exec(line)?.[1] ?? []);
  const detached = [...heads.values()].filter((head) => /^[0-9a-f]{40,64}$/.test(head));
  const stashed = stash.map(({ commit }) => commit);
  const parents = [...new Set([...stashed, ...detached, ...tips])].slice(0, mostCommits);
  const [first] = parents;
  if (first === undefined) return;
  const message = 'What your branches, tags and stash stood at when a run began\n';
  const commit = await commitTree(git, { tree: await treeOf(git, first), parents, message });
  await updateRefs(git, [{ ref: `${now}refs`, target: commit, expected: null }], 'guard');
}

/**
 * Keeps what of each checkout is in no commit, as far as it is not too large; no index of theirs is touched. What a
 * process kept that came to no end stays, where `keepsOlder`: the run began with that.
 */
export async function pinCheckouts(
  git: GitClient,
  checkouts: readonly WatchedCheckout[],
  files: CheckoutFiles,
  temporaryFolder: string,
  keepsOlder: boolean,
): Promise<void> {
  for (const [index, { folder, gitDirectory }] of checkouts.entries()) {
    const paths = keepable(folder, [...(files.get(folder)?.keys() ?? [])]);
    if (paths.length === 0) continue;
    const indexFile = join(temporaryFolder, `guard-index-${index}`);
    try {
      await copyIndex(join(gitDirectory, 'index'), indexFile);
      const commit = await commitFiles(git.at(folder), paths, indexFile);
      const expected = keepsOlder ? absent : null;
      const update = { ref: `${now}checkout-${index}`, target: commit, expected };
      await updateRefs(git, [update], 'guard');
    } finally {
      await rm(indexFile, { force: true });
      await rm(`${indexFile}.lock`, { force: true });
    }
  }
}

/** With its age: git compares the content of files that are as young as the index. */
async function copyIndex(from: string, to: string): Promise<void> {
  const before = await stat(from).catch(() => null);
  if (before === null || !(await copyForeignFile(from, to))) return;
  const seconds = Math.floor(before.mtimeMs / 1000);
  await utimes(to, seconds, seconds);
}

async function commitFiles(
  git: GitClient,
  paths: readonly string[],
  indexFile: string,
): Promise<string> {
  const args = ['add', '--all', '--ignore-errors', '--sparse', '--pathspec-from-file=-'];
  await git.run([...args, '--pathspec-file-nul'], {
    indexFile,
    input: paths.map((path) => `:(literal,top)${path}\0`).join(''),
    allowedExitCodes: [1],
  });
  const tree = await git.text(['write-tree'], { indexFile });
  const head = await git.text(['rev-parse', '--verify', 'HEAD']);
  const message = 'What was in no commit when a run began\n';
  return commitTree(git, { tree, parents: [head], message });
}

/** What can be kept: no repositories inside, and nothing large. */
function keepable(folder: string, paths: readonly string[]): readonly string[] {
  let bytes = 0;
  return paths.slice(0, mostFiles).filter((path) => {
    if (path.endsWith('/')) return false;
    const { kind, size } = stampOf(join(folder, path));
    if (kind === 'folder' || kind === 'other' || size > mostFileBytes) return false;
    bytes += size;
    return bytes <= mostBytes;
  });
}

/**
 * Lets go of what a run pinned; what was in no commit of the checkouts named stays, under the name of the run.
 * @returns the refs that stay, by folder
 */
export async function letGo(
  git: GitClient,
  checkouts: readonly WatchedCheckout[],
  runId: string,
  changed: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const kept = new Map<string, string>();
  const updates: RefUpdate[] = [];
  for (const { ref, target } of await listRefs(git, now)) {
    updates.push({ ref, target: absent, expected: target });
    const index = /checkout-(\d+)$/.exec(ref)?.[1];
    const folder = index === undefined ? undefined : checkouts[Number(index)]?.folder;
    if (folder === undefined || !changed.includes(folder)) continue;
    const stays = `${refNames.guard(runId)}checkout-${index}`;
    updates.push({ ref: stays, target, expected: null });
    kept.set(folder, stays);
  }
  if (updates.length > 0) await updateRefs(git, updates, 'guard');
  return kept;
}

/** Does something that is good to have: where git cannot, it is left. */
export async function ifGitCan(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
  }
}

/** The refs of ours that keep work: snapshots and archives. */
export async function keepingRefs(git: GitClient): Promise<ReadonlyMap<string, string>> {
  const [vault, archive] = await Promise.all([
    listRefs(git, 'refs/switchyard/vault/'),
    listRefs(git, 'refs/switchyard/archive/'),
  ]);
  return new Map([...vault, ...archive].map(({ ref, target }) => [ref, target]));
}
