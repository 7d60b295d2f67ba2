import { currentWork } from '#shared/core/records/current-work.ts';
import type { CurrentWork } from '#shared/core/records/current-work.ts';
import { FailureError } from '#shared/lib/failure.ts';
import { driveLanding } from '#main/landing/drive-landing.ts';
import { whatHasMoved } from '#main/landing/end-landing.ts';
import { driveAttempt } from '#main/runs/attempt/attempt-driver.ts';
import type { HostParts } from './host-parts.ts';
import { leaveWork } from './leave-work.ts';
import type { RunSession } from './run-session.ts';
import { whoseTrouble } from './whose-trouble.ts';

/** Work of which nothing is left to do now: it has ended, or waits for somebody. */
type DrivenWork = Exclude<CurrentWork, { kind: 'waiting' }>;

/**
 * Carries what is under way for a task to its end, or to where it waits for somebody: its attempt, then the
 * landing of the attempt's work. What goes wrong with it blocks the task, with the reason; its worktree stays.
 * @throws {FailureError} when every other task would meet the same
 */
export async function driveTask(
  parts: HostParts,
  session: RunSession,
  taskId: string,
): Promise<void> {
  const again = new Set<string>();
  for (;;) {
    const work = workUnderWay(parts, taskId);
    if (work === null || work.kind === 'waiting') return;
    try {
      await driveWork(parts, session, work);
    } catch (error) {
      // As after a crash: every step may have been done before, and is done again.
      if (isStarterLost(error) && !session.isHalted) continue;
      // What has landed already only lacks its receipt: that is tried once more.
      const isDone = !again.has(work.id) && (await hasLanded(parts, work));
      if (isDone) again.add(work.id);
      else await contain(parts, session, work, error);
    }
    session.release(work.id);
  }
}

/** Whether a git was cut off because what had started it died; the third time within a minute ends the run. */
function isStarterLost(error: unknown): boolean {
  return error instanceof FailureError && error.failure.code === 'git-starter-lost';
}

async function driveWork(
  parts: HostParts,
  session: RunSession,
  { kind, id }: DrivenWork,
): Promise<void> {
  if (kind === 'attempt') await driveAttempt(parts, session, id);
  else await driveLanding(parts.landing, session, id);
}

async function hasLanded(
  { landing, store }: HostParts,
  { kind, id }: DrivenWork,
): Promise<boolean> {
  const found = kind === 'landing' ? store.get('landings', id) : null;
  return found !== null && (await whatHasMoved(landing, found)) !== '';
}

/** Ends the work with what was thrown, unless that is not its trouble alone. */
async function contain(
  parts: HostParts,
  session: RunSession,
  work: DrivenWork,
  error: unknown,
): Promise<void> {
  const { scope, failure } = await whoseTrouble(parts, error);
  // A program that is about to end leaves its work to the one that resumes it.
  if (scope === 'run' || session.isHalted) throw new FailureError(failure, error);
  await leaveWork(parts, session, work, `${failure.message} ${failure.action}`);
}

/** What is being done for a task, as the store says right now. */
export function workUnderWay(
  { store }: Pick<HostParts, 'store'>,
  taskId: string,
): CurrentWork | null {
  const attempts = store.find('attempts', 'task_id', taskId);
  return currentWork(attempts, store.find('landings', 'task_id', taskId));
}
