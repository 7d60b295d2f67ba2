import type { Attempt } from '#shared/model/attempt.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import { formerValue, laterFields, renamedField } from './collection-table.ts';

const withAttemptFields = laterFields({
  stopReason: null,
  refusedLogin: false,
  cannotStart: false,
  life: null,
});

/** Phases of attempts from before there were landings: their work is recorded, and on its way to a merge. */
const oldPhases: readonly unknown[] = ['verifying', 'merging'];

/** What of an attempt that an earlier version stored has to be another value; null when nothing has. */
export function currentAttempt(stored: object): Partial<Attempt> | null {
  const later = withAttemptFields(stored);
  const isOld = 'phase' in stored && oldPhases.includes(stored.phase);
  return isOld ? { ...later, phase: 'recording' } : later;
}

/** Before there were clean rooms, checks ran where the agent had worked. */
const withEvidenceFields = laterFields<Partial<Evidence>>({
  purpose: 'landing',
  commit: null,
  room: 'worktree',
  environment: null,
  kept: [],
  tests: null,
  marks: [],
  digests: null,
});

/** What of evidence that an earlier version stored has to be another value; null when nothing has. */
export function currentEvidence(stored: object): Partial<Evidence> | null {
  const later = withEvidenceFields(stored);
  const isOld = 'verdict' in stored && stored.verdict === 'not_found';
  return isOld ? { ...later, verdict: 'could_not_run' } : later;
}

/** A slot that was stored when `reserved` had another name. */
export const currentSlot = renamedField('held', (value) => ({ reserved: value === true }));

/** A task's file that was stored when `written` had another name. */
export const currentTaskFile = renamedField('told', (value) => ({ written: String(value) }));

/**
 * The id that its page gave an added document, where another one had that; else null. Logs of earlier
 * versions have another name for it.
 */
export function requestedIdOf(added: {
  readonly kind: string;
  readonly requestedId?: string;
}): string | null {
  const former = formerValue(added, 'wishedAs');
  return added.requestedId ?? (typeof former === 'string' ? former : null);
}
