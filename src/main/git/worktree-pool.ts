import { existsSync } from 'node:fs';
import { lstat, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failure, FailureError } from '#shared/lib/failure.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { GitClient } from './client.ts';
import { gitNames } from './git-text.ts';
import { treeChanges } from './commits.ts';
import { writing } from './file-errors.ts';
import { isAncestor, isReferenced, refNames } from './refs.ts';
import { headIs, keepCommit, takeSnapshot } from './snapshot.ts';
import type { SnapshotDependencies } from './snapshot.ts';
import { partialClone } from './worktree-files.ts';
import { completeRecords, mendWorktree, soundGitDirectory } from './worktree-link.ts';
import { notedOwner, noteOwner } from './worktree-owner.ts';
import { worktreeStatus } from './worktree-status.ts';
import type { TreeFolder } from './worktrees/tree-folder.ts';

/** A worktree of the pool; its name is that of the slot, `w1`, `w2`, … */
export interface Worktree extends Pick<TreeFolder, 'name' | 'folder' | 'git'> {
  /** Its own git folder inside the repository's. */
  readonly gitDirectory: string;
}

/** Shows that a worktree's content is in a commit that a ref keeps; only this module makes one. */
class KeptContent {
  readonly worktree: string;
  readonly keptIn: string;
  // A private member makes the type nominal: an object literal is no proof.
  readonly #made = true;

  constructor(worktree: string, keptIn: string) {
    this.worktree = worktree;
    this.keptIn = keptIn;
  }

  /** Whether it is a proof for the worktree of this name. */
  isFor(worktree: string): boolean {
    return this.#made && this.worktree === worktree;
  }
}
export type SafetyProof = KeptContent;

export interface WorktreePoolDependencies {
  /** Git in the user's repository. */
  readonly git: GitClient;
  /** Folder that holds the worktrees; outside the repository (SPEC section 7.2). */
  readonly worktreesFolder: string;
  readonly temporaryFolder: string;
  readonly mutex: KeyedMutex;
  readonly ids: IdSource;
}

/** What an agent's git may leave in a worktree's git folder and would mislead the next one. */
const leftovers = [
  'rebase-merge',
  'rebase-apply',
  'sequencer',
  'AUTO_MERGE',
  'BISECT_EXPECTED_REV',
  'BISECT_LOG',
  'BISECT_NAMES',
  'BISECT_START',
  'BISECT_TERMS',
  'CHERRY_PICK_HEAD',
  'MERGE_HEAD',
  'MERGE_MODE',
  'MERGE_MSG',
  'REVERT_HEAD',
  'SQUASH_MSG',
];

/** Checkout must list all changes, whatever the user's settings hide. */
const allSubmodules = ['diff.ignoreSubmodules=none'];

/** Makes, reuses and removes the worktrees of one repository. */
export class WorktreePool {
  readonly #dependencies: WorktreePoolDependencies;
  #places: Promise<{ readonly worktrees: string; readonly commonDirectory: string }> | null = null;

  constructor(dependencies: WorktreePoolDependencies) {
    this.#dependencies = dependencies;
  }

  /** Names of the pool's worktrees that git knows; ones whose folder is gone are forgotten. */
  async list(): Promise<readonly string[]> {
    const { git, mutex } = this.#dependencies;
    const { worktrees } = await this.#resolvePlaces();
    return mutex.run('worktrees', async () => {
      const listing = await git.text(['worktree', 'list', '--porcelain', '-z']);
      const own = listing
        .split('\0')
        .filter((line) => line.startsWith('worktree '))
        .map((line) => line.slice('worktree '.length))
        .filter((folder) => dirname(folder) === worktrees);
      // Not `worktree prune`: the user's own may lie on a disk that is not there at the moment.
      for (const folder of own) if (!existsSync(folder)) await this.#mend(folder);
      return own.filter((folder) => existsSync(folder)).map((folder) => basename(folder));
    });
  }

  /**
   * Opens a slot, making its worktree at `base` (detached) when it does not exist yet. One whose link
   * to the repository is broken is mended first, so that nothing is written through a wrong one.
   */
  async open(name: string, base: string): Promise<{ worktree: Worktree; isNew: boolean }> {
    const { git, mutex } = this.#dependencies;
    const { worktrees, commonDirectory } = await this.#resolvePlaces();
    const folder = join(worktrees, name);
    const opened = (gitDirectory: string, isNew: boolean) => ({
      worktree: { name, folder, git: git.at(folder), gitDirectory },
      isNew,
    });
    const sound = await soundGitDirectory(folder, commonDirectory);
    if (sound !== null) return opened(sound, false);
    return mutex.run('worktrees', async () => {
      const mended = await this.#mend(folder);
      if (mended !== null) return opened(mended, false);
      await git.run(['worktree', 'add', '--quiet', '--detach', folder, base]);
      const made = await soundGitDirectory(folder, commonDirectory);
      if (made === null) throw new Error(`git made no worktree at ${folder}.`);
      return opened(made, true);
    });
  }

