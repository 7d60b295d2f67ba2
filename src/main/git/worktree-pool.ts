import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { failure, FailureError } from '#shared/lib/failure.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { GitClient } from './client.ts';
import { treeChanges } from './commits.ts';
import { takeSnapshot } from './snapshot.ts';
import type { SnapshotDependencies } from './snapshot.ts';
import { worktreeStatus } from './worktree-status.ts';

/** A worktree of the pool. */
export interface Worktree {
  /** Name of the slot, `w1`, `w2`, … */
  readonly name: string;
  readonly folder: string;
  readonly git: GitClient;
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
  holdsFor(worktree: string): boolean {
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

/** Makes, reuses and removes the worktrees of one repository. */
export class WorktreePool {
  readonly #dependencies: WorktreePoolDependencies;

  constructor(dependencies: WorktreePoolDependencies) {
    this.#dependencies = dependencies;
  }

  /** Names of the pool's worktrees that git knows; ones whose folder is gone are forgotten. */
  async list(): Promise<readonly string[]> {
    const { git, worktreesFolder, mutex } = this.#dependencies;
    return mutex.run('worktrees', async () => {
      await git.run(['worktree', 'prune', '--expire=now']);
      const listing = await git.text(['worktree', 'list', '--porcelain', '-z']);
      return listing
        .split('\0')
        .filter((line) => line.startsWith('worktree '))
        .map((line) => line.slice('worktree '.length))
        .filter((folder) => dirname(folder) === worktreesFolder)
        .map((folder) => basename(folder));
    });
  }

  /** Opens a slot, making its worktree at `base` (detached) when it does not exist yet. */
  async open(name: string, base: string): Promise<{ worktree: Worktree; isNew: boolean }> {
    const { git, worktreesFolder, mutex } = this.#dependencies;
    const folder = join(worktreesFolder, name);
    const link = join(folder, '.git');
    const isNew = !existsSync(link);
    if (isNew) {
      // A folder without its link is what is left of an add or a removal that did not finish.
      await mutex.run('worktrees', async () => {
        await rm(folder, { recursive: true, force: true });
        await git.run(['worktree', 'prune', '--expire=now']);
        await git.run(['worktree', 'add', '--quiet', '--detach', folder, base]);
      });
    }
    const pointer = (await readFile(link, 'utf8')).replace(/^gitdir: /, '').trim();
    const gitDirectory = resolve(folder, pointer);
    return { worktree: { name, folder, git: git.at(folder), gitDirectory }, isNew };
  }

  /**
   * Gives a worktree to a task: proves that nothing in it would be lost, puts `branch` on `base`,
   * and checks HEAD and an empty status before anyone may write there.
   */
  async prepare(
    worktree: Worktree,
    target: { readonly taskId: string; readonly branch: string; readonly base: string },
  ): Promise<void> {
    const { git } = worktree;
    await this.#dropStaleLock(worktree);
    await this.proveSafe(worktree, target.taskId);
    await git.run(['checkout', '--quiet', '--force', '-B', target.branch, target.base, '--']);
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
   * Makes sure that all the worktree holds is in a commit that a ref keeps: clean against HEAD, or
   * snapshotted into the vault now, of the task whose branch it is on or else of `taskId`. Refuses when another repository lies inside, because
   * git would keep only its name.
   */
  async proveSafe(worktree: Worktree, taskId: string): Promise<SafetyProof> {
    const { git } = worktree;
    const status = await worktreeStatus(git);
    if (status.clean && status.head !== null) return new KeptContent(worktree.name, status.head);
    const parent = status.head ?? (await this.#dependencies.git.text(['rev-parse', 'HEAD']));
    const owner = status.branch?.startsWith('agent/')
      ? status.branch.slice('agent/'.length)
      : taskId;
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
    if (embedded !== undefined) {
      throw new FailureError(
        failure(
          'embedded-repository',
          `${join(worktree.folder, embedded.path)} is a git repository of its own, which a snapshot cannot hold.`,
          'Move it out of the worktree or delete it, then run again.',
        ),
      );
    }
    return new KeptContent(worktree.name, snapshot.vaultRef);
  }

  /** Removes a worktree whose content is proved to be kept elsewhere. */
  async remove(worktree: Worktree, safety: SafetyProof): Promise<void> {
    if (!safety.holdsFor(worktree.name)) throw new Error('The proof is of another worktree.');
    const { git, mutex } = this.#dependencies;
    await mutex.run('worktrees', async () => {
      await git.run(['worktree', 'remove', '--force', '--force', worktree.folder]);
    });
  }

  /** What {@link takeSnapshot} needs for this worktree. */
  snapshotDependencies(worktree: Worktree): SnapshotDependencies {
    const { temporaryFolder, ids } = this.#dependencies;
    const { git, gitDirectory } = worktree;
    return { git, gitDirectory, temporaryFolder, ids };
  }

  /** An agent's git that was ended leaves its lock; nothing else works in this worktree now. */
  async #dropStaleLock(worktree: Worktree): Promise<void> {
    await rm(join(worktree.gitDirectory, 'index.lock'), { force: true });
  }
}
