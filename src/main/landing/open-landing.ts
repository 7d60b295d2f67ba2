import { deliveredEnding, landingOf, oldIntent } from '#shared/core/records/hand-over.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import { refNames } from '#main/git/refs.ts';
import type { Entry } from '#main/store/ledger.ts';
import { record } from '#main/store/record.ts';
import { stopRequest } from '#main/store/stop-request.ts';
import type { LandingParts } from './landing-parts.ts';

type OpenParts = Pick<LandingParts, 'store' | 'clock' | 'ids'>;

/**
 * The entries by which an attempt hands its work over: it ends as delivered, and the landing of its work
 * begins. They belong into the transaction that records the work, so that no work is without its landing.
 */
export function deliveryEntries(parts: OpenParts, attempt: Attempt): readonly Entry[] {
  const at = timestamp(parts);
  const review = { kind: 'review', at } as const;
  return [...handOver(parts, attempt), { to: 'tasks', id: attempt.taskId, command: review }];
}

/**
 * Brings attempts over that a version without landings left on their way to a merge: each is delivered, and
 * what it was about to move, its landing is. All in one transaction, and nothing when there is none. Not while
 * such a version drives the run.
 */
export function bringOverAttempts(parts: OpenParts): void {
  parts.store.transact(() => {
    const left = parts.store.find('attempts', 'phase', 'verifying', 'merging');
    if (left.length === 0) return;
    record(
      parts,
      left.flatMap((attempt) => handOver(parts, attempt)),
    );
  });
}

function handOver(parts: OpenParts, attempt: Attempt): readonly Entry[] {
  const at = timestamp(parts);
  // It may have been asked for while the work was being recorded.
  const landing = landingOf(parts, attempt, stopRequest(parts, attempt));
  const { id } = landing;
  const intent = oldIntent(attempt, refNames.epicBranch(attempt.epicId));
  return [
    { to: 'attempts', id: attempt.id, command: { kind: 'end', ending: deliveredEnding, at } },
    { to: 'landings', id, command: { kind: 'create', landing } },
    ...(intent === null
      ? []
      : [{ to: 'landings', id, command: { kind: 'intend', intent, at } } as const]),
  ];
}
