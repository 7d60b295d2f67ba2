import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure } from '#shared/lib/failure.ts';
import { catchFailure, failure } from '#shared/lib/failure.ts';
import { mapStrings } from '#shared/lib/map-strings.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { within } from '#main/system/within.ts';
import { momentWords } from '#shared/lib/time-words.ts';
import type { Run, RunOrigin, RunScope, RunSettings } from '#shared/model/run.ts';
import { agreeToTips } from '#main/landing/foreign-tip.ts';
import { abandonRun } from '#main/runs/abandon-run.ts';
import { preflight } from '#main/runs/start/preflight.ts';
import { recoverRun } from '#main/runs/recover-run.ts';
import { RunDriver } from '#main/runs/run-driver.ts';
import type { RunResult } from '#main/runs/run-driver.ts';
import { RunSession } from '#main/runs/run-session.ts';
import type { HostParts } from '#main/runs/host-parts.ts';
import {
  activeRunProblem,
  createRun,
  isDriven,
  settingsFrom,
  unfinishedRun,
} from '#main/runs/start/start-run.ts';
import { carriedFrom } from '#main/git/worktree-files.ts';
import { commit } from '#main/store/ledger.ts';
import { notification } from '#main/notify/notification.ts';
import { RunLock } from '#main/store/run-lock.ts';
import { isElsewhere, isProcessAlive, ownIdentity } from '#main/system/process-identity.ts';
import { endProcessTree } from '#main/system/process-tree.ts';
import { failureOf } from '#main/system/system-failure.ts';
import type { PtySession } from '#main/terminal/pty-host.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { RunBeginning } from './beginnings.ts';
import { baselineOf, endWhenRed } from './run-baseline.ts';
import { catchUpWithSources } from '#main/engine/host/keep-sources.ts';
import { missingRepository } from '#main/landing/repository-health.ts';
import { learnEnvFiles } from '#main/workspace/env-files.ts';
import { settleMended } from '#main/engine/guard/foreign-changes.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** A run that this process drives. */
export interface DrivenRun {
  readonly run: Run;
  readonly session: RunSession;
  /** The terminals of the agents that run now, by attempt id. */
  readonly agents: ReadonlyMap<string, PtySession>;
  /** What is in the worktree of an agent that runs now, as the hash of a tree; null when none does. */
  readonly treeNow: (attemptId: string) => Promise<string | null>;
  /** Resolves when the run has ended, or had to stop. */
  readonly finished: Promise<RunResult>;
}

/** Longer than a process takes that ends its run by itself, whatever is stuck in it. */
const ownerPatienceMs = 120_000;
const ownerLookMs = 250;
const ownerGraceMs = 5_000;

/** How long the gits of a run may take to end with it. */
const gitPatienceMs = 10_000;

/** What may be changed for one run; the rest comes from the workspace's config. */
export type RunOverrides = Partial<RunSettings>;

/** The settings of a run: the config's, with this run's changes. */
export function runSettings(workspace: Workspace, overrides: RunOverrides): RunSettings {
  return { ...settingsFrom(workspace.config), ...overrides };
}

/**
 * Starts a run over `scope` and drives it in this process. Nothing is executed when preflight finds a
 * problem; all of them are returned.
 */
export async function startRun(
  workspace: Workspace,
  scope: RunScope,
  overrides: RunOverrides = {},
  beginning: RunBeginning = { report: () => {} },
): Promise<Result<DrivenRun, readonly Failure[]>> {
  try {
    return await beginRun(workspace, scope, overrides, beginning);
  } catch (error) {
    // Such as a disk that is full before anything has begun.
    const known = failureOf(error);
    if (known === null) throw error;
    return err([known]);
  }
}

