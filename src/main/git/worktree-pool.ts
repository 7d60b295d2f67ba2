import { lstat, mkdir, realpath, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failure, FailureError } from '#shared/lib/failure.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { GitClient } from './client.ts';
import { writing } from './file-errors.ts';
import { gitNames } from './git-text.ts';
import { absent, refNames, updateRefs } from './refs.ts';
import { takeSnapshot } from './snapshot.ts';
import type { RefUpdate } from './refs.ts';
import type { SnapshotDependencies } from './snapshot.ts';
import { partialClone } from './worktree-files.ts';
import { BorrowedRepository } from './worktrees/borrowed-repository.ts';
import { earlierWorktrees, forgetEarlier } from './worktrees/earlier-worktrees.ts';
import type { EarlierWorktree } from './worktrees/earlier-worktrees.ts';
import { noteNoIgnored } from './worktrees/ignored-files.ts';
import type { HiddenEntries } from './worktrees/hidden-entries.ts';
import { claimBranch } from './worktrees/claim-branch.ts';
import { keepContent, notKept } from './worktrees/keep-content.ts';
import { KeptContent, keptSince, noteKept } from './worktrees/kept-content.ts';
import type { SafetyProof } from './worktrees/kept-content.ts';
import { earlierAttempt, readLease, unpinning, writeLease } from './worktrees/lease.ts';
import type { Lease, LeaseHolder } from './worktrees/lease.ts';
import { takeAway } from './worktrees/remove-tree.ts';
import { makeTree, resetTree, showAgain, showAs, switchTree } from './worktrees/tree-folder.ts';
import type { TreeFolder } from './worktrees/tree-folder.ts';

export type { SafetyProof };

/** A worktree of the pool; its name is that of the slot, `w1`, `w2`, … */
export interface Worktree extends TreeFolder {
  /** The agent's own git directory: what is in it is content, and is not asked. */
  readonly gitDirectory: string;
}

/** Whom a worktree is for, and what it is to show. */
export interface WorktreeTarget {
  readonly taskId: string;
  /** Short name of the task's branch. */
  readonly branch: string;
  readonly base: string;
  /** The attempt that gets it. */
  readonly attemptId?: string;
  /** Short names of the branches that its git is to see beside its own. */
  readonly branches?: readonly string[];
}

export interface WorktreePoolDependencies {
  /** Git in the user's repository. */
  readonly git: GitClient;
  /** Folder with the worktrees; outside the repository (SPEC section 7.2). */
  readonly worktreesFolder: string;
  /** The app's own folder with the index and the lease of each. */
  readonly treesFolder: string;
  readonly mutex: KeyedMutex;
  readonly ids: IdSource;
  /** Hears what a person should know, such as that a folder was put aside. */
  readonly report?: (text: string) => void;
}

interface Places {
  readonly worktrees: string;
  readonly borrowed: BorrowedRepository;
}

/** Makes, reuses and removes the worktrees of one repository: folders with a private git directory. */
export class WorktreePool {
  readonly #dependencies: WorktreePoolDependencies;
  readonly #known = new Map<string, HiddenEntries>();
  /** Worktrees that were made by the last {@link open} of them, and are still as they were made. */
  readonly #fresh = new Set<string>();
  #places: Promise<Places> | null = null;

  constructor(dependencies: WorktreePoolDependencies) {
    this.#dependencies = dependencies;
  }

  /** Names of the pool's worktrees whose folders are there. */
  async list(): Promise<readonly string[]> {
    const { git, treesFolder } = this.#dependencies;
    const { worktrees, borrowed } = await this.#resolvePlaces();
    const names = new Set<string>();
    for (const name of await gitNames(treesFolder)) {
      const lease = await readLease(join(treesFolder, name));
      const folder = join(worktrees, name);
      if (lease?.folder === folder && (await isFolder(folder))) names.add(name);
    }
    for (const earlier of await earlierWorktrees(git, borrowed.commonDirectory, worktrees)) {
      if (await isFolder(earlier.folder)) names.add(nameOf(earlier));
      else await forgetEarlier(git, earlier);
    }
    return [...names];
  }

