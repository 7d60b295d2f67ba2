import type { Attempt } from '#shared/model/attempt.ts';
import { laterFields } from './collection-table.ts';

const withLaterFields = laterFields({
  stopReason: null,
  refusedLogin: false,
  cannotStart: false,
  life: null,
});

/** Phases of attempts from before there were landings: their work is recorded, and on its way to a merge. */
const oldPhases: readonly unknown[] = ['verifying', 'merging'];

/** What of an attempt that an earlier version stored has to be another value; null when nothing has. */
export function currentAttempt(stored: object): Partial<Attempt> | null {
  const later = withLaterFields(stored);
  const isOld = 'phase' in stored && oldPhases.includes(stored.phase);
  return isOld ? { ...later, phase: 'recording' } : later;
}
