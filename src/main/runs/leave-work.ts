import type { CurrentWork } from '#shared/core/records/current-work.ts';
import { endCutOffLanding, whatHasMoved } from '#main/landing/end-landing.ts';
import { endCutOff } from '#main/runs/attempt/finish-attempt.ts';
import { required } from '#main/store/required.ts';
import type { HostParts } from './host-parts.ts';
import type { RunSession } from './run-session.ts';

/**
 * Ends the work on a task where it is, for a reason that is its own: nothing is taken from its worktree, and nothing
 * more is asked of git but whether a branch has moved already. Blocked, or interrupted when it was stopped anyway.
 */
export async function leaveWork(
  parts: HostParts,
  session: RunSession,
  { kind, id }: Pick<CurrentWork, 'kind' | 'id'>,
  reason: string,
): Promise<void> {
  if (kind === 'attempt') {
    const attempt = required(parts.store, 'attempts', id);
    if (attempt.phase !== 'ended') endCutOff(parts, session, attempt, reason);
    return;
  }
  const landing = required(parts.store, 'landings', id);
  const moved = await whatHasMoved(parts.landing, landing);
  const now = required(parts.store, 'landings', id);
  if (now.phase === 'ended') return;
  endCutOffLanding(parts.landing, session, now, moved === '' ? reason : `${reason} ${moved}`);
}