  /**
   * Gives a worktree to a task: proves that nothing in it would be lost, puts `branch` on `base`,
   * and checks HEAD and an empty status before anyone may write there.
   * @throws {FailureError} when the branch is checked out elsewhere, or the worktree cannot be brought
   * to it
   */
  async prepare(
    worktree: Worktree,
    target: { readonly taskId: string; readonly branch: string; readonly base: string },
  ): Promise<void> {
    const { git } = worktree;
    await this.dropStaleLocks(worktree);
    if (await this.#takeOver(worktree, target)) return;
    await this.#claimBranch(worktree, target);
    await this.#keepAll(worktree, target.taskId);
    await git.run(['checkout', '--quiet', '--force', '-B', target.branch, target.base, '--']);
    await this.#handOver(worktree, target.taskId);
    let status = await worktreeStatus(git);
    if (!status.clean) {
      await git.run(['clean', '-ffdq']);
      status = await worktreeStatus(git);
    }
    if (!status.clean || status.head !== target.base || status.branch !== target.branch) {
      throw new FailureError(
        failure(
          'worktree-not-clean',
          `The worktree ${worktree.folder} could not be brought to ${target.branch}.`,
          'Remove what holds it back there, then run again; its content is in the vault.',
        ),
      );
    }
  }

  /**
   * Makes sure that all the worktree holds is in a commit that a ref keeps: clean against a HEAD that
   * some ref holds, or snapshotted into the vault now, of the task whose branch it is on, else of the
   * one it was last assigned to, else of `taskId`.
   * @throws {FailureError} when another repository lies inside, because git would keep only its name
   */
  async proveSafe(worktree: Worktree, taskId: string): Promise<SafetyProof> {
    const kept = await this.#keep(worktree, taskId);
    if (kept instanceof KeptContent) return kept;
    throw embeddedRepository(worktree, kept.repository);
  }

  /** Keeps what the worktree holds; repositories inside are put aside, beside it, as they are. */
  async #keepAll(worktree: Worktree, taskId: string): Promise<void> {
    for (;;) {
      const kept = await this.#keep(worktree, taskId);
      if (kept instanceof KeptContent) return;
      const inner = join(worktree.folder, kept.repository);
      // The commits of a submodule lie in the worktree's git folder, and could not go with it.
      const isWhole = (await lstat(join(inner, '.git')).catch(() => null))?.isDirectory() === true;
      if (!isWhole) throw embeddedRepository(worktree, kept.repository);
      const aside = `${worktree.folder}-${this.#dependencies.ids.next('kept')}`;
      await writing(aside, () => rename(inner, aside));
    }
  }

