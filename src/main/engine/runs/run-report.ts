import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';
import { attemptViews } from '#shared/core/records/attempt-view.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { tallyOf } from '#shared/core/runs/run-summary.ts';
import type { Tally } from '#shared/core/runs/run-summary.ts';
import type { UndoDirection } from '#shared/core/edits/undo-options.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Run, RunScope, RunSettings } from '#shared/model/run.ts';
import { waitingAccounts } from '#main/runs/account-limits.ts';
import type { WaitingAccount } from '#main/runs/account-limits.ts';
import { preflight } from '#main/runs/start/preflight.ts';
import type { HostPreflight } from '#main/runs/start/preflight.ts';
import { activeRunProblem, unfinishedRun } from '#main/runs/start/start-run.ts';
import { undoMerge } from '#main/landing/undo-merge.ts';
import type { Store } from '#main/store/store.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** The active or the last run, and what of it is under way. */
export interface RunStatus {
  readonly run: Run | null;
  /** Whether a living process drives it. */
  readonly alive: boolean;
  readonly tally: Tally | null;
  /** Its tasks that wait for a person, each with the reason. */
  readonly blocked: readonly { readonly taskId: string; readonly reason: string }[];
  /** Attempts that have not ended, or whose work is on its way to its branch. */
  readonly attempts: readonly AttemptView[];
  /** Accounts whose provider refuses work, and the open tasks that wait for it. */
  readonly limits: readonly WaitingAccount[];
}

/** Looks at the workspace's active run, or at its last one. */
export function inspectRun(workspace: Workspace): RunStatus {
  const { store } = workspace;
  const unfinished = unfinishedRun(store);
  const run = unfinished?.run ?? store.all('runs').at(-1) ?? null;
  if (run === null) {
    return { run, alive: false, tally: null, blocked: [], attempts: [], limits: [] };
  }
  const tasks = run.taskIds.flatMap((id) => store.get('tasks', id) ?? []);
  const attempts = openAttempts(store, run.id);
  const alive = unfinished?.alive ?? false;
  const limits = alive ? waitingAccounts(workspace, run) : [];
  const blocked = tasks
    .filter(({ status }) => status === 'blocked')
    .map(({ id, blockedReason }) => ({ taskId: id, reason: blockedReason ?? '' }));
  return { run, alive, tally: tallyOf(run, tasks), blocked, attempts, limits };
}

/** The attempts of a run that have not ended, and those whose work has not come to its branch yet. */
export function openAttempts(store: Store, runId: string): readonly AttemptView[] {
  const attempts = store.find('attempts', 'run_id', runId);
  const landings = store.find('landings', 'run_id', runId);
  return attemptViews(attempts, landings).filter(({ phase }) => phase !== 'ended');
}

/**
 * What a run would do and what stands in its way; no agent is started. With `checksBaseline` the checks are run on the
 * commits that its epics stand on, unless that was done before.
 */
export async function preflightReport(
  workspace: Workspace,
  scope: RunScope,
  settings: RunSettings,
  checksBaseline = false,
): Promise<HostPreflight> {
  return preflight(workspace, scope, settings, checksBaseline);
}

/** Takes a task's merge back, or brings one back that was taken back; without a direction, undoes the last of these. */
export async function undoTask(
  workspace: Workspace,
  taskId: string,
  direction?: UndoDirection,
): Promise<Result<Receipt, Failure>> {
  const obstacle = (): Failure | null => activeRunProblem(workspace.store);
  return undoMerge(workspace, { taskId, direction, obstacle });
}
