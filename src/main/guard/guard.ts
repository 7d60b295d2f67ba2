import { compareFingerprints, isSame } from '#shared/core/guard/compare.ts';
import type { Differences, Fingerprint } from '#shared/core/guard/compare.ts';
import { withoutKnown } from '#shared/core/guard/known-changes.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Tracer } from '#shared/lib/tracer.ts';
import type { ForeignChange, WorkThen } from '#shared/model/foreign-change.ts';
import type { GitClient } from '#main/git/client.ts';
import { changedCheckouts, readCheckouts } from './checkout-files.ts';
import type { ChangedCheckout, CheckoutFiles } from './checkout-files.ts';
import { itemsOf } from './foreign-items.ts';
import { ifGitCan, keepingRefs, letGo, pinCheckouts, pinObjects } from './pins.ts';
import { keepFiles, keepObjects } from './kept-values.ts';
import { RepositoryReader } from './read-repository.ts';
import type { KeptFile } from './read-repository.ts';
import { forgetSeen, readSeen, writeSeen } from './seen-file.ts';
import type { Seen } from './seen-file.ts';
import type { GuardedRepository } from './watched-places.ts';

/** What a guard works with. */
export interface GuardParts {
  readonly git: GitClient;
  readonly repository: GuardedRepository;
  /** Folders with worktrees of the app. */
  readonly ownFolders: readonly string[];
  /** Files in which the app remembers what the person has agreed to. */
  readonly agreementFiles: readonly string[];
  /** Where files are kept as they were. */
  readonly keptFolder: string;
  /** Whether it watches over a run, from its first look to {@link Guard.endRun}; else each time from the start. */
  readonly isOfRun: boolean;
  /** For files that are there for a moment. */
  readonly temporaryFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether the app itself moved a ref there. */
  readonly isOwnMove: (ref: string, from: string | null, to: string | null) => boolean;
  /** Whether the app itself writes a file of a checkout, such as the file that a task came from. */
  readonly isOwnFile: (path: string) => boolean;
  /** What was reported before. */
  readonly knownChanges: () => readonly Pick<ForeignChange, 'items'>[];
  /** What of ours ran between two moments, as the records say: for what no process has watched to its end. */
  readonly ranBetween: (fromMs: number, toMs: number) => readonly WorkThen[];
  /** The snapshots of a run that the records name. */
  readonly snapshotsOf: (runId: string) => ReadonlyMap<string, string>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly tracer: Tracer;
}

/** What of an attempt is done between two looks. */
export type GuardedWork = Pick<WorkThen, 'attemptId' | 'taskId' | 'number' | 'what'> & {
  readonly runId: string;
};

/** Takes what was found. */
export type GuardWatch = (signal: {
  readonly kind: 'foreign_change';
  readonly change: ForeignChange;
}) => void;

type Running = Omit<WorkThen, 'endedAt'> & { endedAt: string | null };

interface Beginning {
  /** What of the person's checkouts was in no commit. */
  readonly checkouts: CheckoutFiles;
  /** Refs of ours that keep work. */
  readonly keeping: ReadonlyMap<string, string>;
  readonly seen: Seen;
}

/** A difference that is reported. */
interface Found {
  readonly runId: string | null;
  readonly before: Seen;
  readonly ran: readonly WorkThen[];
  readonly differences: Differences;
}

/**
 * Compares the person's repository with what it was, at the beginning and at the end of all that agents and
 * checks do. What changed in between, and was not the app's own, is kept as it was and as it is, then reported, with
 * what ran then. It says who ran, not who did it: every program of the person's can change these things.
 */
export class Guard {
  readonly #parts: GuardParts;
  readonly #reader: RepositoryReader;
  readonly #turns = new KeyedMutex();
  /** What runs, or has run since the last look. */
  #ran: Running[] = [];
  #seen: Seen | null = null;
  /** What there was when this began to watch, that is looked at again at the end of the run only. */
  #beginning: Beginning | null = null;

  constructor(parts: GuardParts) {
    this.#parts = parts;
    this.#reader = new RepositoryReader(parts);
  }

  /** Does something of an attempt between two looks. A look that fails keeps nothing from being done. */
  async around<Value>(
    work: GuardedWork,
    watch: GuardWatch,
    act: () => Promise<Value>,
  ): Promise<Value> {
    const { runId, attemptId, taskId, number, what } = work;
    // While others run, what changed before this began cannot be distinguished from what changed after it.
    if (this.#ran.every(({ endedAt }) => endedAt !== null)) {
      if (!this.#parts.isOfRun) this.#seen = null;
      await this.#lookSafely(runId, watch);
    }
    const startedAt = this.#now();
    const running: Running = { attemptId, taskId, number, what, startedAt, endedAt: null };
    this.#ran.push(running);
    try {
      return await act();
    } finally {
      running.endedAt = this.#now();
      await this.#lookSafely(runId, watch);
    }
  }

  /**
   * Looks a last time, and forgets what it saw: nothing of the run is at work any more.
   * @returns the person's checkouts of which index or files were changed meanwhile
   */
  async endRun(runId: string, watch: GuardWatch): Promise<readonly ChangedCheckout[]> {
    await this.#lookSafely(runId, watch);
    const lost = await this.#safely(null, async () => this.#lostKeeping(runId));
    if (lost !== null) watch({ kind: 'foreign_change', change: lost });
    return this.#safely([], async () => this.#letGo(runId));
  }

  /** Refs of ours that kept work, and are gone: nothing of ours takes them away during a run. */
  async #lostKeeping(runId: string): Promise<ForeignChange | null> {
    const { git, clock, ranBetween, snapshotsOf } = this.#parts;
    if (this.#beginning === null) return null;
    const { keeping, seen: before } = this.#beginning;
    const now = await keepingRefs(git);
    const refs = [...new Map([...keeping, ...snapshotsOf(runId)])]
      .filter(([ref]) => !now.has(ref))
      .map(([name, from]) => ({ name, from, to: null }));
    if (refs.length === 0) return null;
    const differences = { heads: [], lost: [], added: [], files: [], refs };
    return this.#keep({ runId, before, ran: ranBetween(before.atMs, clock.now()), differences });
  }

  async #letGo(runId: string): Promise<readonly ChangedCheckout[]> {
    const { git, keptFolder, isOwnFile } = this.#parts;
    await forgetSeen(keptFolder);
    const beginning = this.#beginning;
    this.#seen = null;
    this.#beginning = null;
    if (beginning === null) return [];
    const { checkouts } = this.#reader;
    const after = await readCheckouts(git, checkouts);
    const changed = changedCheckouts(beginning.checkouts, after, isOwnFile);
    const folders = changed.map(({ folder }) => folder);
    const kept = await letGo(git, checkouts, runId, folders);
    return changed.map((one) => ({ ...one, keptRef: kept.get(one.folder) ?? null }));
  }

