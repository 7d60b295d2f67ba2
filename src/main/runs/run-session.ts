import type { GitClient } from '#main/git/client.ts';
import type { TreeChange } from '#main/git/commits.ts';
import { refNames, resolveCommit } from '#main/git/refs.ts';

/** What recording found out about a commit. */
interface RecordedHere {
  readonly changes: readonly TreeChange[];
  /** Whether its only parent is the commit that the attempt started from. */
  readonly isDirect: boolean;
}

/**
 * What the process that drives a run holds in memory: handles and shortcuts only. Nothing here
 * decides anything that the store does not say as well.
 */
export class RunSession {
  /** Checks that run now, by attempt id; `startedAt` is UTC ISO. */
  readonly checks = new Map<string, { readonly command: string; readonly startedAt: string }>();
  /** Work that this process recorded, by commit: what git need not be asked twice. */
  readonly recordedWork = new Map<string, RecordedHere>();
  /** Processes that were named to the person as left behind, by number. */
  readonly namedProcesses = new Set<number>();
  /** Attempts whose merge was tried: if they are verified again, the epic had moved. */
  readonly overtaken = new Set<string>();
  /** How long the last verification took, in ms; long until one is known. */
  checkMs = Infinity;
  /** What became of the person's signature: told that there is none, and not tried any more. */
  readonly signing = { isTold: false, isGivenUp: false };
  /** Whether the run was cancelled: what waits for a person waits no longer. */
  isEnding = false;
  /** Whether the process that drives the run is about to end. */
  isHalted = false;
  readonly #epicTips = new Map<string, string>();
  readonly #epicHistory = new Map<string, Set<string>>();
  readonly #stop = new AbortController();
  readonly #attemptStops = new Map<string, AbortController>();

  /** Aborts when the run is stopped now. */
  get stopSignal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Aborts when the run or this attempt is stopped now: its agent and checks end. */
  stopSignalOf(attemptId: string): AbortSignal {
    return AbortSignal.any([this.#stop.signal, this.#stopOf(attemptId).signal]);
  }

  /** Ends the agent and the checks of one attempt; its work is kept. */
  stopAttempt(attemptId: string): void {
    this.#stopOf(attemptId).abort();
  }

  /** Forgets what was held for an attempt that has ended. */
  release(attemptId: string): void {
    this.#attemptStops.delete(attemptId);
  }

  #stopOf(attemptId: string): AbortController {
    const stop = this.#attemptStops.get(attemptId) ?? new AbortController();
    this.#attemptStops.set(attemptId, stop);
    return stop;
  }

  /** Ends agents and checks; their work is kept and marked as interrupted. */
  stopNow(): void {
    this.isEnding = true;
    this.#stop.abort();
  }

  /** Stops now, and leaves the run interrupted instead of cancelled, so that it can be resumed. */
  halt(): void {
    this.isHalted = true;
    this.stopNow();
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
    const history = this.#epicHistory.get(epicId) ?? new Set();
    this.#epicHistory.set(epicId, history.add(tip));
  }

  /** Whether this process has seen the epic's present tip grow from `commit`. */
  isInEpicHistory(epicId: string, commit: string): boolean {
    return this.#epicHistory.get(epicId)?.has(commit) ?? false;
  }
}
