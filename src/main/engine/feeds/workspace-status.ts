import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import { sameValue } from '#shared/core/edits/three-way.ts';
import type { Subscription } from '#shared/lib/disposable.ts';
import { branchFingerprint, countCommits, readBranchHeads } from '#main/git/branch-heads.ts';
import type { BranchHeads } from '#main/git/branch-heads.ts';
import { openChanges } from '#main/landing/foreign-entries.ts';
import { waitingAccounts } from '#main/runs/account-limits.ts';
import { unfinishedRun } from '#main/runs/start/start-run.ts';
import { AgentLines } from '#main/engine/runs/agent-lines.ts';
import { LiveWork } from '#main/engine/runs/live-work.ts';
import type { DrivenRun } from '#main/engine/runs/run-control.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { Audience } from './audience.ts';
import { lastSignOf } from '#main/engine/runs/last-sign.ts';
import { LatestValue } from './latest-value.ts';
import { missingRepository } from '#main/landing/repository-health.ts';
import { unsafeWork } from '#main/engine/tasks/unsafe-work.ts';

/** How often is looked whether something changed, in ms. */
const lookMs = 250;
/** Looks between two looks at the branches, the config and the life of a run's process. */
const slowLooks = 8;

/** What is watched of an open workspace. */
interface WatchedWorkspace {
  readonly workspace: Workspace;
  readonly drivenRun: DrivenRun | null;
  readonly beginning: WorkspaceStatus['beginning'];
  rereadConfig(): Promise<void>;
}
type Records = Pick<WorkspaceStatus, 'run' | 'unsafe' | 'limits' | 'foreignChanges'>;
type Branches = Pick<WorkspaceStatus, 'checkout' | 'epics'>;

/** What is known of branches before they were read once. */
const noBranches: Branches = { checkout: { branch: null, commit: null }, epics: [] };

/**
 * What changes in a workspace from moment to moment, for as many as want to know; nothing is looked
 * at while nobody does.
 */
