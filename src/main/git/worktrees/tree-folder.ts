import { lstat, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, FailureError } from '#shared/lib/failure.ts';
import { findEntries, openFolders } from '#main/system/find-entries.ts';
import type { GitClient } from '#main/git/client.ts';
import { writing } from '#main/git/file-errors.ts';
import type { BorrowedRepository } from './borrowed-repository.ts';
import { writePrivateGit } from './private-git.ts';
import { unquoted } from './safe-add.ts';

/** Where folders of files come from, and where the app's notes of them lie. */
export interface TreePlace {
  /** Git in the user's repository. */
  readonly git: GitClient;
  readonly borrowed: BorrowedRepository;
  /** The app's own folder for the index and the notes of each; no folder of files lies in it. */
  readonly treesFolder: string;
}

/**
 * A folder that shows the files of a commit, for an agent or for checks. The app's git works in it with its own index
 * and never asks what stands there as `.git`.
 */
export interface TreeFolder {
  readonly name: string;
  readonly folder: string;
  /** Folder of the app's notes of it. */
  readonly notes: string;
  readonly indexFile: string;
  readonly git: GitClient;
  readonly borrowed: BorrowedRepository;
}

/** How a folder of files shows itself to the git of whoever works in it. */
export interface TreeView {
  /** Full name of the branch that is checked out; left out or null, the commit itself is. */
  readonly branch?: string | null;
  /** Short names of the repository's branches that are to be seen. */
  readonly branches?: readonly string[];
}

/** Takes hold of the folder `folder` under `name`, making what is missing; its files stay as they are. */
export async function makeTree(
  { git, borrowed, treesFolder }: TreePlace,
  name: string,
  folder: string,
): Promise<TreeFolder> {
  const notes = join(treesFolder, name);
  await writing(notes, () => mkdir(notes, { recursive: true }));
  await writing(folder, () => mkdir(folder, { recursive: true }));
  const indexFile = join(notes, 'index');
  const pinned = {
    gitDirectory: borrowed.commonDirectory,
    workTree: folder,
    indexFile,
    settings: await borrowed.treeSettings(),
  };
  return { name, folder, notes, indexFile, git: git.inTree(pinned), borrowed };
}

/**
 * Makes the folder show exactly the files of `commit`: nothing of what was there stays, ignored files and the git
 * directory included, which is written again. Only for whoever holds the folder, and after what was there is kept.
 */
export async function resetTree(
  tree: TreeFolder,
  commit: string,
  view: TreeView = {},
): Promise<void> {
  const { branch = null, branches = [] } = view;
  // What the private directory is made of is asked for meanwhile.
  const refs = tree.borrowed.refs(commit, branches);
  const borrowed = tree.borrowed.read();
  await Promise.all([showFiles(tree, commit), refs, borrowed]);
  await cleanTree(tree);
  const shown = { commit, branch, refs: await refs };
  const source = await borrowed;
  await Promise.all([
    removeHidden(tree),
    writing(tree.folder, () => writePrivateGit(tree.folder, tree.indexFile, source, shown)),
  ]);
}

/** Brings the files that git tracks to `commit`, however they were changed; what is untracked stays. */
export async function switchTree(tree: TreeFolder, commit: string): Promise<void> {
  await showFiles(tree, commit);
}

/** Removes all that git does not track, ignored or not; the folder's git directory stays. */
export async function cleanTree({ git, folder }: TreeFolder): Promise<void> {
  await isFolder(folder);
  const args = ['clean', '-ffdxq'];
  const { exitCode } = await git.run(args, { allowedExitCodes: [1] });
  if (exitCode === 0) return;
  // Somebody has closed a folder: it is the app's, and opened.
  await openFolders(folder);
  await git.run(args);
}

async function showFiles(tree: TreeFolder, commit: string): Promise<void> {
  await isFolder(tree.folder);
  // Whoever had it has been killed: nothing else works with this index.
  await rm(`${tree.indexFile}.lock`, { force: true });
  await tree.git.run(['read-tree', '--reset', '-u', commit]);
}

/** What git neither shows nor cleans: git directories in folders that it tracks, pipes, contents of submodules. */
async function removeHidden({ folder, git }: TreeFolder): Promise<void> {
  const hidden = await findEntries(
    folder,
    (entry) =>
      entry.name === '.git' || !(entry.isFile() || entry.isDirectory() || entry.isSymbolicLink()),
  );
  for (const inner of hidden)
    if (inner !== '.git') await rm(join(folder, inner), { recursive: true, force: true });
  if ((await lstat(join(folder, '.gitmodules')).catch(() => null)) === null) return;
  const { stdout } = await git.run(['ls-files', '-s'], { settings: ['core.quotePath=true'] });
  for (const line of stdout.split('\n')) {
    if (!line.startsWith('160000 ')) continue;
    const place = join(folder, unquoted(line.slice(line.indexOf('\t') + 1)));
    await rm(place, { recursive: true, force: true });
    await mkdir(place, { recursive: true });
  }
}

/** @throws {FailureError} when it is none: git would follow a link, and work somewhere else */
async function isFolder(folder: string): Promise<void> {
  const found = await lstat(folder).catch(() => null);
  if (found?.isDirectory() === true) return;
  throw new FailureError(
    failure(
      'worktree-not-a-folder',
      `${folder} is no folder: something else was put in its place.`,
      'Look at what stands there and move it away, then run again.',
    ),
  );
}