  async #lookSafely(runId: string, watch: GuardWatch): Promise<void> {
    const look = async (): Promise<ForeignChange | null> => this.#look(runId);
    const change = await this.#safely(null, async () => this.#turns.run('look', look));
    if (change === null) return;
    watch({ kind: 'foreign_change', change });
    // Only then: who takes over after a crash must come upon what was not recorded.
    await this.#safely(undefined, async () => this.#writeSeen());
  }

  /** What cannot be looked at keeps nothing from being done. */
  async #safely<Value>(otherwise: Value, look: () => Promise<Value>): Promise<Value> {
    try {
      return await look();
    } catch (error) {
      const reason = { reason: String(error) };
      this.#parts.logger.warn('The repository could not be compared with what it was.', reason);
      return otherwise;
    }
  }

  #now(): string {
    return isoTime(this.#parts.clock.now());
  }

  /** Looks whether something has changed since the last look; the first one only remembers. */
  async #look(runId: string): Promise<ForeignChange | null> {
    const { clock, keptFolder, isOfRun, ranBetween } = this.#parts;
    const isFirst = this.#seen === null;
    const before = this.#seen ?? (isOfRun ? await readSeen(keptFolder) : null);
    const atMs = clock.now();
    // Taken first: what begins while this reads is asked about by the next look.
    const ran = this.#ran.map((one) => ({ ...one }));
    const fingerprint = await this.#reader.read();
    this.#remember(fingerprint, atMs);
    this.#ran = this.#ran.filter(({ endedAt }) => endedAt === null);
    if (isFirst) await this.#begin(before !== null);
    if (before === null) {
      await this.#writeSeen();
      return null;
    }
    const differences = this.#foreign(compareFingerprints(before.fingerprint, fingerprint));
    if (isSame(differences)) return null;
    if (differences.files.some(({ area }) => area === 'config')) await this.#findPlacesAgain();
    const then = isFirst ? ranBetween(before.atMs, atMs) : ran;
    return this.#keep({ runId, before, ran: then, differences });
  }

  async #begin(isTakenOver: boolean): Promise<void> {
    const { git, isOfRun, temporaryFolder } = this.#parts;
    const seen = this.#seen;
    if (!isOfRun || seen === null) return;
    const { checkouts } = this.#reader;
    const files = await readCheckouts(git, checkouts);
    this.#beginning = { checkouts: files, keeping: await keepingRefs(git), seen };
    await ifGitCan(async () => pinObjects(git, seen.fingerprint));
    await ifGitCan(async () => pinCheckouts(git, checkouts, files, temporaryFolder, isTakenOver));
  }

  async #writeSeen(): Promise<void> {
    const { isOfRun, keptFolder } = this.#parts;
    if (isOfRun && this.#seen !== null) await writeSeen(keptFolder, this.#seen);
  }

  #remember(fingerprint: Fingerprint, atMs: number): void {
    const files = new Map<string, KeptFile>();
    for (const path of fingerprint.files.keys()) {
      const kept = this.#reader.keptFile(path);
      if (kept !== null) files.set(path, kept);
    }
    this.#seen = { fingerprint, files, atMs };
  }

  /** A file that counts only since the configuration names it did not change because of that. */
  async #findPlacesAgain(): Promise<void> {
    const fresh = await this.#reader.findPlacesAgain();
    if (this.#seen === null) return;
    const { fingerprint, atMs } = this.#seen;
    const files = new Map([...fingerprint.files, ...fresh]);
    this.#remember({ ...fingerprint, files }, atMs);
  }

  #foreign(differences: Differences): Differences {
    const { isOwnMove, knownChanges } = this.#parts;
    const refs = differences.refs.filter(({ name, from, to }) => !isOwnMove(name, from, to));
    const foreign = { ...differences, refs };
    return isSame(foreign) ? foreign : withoutKnown(foreign, knownChanges());
  }

  async #keep({ runId, before, ran, differences }: Found): Promise<ForeignChange> {
    const { git, ids, keptFolder, tracer } = this.#parts;
    const id = ids.next('change');
    const now = this.#seen?.files ?? new Map<string, KeptFile>();
    const { items, files } = await itemsOf(git, differences, before.files, now);
    tracer.reached('guard.keep.before');
    await keepObjects(git, id, items);
    await keepFiles(keptFolder, id, files);
    tracer.reached('guard.keep.after');
    return {
      id,
      runId,
      since: isoTime(before.atMs),
      seenAt: this.#now(),
      ran: [...ran],
      items: [...items],
      leftAt: null,
    };
  }
}