  /** Names of worktrees whose folders are gone, each with what is known of it. */
  async gone(): Promise<readonly { readonly name: string; readonly lease: Lease }[]> {
    const { treesFolder } = this.#dependencies;
    const { worktrees } = await this.#resolvePlaces();
    const found: { name: string; lease: Lease }[] = [];
    for (const name of await gitNames(treesFolder)) {
      const lease = await readLease(join(treesFolder, name));
      if (lease?.folder !== join(worktrees, name) || (await isFolder(lease.folder))) continue;
      found.push({ name, lease });
    }
    return found;
  }

  /** Drops what is noted of a worktree whose folder is gone. */
  async forget(name: string, lease: Lease): Promise<void> {
    await this.#unpin(lease.holder);
    await takeAway(join(this.#dependencies.treesFolder, name), 'gone');
  }

  /**
   * Opens a slot, making its worktree at `base` when it does not exist yet. One that an earlier version made is
   * brought over; anything else that stands there is put aside by renaming.
   */
  async open(name: string, base: string): Promise<{ worktree: Worktree; isNew: boolean }> {
    const { worktrees } = await this.#resolvePlaces();
    const folder = join(worktrees, name);
    return this.#dependencies.mutex.run(`worktree ${folder}`, async () => {
      const notes = join(this.#dependencies.treesFolder, name);
      const lease = await readLease(notes);
      const isThere = await isFolder(folder);
      this.#fresh.delete(name);
      if (isThere && lease?.folder === folder) {
        return { worktree: await this.#take(name, folder), isNew: false };
      }
      const brought = isThere ? await this.#bringOver(name, folder) : null;
      if (brought !== null) return { worktree: brought, isNew: false };
      await this.#clearPlace(folder);
      const commit = await this.#dependencies.git.text(['rev-parse', `${base}^{commit}`]);
      const worktree = await this.#take(name, folder);
      const teardown = lease?.teardown ?? null;
      await this.#note(worktree, { folder, madeFrom: commit, holder: null, teardown });
      await rm(worktree.indexFile, { force: true });
      await resetTree(worktree, commit, { isBare: true });
      await noteKept(worktree, commit, '');
      this.#fresh.add(name);
      return { worktree, isNew: true };
    });
  }

  /**
   * Gives a worktree to an attempt: keeps what is in it, moves the task's branch to `base`, and resets it; nothing
   * of what was there before stays.
   * @throws {FailureError} when the branch is checked out elsewhere, or somebody else took the worktree meanwhile
   */
  async prepare(worktree: Worktree, target: WorktreeTarget): Promise<void> {
    const { git, ids } = this.#dependencies;
    const { taskId, branch, base, attemptId = taskId, branches = [] } = target;
    const { worktrees } = await this.#resolvePlaces();
    const claim = async (isSure: boolean): Promise<string | null> =>
      claimBranch(git, { ...target, isSure }, async (place, commit) => {
        // Another slot, as an earlier version has left it.
        const isOwn = dirname(place) === worktrees;
        if (isOwn) await this.open(basename(place), commit);
        return isOwn;
      });
    const before = await claim(false);
    const isFresh = this.#fresh.delete(worktree.name);
    const isBare = isFresh || (await this.#keepAll(worktree, taskId));
    const lease = await this.#leaseOf(worktree, base);
    const holder = { attemptId, token: ids.next('lease'), taskId, branch, base, isReady: false };
    await this.#note(worktree, { ...lease, holder });
    const former = lease.holder?.attemptId === attemptId ? [] : unpinning(lease.holder);
    const moveBranch = async (from: string | null, more: readonly RefUpdate[]): Promise<boolean> =>
      updateRefs(
        git,
        [
          { ref: `refs/heads/${branch}`, target: base, expected: from ?? absent },
          { ref: refNames.pin(attemptId), target: base, expected: null },
          ...more,
        ],
        `worktree of ${taskId}`,
      );
    if (!(await moveBranch(before, former))) {
      // Made, moved or given back meanwhile; or broken, which says what stands in the way.
      await moveBranch(await claim(true), []);
      if (former.length > 0) await this.#unpin(lease.holder);
    }
    const view = { branch: `refs/heads/${branch}`, branches, isBare };
    // One that was just made for it shows its files already.
    const isShown = isBare && lease.holder === null && lease.madeFrom === base;
    await (isShown ? showAgain(worktree, base, view) : resetTree(worktree, base, view));
    await noteNoIgnored(worktree);
    await rm(join(worktree.notes, 'kept.json'), { force: true });
    await this.#note(worktree, { ...lease, holder: { ...holder, isReady: true } }, holder.token);
  }

  /**
   * Gives a worktree to an attempt that goes on with what is in it.
   * @returns the commit that it was made from; null when it is not the task's, or does not show its work
   */
  async resume(
    worktree: Worktree,
    { taskId, attemptId = taskId }: Pick<WorktreeTarget, 'taskId' | 'attemptId'>,
  ): Promise<string | null> {
    const lease = await readLease(worktree.notes);
    const { holder = null } = lease ?? {};
    if (lease === null || holder === null || !holder.isReady || holder.taskId !== taskId)
      return null;
    const pin = { ref: refNames.pin(attemptId), target: holder.base, expected: null };
    await updateRefs(this.#dependencies.git, [pin], `worktree of ${taskId}`);
    if (holder.attemptId !== attemptId) await this.#unpin(holder);
    const token = this.#dependencies.ids.next('lease');
    await this.#note(worktree, { ...lease, holder: { ...holder, attemptId, token } });
    await showAs(worktree, holder.base, { branch: `refs/heads/${holder.branch}` });
    return holder.base;
  }

  /**
   * Has a worktree show work on a newer base, so that the next attempt goes on from there: its git has that base
   * checked out, and shows the work as changes of it. What the worktree has must be kept already.
   */
  async layOut(
    worktree: Worktree,
    target: { readonly commit: string; readonly onto: string; readonly branch: string },
  ): Promise<void> {
    const lease = await readLease(worktree.notes);
    if (lease === null || lease.holder === null) return;
    const { commit, onto, branch } = target;
    await switchTree(worktree, commit);
    await worktree.git.run(['clean', '-ffdq']);
    await showAgain(worktree, onto, { branch: `refs/heads/${branch}` });
    const { attemptId } = lease.holder;
    if (attemptId !== earlierAttempt) {
      const pin = { ref: refNames.pin(attemptId), target: onto, expected: null };
      await updateRefs(this.#dependencies.git, [pin], `worktree of ${lease.holder.taskId}`);
    }
    await this.#note(worktree, { ...lease, holder: { ...lease.holder, base: onto } });
  }

  /** Who has the worktree; null for nobody. */
  async holderOf(worktree: Worktree): Promise<LeaseHolder | null> {
    return (await readLease(worktree.notes))?.holder ?? null;
  }

  /** Notes what gives back what a worktree's setup took; null once that was done. */
  async noteTeardown(worktree: Worktree, teardown: Lease['teardown']): Promise<void> {
    const lease = await readLease(worktree.notes);
    if (lease !== null) await this.#note(worktree, { ...lease, teardown });
  }

  /** What is noted of a worktree; null when nothing is. */
  async leaseIn(worktree: Worktree): Promise<Lease | null> {
    return readLease(worktree.notes);
  }

  /**
   * Makes sure that all the worktree has is in a commit that a ref keeps, of the task that it was last given to, else
   * of `taskId`.
   * @throws {FailureError} when something is in it that no commit can keep
   */
  async proveSafe(worktree: Worktree, taskId: string): Promise<SafetyProof> {
    const kept = await keepContent(this.#dependencies, worktree, taskId);
    if (kept instanceof KeptContent) return kept;
    throw notKept(worktree.folder, kept);
  }

  /** Removes a worktree whose content is proved to be kept elsewhere. */
  async remove(worktree: Worktree, safety: SafetyProof): Promise<void> {
    if (!safety.isFor(worktree.name)) throw new Error('The proof is of another worktree.');
    const lease = await readLease(worktree.notes);
    await writing(worktree.folder, () => takeAway(worktree.folder, 'done'));
    await takeAway(partialClone(worktree.folder), 'done');
    await this.#unpin(lease?.holder ?? null);
    await takeAway(worktree.notes, 'done');
  }

  /** What {@link takeSnapshot} needs for this worktree. */
  snapshotDependencies(worktree: Worktree): SnapshotDependencies {
    const { git, mutex, ids } = this.#dependencies;
    return { git, tree: worktree, mutex, ids };
  }

  /** Keeps what the worktree has; what no commit can keep is put aside. True when nothing untracked is left in it. */
  async #keepAll(worktree: Worktree, taskId: string): Promise<boolean> {
    const known = await keptSince(worktree);
    if (known !== null) return known.isBare;
    for (;;) {
      const kept = await keepContent(this.#dependencies, worktree, taskId);
      if (kept instanceof KeptContent) return false;
      if (kept.reason === 'repository') {
        await this.#putAside(join(worktree.folder, kept.path), worktree.folder);
        continue;
      }
      await this.#putAside(worktree.folder, worktree.folder);
      await mkdir(worktree.folder);
      await rm(worktree.indexFile, { force: true });
      return true;
    }
  }

  /** Takes over a linked worktree of an earlier version as it is: its content is kept, its record goes. */
  async #bringOver(name: string, folder: string): Promise<Worktree | null> {
    const { git } = this.#dependencies;
    const { worktrees, borrowed } = await this.#resolvePlaces();
    const all = await earlierWorktrees(git, borrowed.commonDirectory, worktrees);
    const earlier = all.find((one) => one.folder === folder);
    if (earlier === undefined) return null;
    const { taskId, head } = earlier;
    if (taskId === null || head === null) {
      await forgetEarlier(git, earlier);
      return null;
    }
    const worktree = await this.#take(name, folder);
    const branch = `agent/${taskId}`;
    const message = `${taskId}: content of worktree ${name}, which an earlier version has made`;
    await rm(worktree.indexFile, { force: true });
    await takeSnapshot(
      { taskId, parent: head, message, number: 1, moveBranch: false },
      this.snapshotDependencies(worktree),
    );
    await forgetEarlier(git, earlier);
    await showAs(worktree, head, { branch: `refs/heads/${branch}` });
    const token = this.#dependencies.ids.next('lease');
    const holder = { attemptId: earlierAttempt, token, taskId, branch, base: head, isReady: true };
    await this.#note(worktree, { folder, madeFrom: head, holder, teardown: null });
    this.#dependencies.report?.(`The worktree ${folder} of an earlier version was brought over.`);
    return worktree;
  }

  async #take(name: string, folder: string): Promise<Worktree> {
    const { git, treesFolder } = this.#dependencies;
    const { borrowed } = await this.#resolvePlaces();
    const place = { git, borrowed, treesFolder, known: this.#known };
    const tree = await makeTree(place, name, folder);
    return { ...tree, gitDirectory: join(folder, '.git') };
  }

  async #leaseOf(worktree: Worktree, base: string): Promise<Lease> {
    const { folder, notes } = worktree;
    const empty = { folder, madeFrom: base, holder: null, teardown: null };
    return (await readLease(notes)) ?? empty;
  }

  /** @throws {FailureError} when the lease is not `token`'s any more */
  async #note(worktree: Worktree, lease: Lease, token?: string): Promise<void> {
    if (token !== undefined && (await this.holderOf(worktree))?.token !== token) {
      throw new FailureError(
        failure(
          'worktree-taken',
          `Another run took the worktree ${worktree.folder} while it was made ready.`,
          'Let one run work on this repository at a time, then run again.',
        ),
      );
    }
    await writing(worktree.notes, () => writeLease(worktree.notes, lease));
  }

  /** What an attempt's worktree borrowed need not be kept for it any more. */
  async #unpin(holder: LeaseHolder | null): Promise<void> {
    const updates = unpinning(holder);
    if (holder === null || updates.length === 0) return;
    await updateRefs(this.#dependencies.git, updates, `worktree of ${holder.taskId} given back`);
  }

  async #clearPlace(folder: string): Promise<void> {
    if ((await lstat(folder).catch(() => null)) === null) return;
    try {
      await rmdir(folder);
    } catch {
      await this.#putAside(folder, folder);
    }
  }

  async #putAside(path: string, beside: string): Promise<void> {
    const aside = `${beside}-${this.#dependencies.ids.next('kept')}`;
    await writing(aside, () => rename(path, aside));
    this.#dependencies.report?.(`${path} was put aside as it is: ${aside}`);
  }

  #resolvePlaces(): Promise<Places> {
    this.#places ??= this.#readPlaces();
    return this.#places;
  }

  async #readPlaces(): Promise<Places> {
    const { git, worktreesFolder } = this.#dependencies;
    const common = ['rev-parse', '--path-format=absolute', '--git-common-dir'];
    const commonDirectory = await realpath(await git.text(common));
    const worktrees = await realpath(worktreesFolder);
    return { worktrees, borrowed: new BorrowedRepository(git, commonDirectory) };
  }
}

function nameOf({ folder }: EarlierWorktree): string {
  return basename(folder);
}

async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null))?.isDirectory() === true;
}