export class WorkspaceStatusFeed {
  readonly #open: WatchedWorkspace;
  readonly #audience = new Audience<WorkspaceStatus, LatestValue<WorkspaceStatus>>(() =>
    this.#listen(),
  );
  readonly #lines = new AgentLines();
  readonly #work = new LiveWork();
  /** Commits that epics have beyond their base, by both ends. */
  #ahead = new Map<string, number>();
  #status: WorkspaceStatus | null = null;
  #records: Records | null = null;
  #branches: Branches | null = null;
  #missing: WorkspaceStatus['missing'] = null;
  /** When the process that drove the run was last seen at work; null while there is no such run. */
  #lastSignAt: string | null = null;
  #fingerprint = '';
  #foreign = 0;
  #looks = 0;
  #isLooking = false;
  /** What the last look failed for, so that the same is logged once; null when it did not. */
  #problem: string | null = null;

  constructor(open: WatchedWorkspace) {
    this.#open = open;
  }

  /** The present status, then each new one, the newest only; ends with `signal` or the feed. */
  async *watch(signal?: AbortSignal): AsyncGenerator<WorkspaceStatus, void, void> {
    const viewer = new LatestValue<WorkspaceStatus>();
    if (this.#status !== null) viewer.set(this.#status);
    yield* this.#audience.follow(viewer, signal);
  }

  /** Ends for all viewers. */
  close(): void {
    this.#audience.dismiss();
  }

  #listen(): Subscription {
    const commits = this.#open.workspace.store.onCommit((entries) => {
      this.#records = null;
      // A merge of this process may fall into the same tick of the file system's clock.
      if (entries.some(({ collection }) => collection === 'receipts')) this.#fingerprint = '';
    });
    const timer = setInterval(() => void this.#look(), lookMs);
    void this.#look();
    return {
      dispose: () => {
        clearInterval(timer);
        commits.dispose();
        this.#status = null;
        this.#records = null;
        this.#lastSignAt = null;
        this.#looks = 0;
      },
    };
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const { logger } = this.#open.workspace;
    try {
      const isSlow = this.#looks % slowLooks === 0;
      const status = await this.#read();
      // A quick look does not come upon what a slow one fails for.
      if (isSlow) this.#problem = null;
      // All viewers may have gone while git was asked.
      const { queues } = this.#audience;
      if (queues.size === 0 || sameValue(status, this.#status)) return;
      this.#status = status;
      for (const viewer of queues) viewer.set(status);
    } catch (error) {
      // The next look may succeed; the pages keep what they have. A closed workspace has no next.
      const problem = String(error);
      if (this.#audience.queues.size === 0 || problem === this.#problem) return;
      this.#problem = problem;
      logger.warn(`The workspace cannot be looked at: ${problem}`);
    } finally {
      this.#isLooking = false;
    }
  }

  async #read(): Promise<WorkspaceStatus> {
    const isSlow = this.#looks % slowLooks === 0;
    this.#looks += 1;
    if (isSlow) await this.#lookForRepository();
    const { workspace, drivenRun, beginning } = this.#open;
    const foreign = workspace.store.foreignVersion();
    if (isSlow || foreign !== this.#foreign) this.#records = null;
    this.#foreign = foreign;
    if (isSlow || this.#branches === null) this.#branches = await this.#readBranches();
    // After git was asked: a commit in the meantime has made former records out of date.
    this.#records ??= this.#readRecords();
    const { run, unsafe, limits, foreignChanges } = this.#records;
    return {
      ...this.#branches,
      unsafe,
      limits,
      foreignChanges,
      run: run === null ? null : { ...run, lastSignAt: await this.#readLastSign(run) },
      ...this.#lines.look(drivenRun, workspace),
      work: this.#missing === null ? this.#work.look(drivenRun, workspace) : {},
      checks: Object.fromEntries(drivenRun?.session.checks ?? []),
      configProblems: workspace.configProblems,
      configRevision: workspace.configRevision,
      missing: this.#missing,
      agents: {
        byDefault: workspace.config.agents.default,
        byType: workspace.config.agents.by_type,
        types: workspace.agents.types,
      },
      beginning,
      trust: { state: workspace.trust.state, digest: workspace.trust.digest },
    };
  }

  async #lookForRepository(): Promise<void> {
    const { repository, logger } = this.#open.workspace;
    const missing = await missingRepository(repository);
    if (missing !== null && this.#missing === null) logger.warn(missing.message);
    this.#missing = missing;
    // Without the repository there is no config to be read: the last one stays.
    if (missing === null) await this.#open.rereadConfig();
  }

  #readRecords(): Records {
    const { workspace, drivenRun } = this.#open;
    const unfinished = unfinishedRun(workspace.store);
    const alive = unfinished?.alive ?? false;
    const unsafe = unsafeWork(workspace.store, alive);
    const foreignChanges = openChanges(workspace.store).map(({ id }) => id);
    if (unfinished === null) return { run: null, unsafe, limits: [], foreignChanges };
    const { id, paused } = unfinished.run;
    const here = drivenRun?.run.id === id;
    const limits = [...waitingAccounts(workspace, unfinished.run)];
    const run = { id, alive, here, paused, lastSignAt: null };
    return { run, unsafe, limits, foreignChanges };
  }

  /** What is known of a process that is gone does not change. */
  async #readLastSign({
    id,
    alive,
  }: Pick<NonNullable<Records['run']>, 'id' | 'alive'>): Promise<string | null> {
    const { workspace } = this.#open;
    const run = alive ? null : workspace.store.get('runs', id);
    this.#lastSignAt =
      run === null ? null : (this.#lastSignAt ?? (await lastSignOf(workspace, run)));
    return this.#lastSignAt;
  }

  async #readBranches(): Promise<Branches> {
    if (this.#missing !== null) return this.#branches ?? noBranches;
    const { repository, git } = this.#open.workspace;
    const fingerprint = await branchFingerprint(repository.root, repository.commonDirectory);
    if (this.#branches !== null && fingerprint === this.#fingerprint) return this.#branches;
    const heads = await readBranchHeads(git);
    const { branch, commit } = heads;
    const epics = await this.#epics(heads);
    this.#fingerprint = fingerprint;
    return { checkout: { branch, commit }, epics };
  }

  async #epics(heads: BranchHeads): Promise<Branches['epics']> {
    const { store, git } = this.#open.workspace;
    const ahead = new Map<string, number>();
    const epics: Branches['epics'][number][] = [];
    for (const { id, branch, baseCommit } of store.all('epics')) {
      const tip = heads.epics.get(id);
      if (tip === undefined || baseCommit === null) continue;
      const key = `${baseCommit}..${tip}`;
      const count = this.#ahead.get(key) ?? (await countCommits(git, baseCommit, tip));
      ahead.set(key, count);
      epics.push({ id, branch, ahead: count });
    }
    this.#ahead = ahead;
    return epics;
  }
}
