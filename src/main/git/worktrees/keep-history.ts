import { join } from 'node:path';
import type { GitClient } from '#main/git/client.ts';
import { commitTree, treeOf } from '#main/git/commits.ts';
import { isAncestor, isReferenced, resolveCommit } from '#main/git/refs.ts';
import { keepCommit } from '#main/git/vault-refs.ts';
import { importCommits } from './import-commits.ts';
import { keepLargeFiles } from './large-files.ts';
import { readMadeRefs } from './made-refs.ts';
import { readOwnHistory } from './own-history.ts';
import type { OwnHistory } from './own-history.ts';
import type { TreeFolder } from './tree-folder.ts';

/** What an agent's commits say about its work, once the repository has them. */
export interface KeptHistory {
  /** The commit that it ended on; null when it is not kept, or the worktree was made from it. */
  readonly head: string | null;
  /** The commit of others that its files stand on. */
  readonly base: string;
  /** To be called once a ref keeps that. */
  readonly release: () => Promise<void>;
}

/** More commits than these, with nothing that joins them, are no work. */
const mostStrays = 100;
/** Reads what the agent's git in this folder has, as data. */
export async function ownHistoryOf({ folder, notes }: TreeFolder): Promise<OwnHistory> {
  return readOwnHistory(folder, await readMadeRefs(notes));
}

/**
 * Brings the agent's own commits into the repository. Those that its work stands on become its past; others, which it
 * left behind, are put into the task's vault.
 */
export async function keepOwnHistory(
  { git, tree }: { readonly git: GitClient; readonly tree: TreeFolder },
  { taskId, parent }: { readonly taskId: string; readonly parent: string },
): Promise<KeptHistory> {
  const { head, tips } = await ownHistoryOf(tree);
  if (tips.length === 0 && (head === null || head === parent)) return noHistory(parent);
  const wanted = [...new Set([...(head === null ? [] : [head]), ...tips])];
  const { commits: kept, release } = await importCommits(git, wanted, {
    repository: tree.borrowed,
    objects: join(tree.folder, '.git/objects'),
    carrier: join(tree.notes, 'carrier'),
  });
  try {
    await keepLargeFiles(tree);
    const own = head !== null && kept.has(head) ? head : null;
    const others = tips.filter((tip) => kept.has(tip) && tip !== own);
    await keepStrays(git, taskId, own, others);
    return { head: own, base: await standingOn(git, own, parent), release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Of an agent that has made no commit, or whose commits are not to be kept now. */
export function noHistory(parent: string): KeptHistory {
  return { head: null, base: parent, release: async () => {} };
}

/** Keeps commits that nothing else keeps by one commit of ours, under the vault. */
async function keepStrays(
  git: GitClient,
  taskId: string,
  head: string | null,
  tips: readonly string[],
): Promise<void> {
  const strays: string[] = [];
  for (const tip of tips.slice(0, mostStrays)) {
    if (head !== null && (await isAncestor(git, tip, head))) continue;
    if (!(await isReferenced(git, tip))) strays.push(tip);
  }
  const [first] = strays;
  if (first === undefined) return;
  const message = `${taskId}: commits that its agent left behind\n`;
  const tree = await treeOf(git, first);
  await keepCommit(git, taskId, await commitTree(git, { tree, parents: strays, message }));
}

/**
 * The commit that the files of an agent at `head` stand on: what it was given, as long as `head` descends from that;
 * else the newest commit of others in its past, such as the older one that it has gone back to.
 */
async function standingOn(git: GitClient, head: string | null, parent: string): Promise<string> {
  if (head === null || (await isAncestor(git, parent, head))) return parent;
  const ours = ['--exclude=refs/switchyard/*', '--exclude=refs/heads/agent/*'];
  const own = ['rev-list', '--count', '--first-parent', head, '--not', ...ours, '--all'];
  return (await resolveCommit(git, `${head}~${await git.text(own)}`)) ?? parent;
}