async function beginRun(
  workspace: Workspace,
  scope: RunScope,
  overrides: RunOverrides,
  beginning: RunBeginning,
): Promise<Result<DrivenRun, readonly Failure[]>> {
  // First, because what that run is doing may look like a problem of this one.
  const active = activeRunProblem(workspace.store);
  if (active !== null) return err([active]);
  await catchUpWithSources(workspace);
  await settleMended(workspace);
  const settings = runSettings(workspace, overrides);
  const checked = await preflight(workspace, scope, settings);
  if (checked.problems.length > 0) return err(checked.problems);
  for (const { message, action } of checked.warnings) {
    workspace.logger.warn(`${message} ${action}`);
  }
  const { taskIds } = checked;
  await agreeToTips(
    workspace.landing,
    taskIds.flatMap((id) => workspace.store.get('tasks', id)?.epicId ?? []),
  );
  const baseline = await baselineOf(workspace, taskIds, settings, beginning);
  if (beginning.stop?.aborted === true) return err([notStarted()]);
  if (baseline.kind === 'red') return err([baseline.problem]);
  // Before there is a run of which somebody could think that nobody drives it.
  const lock = RunLock.take(workspace.store.folder);
  const origin = await startOf(workspace);
  const request = { scope, taskIds, settings, owner: ownIdentity(), origin };
  const created = await catchFailure(async () => createRun(workspace, request));
  if (!created.ok) {
    lock?.release();
    return err([created.error]);
  }
  if (baseline.kind === 'slow') endWhenRed(workspace, created.value, baseline.problem);
  return ok(await drive(workspace, created.value, async () => [], lock));
}

function notStarted(): Failure {
  return failure(
    'run-not-started',
    'The run was not started: it was stopped while the checks ran.',
    'No agent has worked, and nothing was changed.',
  );
}

/** Goes on with a run whose process is gone. */
export async function resumeRun(workspace: Workspace): Promise<Result<DrivenRun, Failure>> {
  const unfinished = unfinishedRun(workspace.store);
  if (unfinished === null) {
    return err(
      failure(
        'nothing-to-resume',
        'There is no interrupted run.',
        'Start one with `switchyard run`.',
      ),
    );
  }
  const { run, alive } = unfinished;
  if (alive) {
    return err(
      failure(
        'run-active',
        `A run is already active: ${run.id}, started ${momentWords(Date.parse(run.startedAt))}.`,
        'Wait for it, or cancel it with `switchyard cancel`.',
      ),
    );
  }
  const untrusted = await trustProblem(workspace, run);
  if (untrusted !== null) return err(untrusted);
  reportOtherConfig(workspace, run);
  return ok(await drive(workspace, run, (parts) => recoverRun(parts, run, ownIdentity())));
}

/** Why what is left of a run may not go on: a person has not agreed to what it would run. */
async function trustProblem({ store, trustGate }: Workspace, run: Run): Promise<Failure | null> {
  const tasks = run.taskIds
    .flatMap((id) => store.get('tasks', id) ?? [])
    .filter(({ status }) => status !== 'closed' && status !== 'blocked');
  const epics = [...new Set(tasks.map(({ epicId }) => epicId))];
  return trustGate.problemOf(
    tasks,
    epics.flatMap((id) => store.get('epics', id) ?? []),
  );
}

/**
 * Asks the active run to end: gracefully, or `now`. A run that nobody drives any more is taken over
 * here and ended; its unfinished work is kept. It ends whenever that can be written down: where git or the disk refuses, in the records
 * alone; and when it is asked once more to stop now and its process does not, that process is ended.
 */
export async function cancelRun(workspace: Workspace, now: boolean): Promise<Result<Run, Failure>> {
  const unfinished = unfinishedRun(workspace.store);
  if (unfinished === null) {
    return err(failure('run-not-active', 'No run is active.', 'There is nothing to cancel.'));
  }
  const { run, alive } = unfinished;
  if (alive && !(now && run.status === 'stopping' && (await endStuckOwner(workspace, run)))) {
    if (workspace.store.get('runs', run.id)?.status === 'ended') return endedRun(workspace, run);
    const cancelled = await catchFailure(async () => requestCancel(workspace, run.id, now));
    return cancelled.ok ? endedRun(workspace, run) : err(notCancelled(cancelled.error));
  }
  const missing = await missingRepository(workspace.repository);
  const ended = missing === null ? await endHere(workspace, run) : err(missing);
  if (ended.ok || ended.error.code === 'run-active') return ended;
  const abandoned = await catchFailure(async () => ok(abandonRun(workspace, run.id, ended.error)));
  return abandoned.ok ? abandoned : err(notCancelled(abandoned.error));
}

/** The one thing that cancelling needs is that it can be written down. */
function notCancelled({ code, message, action }: Failure): Failure {
  if (!code.endsWith('disk-full') && !code.startsWith('database-'))
    return { code, message, action };
  const then = 'Then cancel it once more: until that is written down, the run can also be resumed.';
  return failure(
    code,
    `The run was not cancelled, because that cannot be written down. ${message}`,
    `${action} ${then}`,
  );
}

