import { currentWork } from '#shared/core/records/current-work.ts';
import type { CurrentWork } from '#shared/core/records/current-work.ts';
import { driveLanding } from '#main/landing/drive-landing.ts';
import { driveAttempt } from '#main/runs/attempt/attempt-driver.ts';
import type { HostParts } from './host-parts.ts';
import type { RunSession } from './run-session.ts';

/**
 * Carries what is under way for a task to its end, or to where it waits for somebody: its attempt, then the
 * landing of the attempt's work.
 * @throws {FailureError} when a step could not be done for a reason outside the task
 */
export async function driveTask(
  parts: HostParts,
  session: RunSession,
  taskId: string,
): Promise<void> {
  for (;;) {
    const work = workUnderWay(parts, taskId);
    if (work === null || work.kind === 'waiting') return;
    if (work.kind === 'attempt') await driveAttempt(parts, session, work.id);
    else await driveLanding(parts.landing, session, work.id);
    session.release(work.id);
  }
}

/** What is being done for a task, as the store says right now. */
export function workUnderWay(
  { store }: Pick<HostParts, 'store'>,
  taskId: string,
): CurrentWork | null {
  const attempts = store.find('attempts', 'task_id', taskId);
  return currentWork(attempts, store.find('landings', 'task_id', taskId));
}
