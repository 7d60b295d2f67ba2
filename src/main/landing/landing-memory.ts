import type { GitClient } from '#main/git/client.ts';
import { treeOf } from '#main/git/commits.ts';
import type { TreeChange } from '#main/git/commits.ts';
import { isAncestor, refNames, resolveCommit } from '#main/git/refs.ts';

/** What recording found out about a commit. */
interface RecordedHere {
  readonly changes: readonly TreeChange[];
  /** Whether its only parent is the commit that the attempt started from. */
  readonly isDirect: boolean;
}

/**
 * What the process that drives landings remembers, so that git need not be asked twice. Nothing here decides
 * anything that the store does not say as well.
 */
export class LandingMemory {
  /** Work that this process recorded, by commit. */
  readonly recordedWork = new Map<string, RecordedHere>();
  /** Landings that were tried: if they are checked again, the epic had moved. */
  readonly overtaken = new Set<string>();
  /** Why each landing was said to wait, by its id. */
  readonly saidWaiting = new Map<string, string>();
  /** What was run on the base of a change, by its tree and its command. */
  readonly learnedBases = new Set<string>();
  /** How long the last checks took, in ms; long until one is known. */
  checkMs = Infinity;
  /** What became of the person's signature: whether a person was notified, and whether it is tried no more. */
  readonly signing = { isReported: false, isAbandoned: false };
  /** Whether the person signs commits, as git said last, and until when that is believed, in epoch milliseconds. */
  signs: { readonly isSo: boolean; readonly until: number } | null = null;
  readonly #trees = new Map<string, string>();
  /** What is known to come after a commit, by that commit. */
  readonly #descendants = new Map<string, Set<string>>();
  readonly #epicTips = new Map<string, string>();
  readonly #lastEpicTips = new Map<string, string>();
  readonly #epicHistory = new Map<string, Set<string>>();

  /** The tree of a commit. */
  async treeOf(git: GitClient, commit: string): Promise<string> {
    const tree = this.#trees.get(commit) ?? (await treeOf(git, commit));
    this.noteTree(commit, tree);
    return tree;
  }

  /** Remembers the tree of a commit. */
  noteTree(commit: string, tree: string): void {
    this.#trees.set(commit, tree);
  }

  /** Whether `ancestor` is `commit` or comes before it. */
  async isAncestor(git: GitClient, ancestor: string, commit: string): Promise<boolean> {
    if (ancestor === commit || this.#descendants.get(ancestor)?.has(commit) === true) return true;
    if (!(await isAncestor(git, ancestor, commit))) return false;
    const known = this.#descendants.get(ancestor) ?? new Set();
    this.#descendants.set(ancestor, known.add(commit));
    return true;
  }

  /** Remembers that a commit was made on another one: it comes after all that this one comes after. */
  noteChild(parent: string, child: string): void {
    for (const known of this.#descendants.values()) if (known.has(parent)) known.add(child);
  }

  /**
   * Where the epic branch stood when this process last saw it; null when there is none. A merge
   * compares before it swaps, so an old answer costs a repetition, never a wrong merge.
   */
  async epicTip(git: GitClient, epicId: string): Promise<string | null> {
    const known = this.#epicTips.get(epicId);
    if (known !== undefined) return known;
    const found = await resolveCommit(git, refNames.epicBranch(epicId));
    if (found !== null) this.noteEpicTip(epicId, found);
    return found;
  }

  /** Remembers where the epic branch stands, or forgets it (null) so that git is asked again. */
  noteEpicTip(epicId: string, tip: string | null): void {
    if (tip === null) {
      this.#epicTips.delete(epicId);
      this.#epicHistory.delete(epicId);
      return;
    }
    this.#epicTips.set(epicId, tip);
    this.#lastEpicTips.set(epicId, tip);
    const history = this.#epicHistory.get(epicId) ?? new Set();
    this.#epicHistory.set(epicId, history.add(tip));
  }

  /** Where the epic branch stood when this process saw it at all; null when it never did. */
  lastEpicTip(epicId: string): string | null {
    return this.#lastEpicTips.get(epicId) ?? null;
  }

  /** Remembers that the epic branch is gone, and where it stood. */
  noteLostEpic(epicId: string, tip: string): void {
    this.noteEpicTip(epicId, null);
    this.#lastEpicTips.set(epicId, tip);
  }

  /** Whether this process has seen the epic's present tip grow from `commit`. */
  isInEpicHistory(epicId: string, commit: string): boolean {
    return this.#epicHistory.get(epicId)?.has(commit) ?? false;
  }
}