function endedRun({ store }: Workspace, run: Run): Result<Run, Failure> {
  return ok(store.get('runs', run.id) ?? run);
}

/** Takes a run over that nobody drives, and drives it to its end. */
async function endHere(workspace: Workspace, run: Run): Promise<Result<Run, Failure>> {
  return catchFailure(async () => {
    const driven = await drive(workspace, run, async (parts) => {
      const unfinishedAttempts = await recoverRun(parts, run, ownIdentity());
      requestCancel(workspace, run.id, true);
      return unfinishedAttempts;
    });
    const result = await driven.finished;
    return result.failure === null ? ok(result.run) : err(result.failure);
  });
}

/**
 * Waits for a run that is to stop now; when its process has not ended it in all the time that this may take,
 * that process is ended.
 * @returns whether the run is to be taken over
 */
async function endStuckOwner({ store, clock }: Workspace, run: Run): Promise<boolean> {
  const isOpen = (): boolean => store.get('runs', run.id)?.status === 'stopping';
  const until = clock.now() + ownerPatienceMs;
  while (isOpen() && isDriven(store, run) && clock.now() < until) await sleep(ownerLookMs);
  if (!isOpen()) return false;
  // One that cannot be seen cannot be ended; and this very process ends what is stuck by itself.
  if (isElsewhere(run.owner)) return !isDriven(store, run);
  if (run.owner.pid === process.pid) return false;
  if (isProcessAlive(run.owner)) await endProcessTree(run.owner, { graceMs: ownerGraceMs });
  // It may have come to its end by itself after all.
  return isOpen() && !isProcessAlive(run.owner);
}

/** Writes the request to cancel; whichever process drives the run sees it at once. */
export function requestCancel(
  workspace: Workspace,
  runId: string,
  now: boolean,
): Result<void, Failure> {
  const at = isoTime(workspace.clock.now());
  return commit(workspace.store, [{ to: 'runs', id: runId, command: { kind: 'cancel', now, at } }]);
}

/** Where a run starts, and with which config: as it may be written down, without secrets. */
function originOf({ repository, config, secrets }: Workspace): RunOrigin {
  return { root: repository.root, config: mapStrings(config, (text) => secrets.mask(text)) };
}

/** Like {@link originOf}, once what the worktrees will get of secrets is known. */
async function startOf(workspace: Workspace): Promise<RunOrigin> {
  const { git, repository, config, secrets } = workspace;
  const { copy } = config.worktree;
  const { files } = await carriedFrom(git, repository.root, { copy, clone: [] });
  await learnEnvFiles(secrets, repository.root, files);
  return originOf(workspace);
}

/** A run keeps the settings that it was started with; who has changed the file since hears of it. */
function reportOtherConfig(workspace: Workspace, { id, origin }: Run): void {
  const now = originOf(workspace);
  if (origin === null || JSON.stringify(origin.config) === JSON.stringify(now.config)) return;
  const text = `Run ${id} goes on with the settings that it was started with in ${origin.root}; those of ${workspace.repository.root} are others by now. To use them, cancel this run and start another.`;
  workspace.logger.info(text);
  commit(workspace.store, [
    notification(workspace, 'repository_notice', text, { kind: 'run', id }),
  ]);
}

/** `lock` is for whoever cannot see this process; where the disk knows no locks, there is none. */
async function drive(
  workspace: Workspace,
  run: Run,
  recover: (parts: HostParts) => Promise<readonly string[]>,
  lock = RunLock.take(workspace.store.folder),
): Promise<DrivenRun> {
  const session = new RunSession();
  const parts = await workspace.forRun(run.id, run.origin);
  const finished = (async () => {
    try {
      const unfinished = await recover(parts);
      return await new RunDriver(parts, session, run.id).drive(unfinished);
    } finally {
      await within(gitPatienceMs, parts.rooms.close());
      await within(gitPatienceMs, parts.git.close());
      lock?.release();
    }
  })();
  const { worker } = parts;
  const treeNow: DrivenRun['treeNow'] = async (attemptId) => worker.treeNow(attemptId);
  return { run, session, agents: worker.agents, treeNow, finished };
}
