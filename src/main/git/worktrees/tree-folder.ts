import { lstat, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { both } from '#shared/lib/both.ts';
import { failure, FailureError } from '#shared/lib/failure.ts';
import { findEntries, openFolders } from '#main/system/find-entries.ts';
import { privateFolderMode } from '#main/system/private-files.ts';
import type { GitClient } from '#main/git/client.ts';
import { writing } from '#main/git/file-errors.ts';
import { GitError } from '#main/git/git-error.ts';
import type { BorrowedRepository } from './borrowed-repository.ts';
import { HiddenEntries } from './hidden-entries.ts';
import { isCaseBlind } from './letter-case.ts';
import { draftPrivateGit, packedRefs, putPrivateGit, writePrivateGit } from './private-git.ts';
import { noteMadeRefs } from './made-refs.ts';
import { removeTree } from './remove-tree.ts';
import { unquoted } from './safe-add.ts';

/** Where folders of files come from, and where the app's notes of them lie. */
export interface TreePlace {
  /** Git in the user's repository. */
  readonly git: GitClient;
  readonly borrowed: BorrowedRepository;
  /** The app's own folder for the index and the notes of each; no folder of files lies in it. */
  readonly treesFolder: string;
  /** What is known of the folders of each, by its place, where somebody remembers that. */
  readonly known?: Map<string, HiddenEntries>;
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
  readonly hidden: HiddenEntries;
}

/** How a folder of files shows itself to the git of whoever works in it. */
export interface TreeView {
  /** Full name of the branch that is checked out; left out or null, the commit itself is. */
  readonly branch?: string | null;
  /** Short names of the repository's branches that are to be seen. */
  readonly branches?: readonly string[];
  /** That nothing untracked is there is known: it is not looked for. */
  readonly isBare?: boolean;
}

/** Takes hold of the folder `folder` under `name`, making what is missing; its files stay as they are. */
export async function makeTree(
  { git, borrowed, treesFolder, known }: TreePlace,
  name: string,
  folder: string,
): Promise<TreeFolder> {
  const notes = join(treesFolder, name);
  await writing(notes, () => mkdir(notes, { recursive: true, mode: privateFolderMode }));
  await writing(folder, () => mkdir(folder, { recursive: true }));
  const indexFile = join(notes, 'index');
  const pinned = {
    gitDirectory: borrowed.commonDirectory,
    workTree: folder,
    indexFile,
    settings: [...(await borrowed.treeSettings()), `core.ignoreCase=${await isCaseBlind(folder)}`],
  };
  const hidden = known?.get(folder) ?? new HiddenEntries(folder);
  known?.set(folder, hidden);
  return { name, folder, notes, indexFile, git: git.inTree(pinned), borrowed, hidden };
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
  const { branch = null, branches = [], isBare = false } = view;
  // First, by the index of what was there: behind a link that stands in the place of a folder, files look unchanged.
  const files = isBare
    ? showOver(tree, commit)
    : cleanTree(tree).then(() => showFiles(tree, commit));
  // The private directory is made meanwhile.
  const draft = async (): Promise<void> => {
    const asked = tree.borrowed.refs(commit, branches);
    const [refs, source] = await both(asked, tree.borrowed.read());
    const shown = { commit, branch, refs };
    await writing(tree.notes, () => noteMadeRefs(tree.notes, packedRefs(shown)));
    await writing(tree.folder, () => draftPrivateGit(tree.folder, source, shown));
  };
  await both(files, draft());
  const put = writing(tree.folder, () => putPrivateGit(tree.folder, tree.indexFile));
  await both(removeHidden(tree), put);
}

/**
 * Gives the folder a git directory where it has none any more, or has something else in its place; one that an agent
 * works with stays, without the locks that a git that was ended has left in it. No file is touched.
 */
export async function showAs(tree: TreeFolder, commit: string, view: TreeView): Promise<void> {
  const own = join(tree.folder, '.git');
  if ((await lstat(own).catch(() => null))?.isDirectory() === true) {
    await dropLocks(own);
    return;
  }
  await showAgain(tree, commit, view);
}

/** Gives the folder a new git directory that has `commit` checked out; no file is touched. */
export async function showAgain(tree: TreeFolder, commit: string, view: TreeView): Promise<void> {
  const { branch = null, branches = [] } = view;
  const refs = await tree.borrowed.refs(commit, branches);
  const shown = { commit, branch, refs };
  const source = await tree.borrowed.read();
  await writing(tree.notes, () => noteMadeRefs(tree.notes, packedRefs(shown)));
  await writing(tree.folder, () => writePrivateGit(tree.folder, tree.indexFile, source, shown));
}

/** Nothing works in the folder: a lock there is that of a git that was killed. */
async function dropLocks(gitDirectory: string): Promise<void> {
  const isLock = (name: string): boolean => name.endsWith('.lock');
  const locks = await findEntries(
    gitDirectory,
    (entry, inner) => isLock(entry.name) || inner === 'objects',
  );
  for (const inner of locks) {
    if (isLock(inner)) await removeTree(join(gitDirectory, inner));
  }
}

/** Brings the files that git tracks to `commit`, however they were changed; what is untracked stays. */
export async function switchTree(tree: TreeFolder, commit: string): Promise<void> {
  await showFiles(tree, commit);
}

/** Removes all that git does not track, ignored or not; the folder's git directory stays. */
export async function cleanTree(tree: TreeFolder): Promise<void> {
  const { git, folder } = tree;
  await isFolder(folder);
  await dropIndexLock(tree);
  const args = ['clean', '-ffdxq'];
  const { exitCode } = await git.run(args, { allowedExitCodes: [1] });
  if (exitCode === 0) return;
  // Somebody has closed a folder: it is the app's, and opened.
  await openFolders(folder);
  await git.run(args);
}

/** Whoever had the lock was killed: nothing else works with this index. */
export async function dropIndexLock({ indexFile }: TreeFolder): Promise<void> {
  await rm(`${indexFile}.lock`, { force: true });
}

/**
 * Brings files that are known to be those of the index to `commit`: only what differs between the two is looked at, and
 * all where git finds that it is not so.
 */
async function showOver(tree: TreeFolder, commit: string): Promise<void> {
  if (await advanceTree(tree, commit)) return;
  await cleanTree(tree);
  await showFiles(tree, commit);
}

/** The first part of {@link showOver}; false when something was not as the index has it, and stays so. */
export async function advanceTree(tree: TreeFolder, commit: string): Promise<boolean> {
  await isFolder(tree.folder);
  await dropIndexLock(tree);
  try {
    await tree.git.run(['read-tree', '-m', '-u', commit]);
    return true;
  } catch (error) {
    if (!(error instanceof GitError) || error.kind === 'disk-full' || error.kind === 'ended')
      throw error;
    return false;
  }
}

async function showFiles(tree: TreeFolder, commit: string): Promise<void> {
  await isFolder(tree.folder);
  await dropIndexLock(tree);
  await tree.git.run(['read-tree', '--reset', '-u', commit]);
}

/** What git neither shows nor cleans: git directories in folders that it tracks, pipes, contents of submodules. */
async function removeHidden({ folder, git, hidden }: TreeFolder): Promise<void> {
  await hidden.remove([]);
  if ((await lstat(join(folder, '.gitmodules')).catch(() => null)) === null) return;
  const { stdout } = await git.run(['ls-files', '-s'], { settings: ['core.quotePath=true'] });
  for (const line of stdout.split('\n')) {
    if (!line.startsWith('160000 ')) continue;
    const place = join(folder, unquoted(line.slice(line.indexOf('\t') + 1)));
    await removeTree(place);
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
