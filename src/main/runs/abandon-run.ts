import { interruptedEnding } from '#shared/core/protocol/endings.ts';
import { skippedIds } from '#shared/core/runs/situation.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Run } from '#shared/model/run.ts';
import { endCutOffLanding } from '#main/landing/end-landing.ts';
import { endingEntries } from '#main/runs/attempt/finish-attempt.ts';
import { record } from '#main/store/record.ts';
import { required } from '#main/store/required.ts';
import { failureOf } from '#main/system/system-failure.ts';
import { skipRestEntries } from './dispatch.ts';
import { endRun } from './end-run.ts';
import type { HostParts } from './host-parts.ts';

const cancelledText = 'The run was cancelled; what was done for it is kept.';

/**
 * Ends a run that cannot be brought to its end in the ordinary way, because git, the disk or the repository refuses:
 * in the records alone. Nothing is asked of git, and nothing is taken from any worktree; the records say where each lies. A
 * record that refuses too is left as it is, and the run ends all the same.
 * @throws {FailureError} only when the end itself cannot be written down
 */
export function abandonRun(parts: HostParts, runId: string, because: Failure): Run {
  const reason = `The run was cancelled while it could not be brought to its end: ${because.message}`;
  const left = [...leaveAttempts(parts, runId, reason), ...leaveLandings(parts, runId, reason)];
  const run = required(parts.store, 'runs', runId);
  skipRest(parts, run);
  endRun(parts, run, 'cancelled', [reason, ...left].join(' '));
  return required(parts.store, 'runs', runId);
}

/** @returns a sentence for each record that could not be ended */
function leaveAttempts(parts: HostParts, runId: string, reason: string): readonly string[] {
  const open = parts.store
    .find('attempts', 'run_id', runId)
    .filter(({ phase }) => phase !== 'ended');
  return open.flatMap((attempt) => {
    const { worktree, taskId } = attempt;
    const kept = worktree === null ? '' : ` What it did is in ${parts.worker.folderOf(worktree)}.`;
    const ending = interruptedEnding(`${reason}${kept}`);
    return tried(taskId, () => record(parts, endingEntries(parts, attempt, ending)));
  });
}

/** @returns a sentence for each record that could not be ended */
function leaveLandings(parts: HostParts, runId: string, reason: string): readonly string[] {
  const open = parts.store
    .find('landings', 'run_id', runId)
    .filter(({ kind, phase }) => kind === 'merge' && phase !== 'ended');
  const stopped = { stopSignalOf: () => AbortSignal.abort() };
  return open.flatMap((landing) => {
    const branch = landing.intent?.parts[0]?.ref.replace('refs/heads/', '');
    const moved =
      landing.phase === 'landing' && branch !== undefined
        ? ` Whether ${branch} has its work already could not be found out.`
        : '';
    return tried(landing.id, () =>
      endCutOffLanding(parts.landing, stopped, landing, `${reason}${moved}`),
    );
  });
}

function tried(what: string, work: () => void): readonly string[] {
  try {
    work();
    return [];
  } catch (error) {
    const words = failureOf(error)?.message ?? String(error);
    return [`The record of ${what} stays as it is: ${words}`];
  }
}

/** All that was to come is skipped. */
function skipRest(parts: HostParts, run: Run): void {
  const skipped = skippedIds(run);
  const skips = run.taskIds
    .filter((id) => !skipped.has(id))
    .flatMap((id) => parts.store.get('tasks', id) ?? [])
    .filter(({ status }) => status !== 'closed' && status !== 'blocked')
    .map(({ id }) => ({ taskId: id, reason: cancelledText }));
  if (skips.length > 0) tried(run.id, () => record(parts, skipRestEntries(parts, run, skips)));
}