  /** The proof, or the path of a repository inside that stands in its way. */
  async #keep(
    worktree: Worktree,
    taskId: string,
  ): Promise<KeptContent | { readonly repository: string }> {
    const { git } = worktree;
    const status = await worktreeStatus(git);
    const [dirty] = status.dirtySubmodules;
    if (dirty !== undefined) return { repository: dirty };
    if (status.clean && status.head !== null) {
      const isReachable = status.branch !== null || (await isReferenced(git, status.head));
      if (isReachable) return new KeptContent(worktree.name, status.head);
    }
    const parent = status.head ?? (await this.#dependencies.git.text(['rev-parse', 'HEAD']));
    const owner = await ownerOf(worktree, status.branch, taskId);
    const snapshot = await takeSnapshot(
      {
        taskId: owner,
        parent,
        message: `${owner}: content of worktree ${worktree.name} before its reuse`,
        number: 1,
        moveBranch: false,
      },
      this.snapshotDependencies(worktree),
    );
    const embedded = (await treeChanges(git, parent, snapshot.commit)).find(
      (change) => change.isRepository,
    );
    if (embedded !== undefined) return { repository: embedded.path };
    return new KeptContent(worktree.name, snapshot.vaultRef);
  }

  /** Removes a worktree whose content is proved to be kept elsewhere. */
  async remove(worktree: Worktree, safety: SafetyProof): Promise<void> {
    if (!safety.isFor(worktree.name)) throw new Error('The proof is of another worktree.');
    const { git, mutex } = this.#dependencies;
    await mutex.run('worktrees', async () => {
      await git.run(['worktree', 'remove', '--force', '--force', worktree.folder]);
    });
    await rm(partialClone(worktree.folder), { recursive: true, force: true });
  }

  /**
   * The usual case in two commands: the last task's branch is checked out and clean, the new one does
   * not exist yet. An unforced checkout loses nothing: it refuses, or keeps what it finds, which the
   * status then shows. False when it is not that case; nothing was lost, and the long way is left.
   */
  async #takeOver(
    worktree: Worktree,
    target: { readonly taskId: string; readonly branch: string; readonly base: string },
  ): Promise<boolean> {
    const { git, gitDirectory } = worktree;
    const owner = await notedOwner(gitDirectory);
    const onOwnBranch = owner !== null && (await headIs(gitDirectory, refNames.taskBranch(owner)));
    if (!onOwnBranch || owner === target.taskId) return false;
    const checkout = ['checkout', '-b', target.branch, target.base, '--'];
    const switched = await git.run(checkout, {
      allowedExitCodes: [1, 128],
      settings: allSubmodules,
    });
    if (switched.exitCode !== 0) return false;
    if (switched.stdout === '' && (await this.#isWithoutMore(worktree, target.branch))) {
      await this.#handOver(worktree, target.taskId);
      return true;
    }
    const status = await worktreeStatus(git);
    if (status.clean && status.head === target.base && status.branch === target.branch) {
      await this.#handOver(worktree, target.taskId);
      return true;
    }
    // What was carried over is the last task's: back to its branch, so that it is kept as such.
    await git.run(['symbolic-ref', 'HEAD', refNames.taskBranch(owner)]);
    return false;
  }

  /**
   * Whether a worktree that `checkout` has just found no change in, which it prints like any other
   * output, is clean altogether. This is half of the work of a status; changes that a submodule is set to hide are shown by a status only.
   */
  async #isWithoutMore({ git, folder, gitDirectory }: Worktree, branch: string): Promise<boolean> {
    if (existsSync(join(folder, '.gitmodules'))) return false;
    const untracked = ['ls-files', '--others', '--exclude-standard', '--directory', '-z'];
    const found = await git.text([...untracked, '--no-empty-directory']);
    return found === '' && headIs(gitDirectory, `refs/heads/${branch}`);
  }

  /** Clears what a git of the last task has left behind, and notes whose the worktree is now. */
  async #handOver({ gitDirectory }: Worktree, taskId: string): Promise<void> {
    const present = new Set(await gitNames(gitDirectory));
    for (const name of leftovers) {
      if (!present.has(name)) continue;
      await rm(join(gitDirectory, name), { recursive: true, force: true });
    }
    await writing(gitDirectory, () => noteOwner(gitDirectory, taskId));
  }

  /** What {@link takeSnapshot} needs for this worktree. */
  snapshotDependencies(worktree: Worktree): SnapshotDependencies {
    const { temporaryFolder, ids } = this.#dependencies;
    const { git, gitDirectory } = worktree;
    return { git, gitDirectory, temporaryFolder, ids };
  }

  /** An agent's git that was ended leaves its locks; nothing else works in this worktree now. */
  async dropStaleLocks({ gitDirectory }: Worktree): Promise<void> {
    await rm(join(gitDirectory, 'index.lock'), { force: true });
    await rm(join(gitDirectory, 'HEAD.lock'), { force: true });
  }

  /**
   * Sees to it that the branch can be put elsewhere: nobody else has it checked out, and what it
   * stands at is kept.
   */
  async #claimBranch(
    worktree: Worktree,
    target: { readonly taskId: string; readonly branch: string; readonly base: string },
  ): Promise<void> {
    const { git } = this.#dependencies;
    const { taskId, branch, base } = target;
    const format = '--format=%(objectname) %(worktreepath)';
    const found = await git.text(['for-each-ref', format, `refs/heads/${branch}`]);
    if (found === '') return;
    const cut = found.indexOf(' ');
    const [commit, place] = [found.slice(0, cut), found.slice(cut + 1)];
    if (place !== '' && place !== worktree.folder) {
      throw new FailureError(
        failure(
          'branch-checked-out',
          `${place} has ${branch} checked out, where task ${taskId} is to be worked on.`,
          'Switch to another branch there, then run again.',
        ),
      );
    }
    if (await isAncestor(git, commit, base)) return;
    if (await isReferenced(git, commit, 'refs/switchyard')) return;
    await keepCommit(git, taskId, commit);
  }

  /** Mends the worktree at `folder`, or clears the way for a new one; its commits are kept. */
  async #mend(folder: string): Promise<string | null> {
    const { git, ids } = this.#dependencies;
    const { commonDirectory } = await this.#resolvePlaces();
    return writing(folder, () => mendWorktree(folder, { git, commonDirectory, ids }));
  }

  #resolvePlaces(): Promise<{ readonly worktrees: string; readonly commonDirectory: string }> {
    this.#places ??= this.#readPlaces();
    return this.#places;
  }

  async #readPlaces(): Promise<{ readonly worktrees: string; readonly commonDirectory: string }> {
    const { git, worktreesFolder } = this.#dependencies;
    const common = ['rev-parse', '--path-format=absolute', '--git-common-dir'];
    const worktrees = await realpath(worktreesFolder);
    const commonDirectory = await realpath(await git.text(common));
    await writing(worktrees, () => completeRecords(worktrees, commonDirectory));
    return { worktrees, commonDirectory };
  }
}

/** The task that a worktree's content belongs to, as far as the worktree says. */
async function ownerOf(
  { gitDirectory }: Worktree,
  branch: string | null,
  otherwise: string,
): Promise<string> {
  const prefix = 'agent/';
  if (branch?.startsWith(prefix) === true) return branch.slice(prefix.length);
  return (await notedOwner(gitDirectory)) ?? otherwise;
}

function embeddedRepository({ folder }: Worktree, path: string): FailureError {
  return new FailureError(
    failure(
      'embedded-repository',
      `${join(folder, path)} is a git repository of its own, which a snapshot cannot hold.`,
      'Move it out of the worktree or delete it, then run again.',
    ),
  );
}
