import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { momentWords } from '#shared/lib/time-words.ts';
import type { ProcessIdentity } from '#shared/model/attempt.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import type { Run, RunOrigin, RunScope, RunSettings } from '#shared/model/run.ts';
import { timestamp } from '#shared/lib/clock.ts';
import { isElsewhere, isProcessAlive } from '#main/system/process-identity.ts';
import { commit } from '#main/store/ledger.ts';
import { isRunLocked } from '#main/store/run-lock.ts';
import type { Store } from '#main/store/store.ts';
import { notification } from '#main/notify/notification.ts';
import type { HostParts } from '#main/runs/host-parts.ts';

/** The settings a run gets from the workspace's config, before anything is changed for this run. */
export function settingsFrom(config: ProjectConfig): RunSettings {
  const { workflow } = config;
  const { limits } = workflow;
  return {
    mode: workflow.mode,
    schedule: workflow.schedule,
    maxParallelTasks: workflow.max_parallel_tasks,
    tddEnabled: workflow.tdd_enabled,
    review: workflow.review,
    maxCycles: workflow.max_cycles,
    redispatchLimit: workflow.redispatch_limit,
    noProgressLimit: workflow.debug.no_progress,
    silentMinutes: limits.silent_minutes,
    killSilentMinutes: limits.kill_silent_minutes,
    taskTokens: limits.task_tokens,
    runTokens: limits.run_tokens,
    runCostUsd: limits.run_cost_usd,
    baseline: 'stop',
  };
}

/** The run of this workspace that has not ended, if there is one, and whether a process drives it. */
export function unfinishedRun(store: Store): { readonly run: Run; readonly alive: boolean } | null {
  const [run] = store.find('runs', 'status', 'active', 'cancelling', 'stopping', 'interrupted');
  if (run === undefined) return null;
  return { run, alive: run.status !== 'interrupted' && isDriven(store, run) };
}

/** Whether the process that drives a run lives, also where it cannot be seen from here: in a container, or outside. */
export function isDriven(store: Store, { owner }: Pick<Run, 'owner'>): boolean {
  return isElsewhere(owner) ? isRunLocked(store.folder) : isProcessAlive(owner);
}

/** Why no other run may start now; null when one may. */
export function activeRunProblem(store: Store): Failure | null {
  const unfinished = unfinishedRun(store);
  if (unfinished === null) return null;
  const { run, alive } = unfinished;
  if (alive) {
    return failure(
      'run-active',
      `A run is already active: ${run.id}, started ${momentWords(Date.parse(run.startedAt))}.`,
      'Wait for it, or cancel it with `switchyard cancel`.',
    );
  }
  return failure(
    'run-interrupted',
    `Run ${run.id} was interrupted; its work is kept.`,
    'Go on with `switchyard run --resume`, or end it with `switchyard cancel`.',
  );
}

/** Writes a new run over `taskIds`, unless another one is active: both in one transaction. */
export function createRun(
  parts: Pick<HostParts, 'store' | 'clock' | 'ids'>,
  request: {
    readonly scope: RunScope;
    readonly taskIds: readonly string[];
    readonly settings: RunSettings;
    readonly owner: ProcessIdentity;
    readonly origin: RunOrigin;
  },
): Result<Run, Failure> {
  const at = timestamp(parts);
  const run: Run = {
    id: parts.ids.next('run'),
    scope: request.scope,
    taskIds: [...request.taskIds],
    settings: request.settings,
    status: 'active',
    paused: false,
    outcome: null,
    problem: null,
    skipped: [],
    batch: [],
    batchNumber: 0,
    owner: request.owner,
    origin: request.origin,
    startedAt: at,
    endedAt: null,
  };
  return parts.store.transact(() => {
    const problem = activeRunProblem(parts.store);
    if (problem !== null) return err(problem);
    const text = `Starting batch run of ${run.taskIds.length} task(s)`;
    const written = commit(parts.store, [
      { to: 'runs', id: run.id, command: { kind: 'start', run } },
      notification(parts, 'run_started', text, { kind: 'run', id: run.id }),
    ]);
    return written.ok ? ok(run) : written;
  });
}
