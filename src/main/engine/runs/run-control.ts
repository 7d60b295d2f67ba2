import type { Failure } from '#shared/lib/failure.ts';
import { failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { within } from '#main/system/within.ts';
import { momentWords } from '#shared/lib/time-words.ts';
import type { Run, RunScope, RunSettings } from '#shared/model/run.ts';
import { agreeToTips } from '#main/landing/foreign-tip.ts';
import { preflight } from '#main/runs/start/preflight.ts';
import { recoverRun } from '#main/runs/recover-run.ts';
import { RunDriver } from '#main/runs/run-driver.ts';
import type { RunResult } from '#main/runs/run-driver.ts';
import { RunSession } from '#main/runs/run-session.ts';
import type { HostParts } from '#main/runs/host-parts.ts';
import {
  activeRunProblem,
  createRun,
  settingsFrom,
  unfinishedRun,
} from '#main/runs/start/start-run.ts';
import { commit } from '#main/store/ledger.ts';
import { ownIdentity } from '#main/system/process-identity.ts';
import type { PtySession } from '#main/terminal/pty-host.ts';
import { isoTime } from '#shared/lib/clock.ts';
import { baselineOf, endWhenRed } from './run-baseline.ts';
import { catchUpWithSources } from '#main/engine/host/keep-sources.ts';
import { missingRepository } from '#main/engine/host/repository-presence.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** A run that this process drives. */
export interface DrivenRun {
  readonly run: Run;
  readonly session: RunSession;
  /** The terminals of the agents that run now, by attempt id. */
  readonly agents: ReadonlyMap<string, PtySession>;
  /** Resolves when the run has ended, or had to stop. */
  readonly finished: Promise<RunResult>;
}

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
): Promise<Result<DrivenRun, readonly Failure[]>> {
  // First, because what that run is doing may look like a problem of this one.
  const active = activeRunProblem(workspace.store);
  if (active !== null) return err([active]);
  await catchUpWithSources(workspace);
  const settings = runSettings(workspace, overrides);
  const checked = await preflight(workspace, scope, settings);
  if (checked.problems.length > 0) return err(checked.problems);
  const { taskIds } = checked;
  await agreeToTips(
    workspace.landing,
    taskIds.flatMap((id) => workspace.store.get('tasks', id)?.epicId ?? []),
  );
  const baseline = await baselineOf(workspace, taskIds, settings);
  if (baseline.kind === 'red') return err([baseline.problem]);
  const created = createRun(workspace, { scope, taskIds, settings, owner: ownIdentity() });
  if (!created.ok) return err([created.error]);
  if (baseline.kind === 'slow') endWhenRed(workspace, created.value, baseline.problem);
  return ok(drive(workspace, created.value, async () => []));
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
  return ok(drive(workspace, run, (parts) => recoverRun(parts, run, ownIdentity())));
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
 * here and ended; its unfinished work is kept.
 */
export async function cancelRun(workspace: Workspace, now: boolean): Promise<Result<Run, Failure>> {
  const unfinished = unfinishedRun(workspace.store);
  if (unfinished === null) {
    return err(failure('run-not-active', 'No run is active.', 'There is nothing to cancel.'));
  }
  const { run, alive } = unfinished;
  if (alive) {
    const cancelled = requestCancel(workspace, run.id, now);
    return cancelled.ok ? ok(workspace.store.get('runs', run.id) ?? run) : cancelled;
  }
  const missing = await missingRepository(workspace.repository);
  if (missing !== null) return err(missing);
  const driven = drive(workspace, run, async (parts) => {
    const unfinishedAttempts = await recoverRun(parts, run, ownIdentity());
    requestCancel(workspace, run.id, true);
    return unfinishedAttempts;
  });
  const result = await driven.finished;
  return result.failure === null ? ok(result.run) : err(result.failure);
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

function drive(
  workspace: Workspace,
  run: Run,
  recover: (parts: HostParts) => Promise<readonly string[]>,
): DrivenRun {
  const session = new RunSession();
  const parts = workspace.forRun(run.id);
  const finished = (async () => {
    try {
      const unfinished = await recover(parts);
      return await new RunDriver(parts, session, run.id).drive(unfinished);
    } finally {
      await parts.rooms.close();
      await within(gitPatienceMs, parts.git.close());
    }
  })();
  return { run, session, agents: parts.worker.agents, finished };
}
