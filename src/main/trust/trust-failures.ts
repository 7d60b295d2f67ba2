import { partTitle } from '#shared/core/trust/parts.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { TrustPart } from '#shared/model/trust.ts';

/** Parts that a sentence names; more are counted. */
const named = 6;

/** What was shown is not what is there any more. */
export function trustMoved(): Failure<'trust-moved'> {
  return failure(
    'trust-moved',
    'What this repository can execute has changed since it was shown.',
    'Look at it again, then decide.',
  );
}

const neverAgreed = 'You have not agreed yet to what this repository can execute';
const hasChanged = 'What this repository can execute has changed since you agreed to it';

/** Whether a task was blocked for want of an agreement, and nothing else. */
export function isBlockedForTrust(blockedReason: string): boolean {
  return blockedReason.startsWith(neverAgreed) || blockedReason.startsWith(hasChanged);
}

/** Nobody has agreed to what this repository can execute. */
export function neverTrusted(parts: readonly TrustPart[]): Failure<'not-trusted'> {
  return failure(
    'not-trusted',
    `${neverAgreed}: ${listed(parts)}.`,
    'Look at it with `switchyard trust`. Agree in the app, or with --trust.',
  );
}

/** Something that can execute is not what the person agreed to. */
export function trustChanged(parts: readonly TrustPart[]): Failure<'not-trusted'> {
  return failure(
    'not-trusted',
    `${hasChanged}: ${listed(parts)}.`,
    'Look at the difference with `switchyard trust`. Agree in the app, or with --trust.',
  );
}

/** What agents would find in a worktree cannot be determined, so nobody can agree to it. */
export function cannotBeAgreedTo(worktree: string, reason: string): Failure<'not-trusted'> {
  return failure(
    'not-trusted',
    `What agents would start in this worktree cannot be agreed to: ${reason}.`,
    `Take it away from the repository, or from ${worktree}; then open the task again.`,
  );
}

function listed(parts: readonly TrustPart[]): string {
  if (parts.length === 0) return 'its agents and checks run with your permissions';
  const titles = parts.slice(0, named).map(partTitle);
  const more = parts.length - titles.length;
  return more > 0 ? `${titles.join(', ')} and ${more} more` : titles.join(', ');
}
