import { setTimeout as delay } from 'node:timers/promises';
import { joinFailures } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { requestCancel, startRun } from '#main/engine/runs/run-control.ts';
import type { DrivenRun } from '#main/engine/runs/run-control.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import type { PlayedTask } from './tasks-to-play.ts';

/** How long the catalogue may take, and how much of it is played side by side. */
export interface PlayLimits {
  readonly minutes: number;
  readonly parallel: number;
  /** Ends it early; what was played until then is reported. */
  readonly stop?: AbortSignal;
}

/** Gets how many tasks are through. */
export type Progress = (done: number, all: number) => void;

/** How the run of the tasks ended. */
export interface PlayEnd {
  /** Not all were played: the time was over, or the person stopped it. */
  readonly wasCut: boolean;
  /** Why the run halted before its end; null where it did not. */
  readonly halted: string | null;
  readonly seconds: number;
}

const lookMs = 250;
/** How long a run may take to end that is to end at once. */
const endPatienceMs = 60_000;

/** Runs all the tasks, each once, within the limits. A task whose work waits for a person is through. */
export async function playTasks(
  workspace: Workspace,
  tasks: readonly PlayedTask[],
  limits: PlayLimits,
  onProgress: Progress,
): Promise<Result<PlayEnd, Failure>> {
  const began = workspace.clock.now();
  const started = await startRun(
    workspace,
    { kind: 'all' },
    {
      maxParallelTasks: limits.parallel,
      redispatchLimit: 0,
      noProgressLimit: 1,
      tddEnabled: false,
      baseline: 'strict',
    },
  );
  if (!started.ok) return err(joinFailures(started.error));
  const wasCut = await follow(
    workspace,
    started.value,
    tasks,
    began + limits.minutes * 60_000,
    limits,
    onProgress,
  );
  const seconds = Math.round((workspace.clock.now() - began) / 1000);
  const result = await Promise.race([started.value.finished, delay(endPatienceMs, null)]);
  return ok({ wasCut, halted: result?.failure?.message ?? null, seconds });
}

async function follow(
  workspace: Workspace,
  { run, finished }: DrivenRun,
  tasks: readonly PlayedTask[],
  until: number,
  { stop }: PlayLimits,
  onProgress: Progress,
): Promise<boolean> {
  const over = new AbortController();
  const ended = finished.finally(() => over.abort());
  let shown = -1;
  while (!over.signal.aborted) {
    const done = tasks.filter(({ taskId }) => isThrough(workspace, taskId)).length;
    if (done !== shown) onProgress(done, tasks.length);
    shown = done;
    const isCut = workspace.clock.now() >= until || stop?.aborted === true;
    if (isCut || done === tasks.length) {
      if (!over.signal.aborted) requestCancel(workspace, run.id, true);
      await Promise.race([ended, delay(endPatienceMs)]);
      return isCut && done < tasks.length;
    }
    await Promise.race([ended, delay(lookMs)]);
  }
  await ended;
  onProgress(tasks.length, tasks.length);
  return false;
}

/** Nothing more comes of it unless a person acts. */
function isThrough({ store }: Workspace, taskId: string): boolean {
  const status = store.get('tasks', taskId)?.status;
  if (status === 'closed' || status === 'blocked') return true;
  return store.find('landings', 'task_id', taskId).some(({ phase }) => phase === 'waiting');
}
