import { landingMachine } from '#shared/core/records/landing-machine.ts';
import { recoverAttempt } from '#shared/core/records/recovery.ts';
import type { Attempt, ProcessIdentity } from '#shared/model/attempt.ts';
import type { Run } from '#shared/model/run.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { FailureError } from '#shared/lib/failure.ts';
import { interruptedExit } from '#shared/core/records/interrupted-exit.ts';
import { timestamp } from '#shared/lib/clock.ts';
import { runMarker } from '#main/system/run-marker.ts';
import { endMarkedProcesses, endProcessTree } from '#main/system/process-tree.ts';
import { record } from '#main/store/record.ts';
import { bringOverAttempts } from '#main/landing/open-landing.ts';
import { emptyFolder } from './clean-up.ts';
import type { HostParts } from './host-parts.ts';
import { activeRunProblem, unfinishedRun } from '#main/runs/start/start-run.ts';

/** Time that processes of a dead host get to end by themselves. */
const graceMs = 5_000;

/**
 * Takes over a run whose process is gone: ends what that process left running, and brings the records
 * in line with what is there. Attempts whose agent was cut off become interrupted, their work is kept.
 * Work that was on its way to its branch goes on from where it was.
 * @returns the tasks whose work has to be driven on
 */
export async function recoverRun(
  parts: HostParts,
  run: Run,
  owner: ProcessIdentity,
): Promise<readonly string[]> {
  claimRun(parts, run, owner);
  const attempts = parts.store
    .find('attempts', 'run_id', run.id)
    .filter((attempt) => attempt.phase !== 'ended');
  // All at once: those that take no notice of the signal cost one grace together. Marked ones are also git
  // commands under way and agents whose start was not written down any more.
  await Promise.all([
    endMarkedProcesses({ name: runMarker, value: run.id }, graceMs),
    ...attempts.map(async ({ process }) => {
      if (process !== null) await endProcessTree(process, { graceMs });
    }),
  ]);
  await emptyFolder(parts.paths.temporary);
  const cutOff = attempts.filter((attempt) => takeOver(parts, attempt));
  const landings = parts.store.find('landings', 'run_id', run.id);
  return [
    ...cutOff.map(({ taskId }) => taskId),
    ...landings
      .filter((landing) => landingMachine.effects(landing).length > 0)
      .flatMap(({ works }) => works.at(-1)?.taskId ?? []),
  ];
}

/** Makes this process the run's owner, unless another one was quicker: both in one transaction. */
function claimRun(parts: HostParts, run: Run, owner: ProcessIdentity): void {
  const at = timestamp(parts);
  parts.store.transact(() => {
    const unfinished = unfinishedRun(parts.store);
    const problem = unfinished?.alive === true ? activeRunProblem(parts.store) : null;
    if (problem !== null) throw new FailureError(problem);
    record(parts, [{ to: 'runs', id: run.id, command: { kind: 'resume', owner, at } }]);
    // A process of an earlier version may have driven it since the workspace was opened.
    bringOverAttempts(parts);
  });
}

/** Brings one attempt into a phase that can be driven; false when there is nothing to drive. */
function takeOver(parts: HostParts, attempt: Attempt): boolean {
  const recovery = recoverAttempt(attempt);
  switch (recovery.kind) {
    case 'continue':
      return true;
    case 'interrupt': {
      const exit = interruptedExit('Switchyard ended while the agent was at work.');
      const command = { kind: 'note_exit', exit, at: timestamp(parts) } as const;
      record(parts, [{ to: 'attempts', id: attempt.id, command }]);
      return true;
    }
    case 'none':
      return false;
    default:
      return assertNever(recovery, 'recovery');
  }
}
