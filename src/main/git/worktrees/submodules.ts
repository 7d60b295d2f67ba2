import { lstat, realpath, rm } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { GitClient } from '#main/git/client.ts';
import { commitTree } from '#main/git/commits.ts';
import { GitError } from '#main/git/git-error.ts';
import { gitNames, readGitText } from '#main/git/git-text.ts';
import { isAncestor } from '#main/git/refs.ts';
import { keepCommit, snapshotsOf } from '#main/git/vault-refs.ts';
import { makeCarrier } from './import-commits.ts';
import { readRepositoryRefs } from './own-history.ts';
import { removeTree } from './remove-tree.ts';
import { safeAdd, unquoted } from './safe-add.ts';
import type { TreeFolder } from './tree-folder.ts';

/** What an agent has left in a submodule that it has filled. */
export interface SubmoduleWork {
  readonly path: string;
  /** Commit that it has checked out there; null where that is not known. */
  readonly head: string | null;
  /** Whether one of the submodule's remotes has that commit, as far as the agent's clone of it says. */
  readonly isOnRemote: boolean;
  /** Files there that the commit does not have so; the tree of the work does not have them. */
  readonly changed: readonly string[];
}

/**
 * What lies in the submodules of a folder. Files there that are in no commit are put into the task's vault, as a commit
 * of their own; nothing that is set up in a submodule is run.
 */
export async function keepSubmodules(
  { git, tree }: { readonly git: GitClient; readonly tree: TreeFolder },
  { taskId, parent }: { readonly taskId: string; readonly parent: string },
): Promise<readonly SubmoduleWork[]> {
  const works: SubmoduleWork[] = [];
  for (const path of await linksIn(tree)) {
    const folder = join(tree.folder, path);
    if ((await gitNames(folder)).length === 0) continue;
    const work = await workIn({ git, tree }, path);
    if (work.changed.length > 0) await keepFiles({ git, tree }, path, { taskId, parent });
    works.push(work);
  }
  return works;
}

/** Whether an agent, or the setup, has filled a submodule. */
export async function hasFilledSubmodules(tree: TreeFolder): Promise<boolean> {
  for (const path of await linksIn(tree)) {
    if ((await gitNames(join(tree.folder, path))).length > 0) return true;
  }
  return false;
}

/** Paths of the index that stand for commits of other repositories. */
async function linksIn({ git, folder }: TreeFolder): Promise<readonly string[]> {
  if ((await lstat(join(folder, '.gitmodules')).catch(() => null)) === null) return [];
  const { stdout } = await git.run(['ls-files', '-s'], { settings: ['core.quotePath=true'] });
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('160000 '))
    .map((line) => unquoted(line.slice(line.indexOf('\t') + 1)));
}

async function workIn(
  { git, tree }: { readonly git: GitClient; readonly tree: TreeFolder },
  path: string,
): Promise<SubmoduleWork> {
  const module = await moduleOf(tree.folder, path);
  const unknown = { path, head: null, isOnRemote: false };
  if (module === null) return { ...unknown, changed: [path] };
  const { head, refs } = await readRepositoryRefs(module);
  if (head === null) return { ...unknown, changed: [path] };
  const carrier = join(tree.notes, 'submodule-carrier');
  const indexFile = join(tree.notes, 'submodule-index');
  try {
    await makeCarrier(tree.borrowed, carrier, join(module, 'objects'), [head]);
    const pinned = { gitDirectory: carrier, workTree: join(tree.folder, path), indexFile };
    const inner = git.inTree(pinned);
    await inner.run(['read-tree', head]);
    const args = ['ls-files', '-m', '-o', '--exclude-standard'];
    const { stdout } = await inner.run(args, { settings: ['core.quotePath=true'] });
    const changed = stdout.split('\n').filter((line) => line !== '');
    const remote = [...refs].filter(([name]) => name.startsWith('refs/remotes/'));
    let isOnRemote = false;
    for (const [, tip] of remote) isOnRemote ||= await isAncestor(inner, head, tip);
    return { path, head, isOnRemote, changed: changed.map((name) => `${path}/${unquoted(name)}`) };
  } catch (error) {
    if (!(error instanceof GitError) || error.kind === 'disk-full') throw error;
    return { path, head, isOnRemote: false, changed: [path] };
  } finally {
    await removeTree(carrier);
    await rm(indexFile, { force: true });
  }
}

/** The git directory of a submodule, where it lies in what the agent's own git has made; null where it does not. */
async function moduleOf(folder: string, path: string): Promise<string | null> {
  const place = join(folder, path, '.git');
  const found = await lstat(place).catch(() => null);
  if (found?.isDirectory() === true) return place;
  const pointer = found?.isFile() === true ? await readGitText(place) : null;
  if (pointer?.startsWith('gitdir: ') !== true) return null;
  const target = resolve(folder, path, pointer.slice('gitdir: '.length).trim());
  const [real, own] = await Promise.all(
    [target, join(folder, '.git')].map(async (one) => realpath(one).catch(() => null)),
  );
  const isOwn = real !== null && own !== null && real !== undefined && own !== undefined;
  return isOwn && real.startsWith(`${own}${sep}`) && own.startsWith(folder) ? real : null;
}

async function keepFiles(
  { git, tree }: { readonly git: GitClient; readonly tree: TreeFolder },
  path: string,
  { taskId, parent }: { readonly taskId: string; readonly parent: string },
): Promise<void> {
  const indexFile = join(tree.notes, 'submodule-files');
  await rm(indexFile, { force: true });
  const { commonDirectory } = tree.borrowed;
  const pinned = { gitDirectory: commonDirectory, workTree: join(tree.folder, path), indexFile };
  const inner = git.inTree(pinned);
  try {
    await safeAdd(inner);
    const written = await inner.text(['write-tree']);
    if ((await snapshotsOf(git, taskId)).some((one) => one.tree === written)) return;
    const message = `${taskId}: files in the submodule ${path}\n`;
    await keepCommit(
      git,
      taskId,
      await commitTree(git, { tree: written, parents: [parent], message }),
    );
  } finally {
    await rm(indexFile, { force: true });
  }
}
