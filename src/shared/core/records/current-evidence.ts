import type { Evidence } from '#shared/model/evidence.ts';
import { laterFields } from './collection-table.ts';

/** Before there were clean rooms, checks ran where the agent had worked. */
const withLaterFields = laterFields<Partial<Evidence>>({
  purpose: 'landing',
  commit: null,
  room: 'worktree',
  environment: null,
  kept: [],
  tests: null,
  marks: [],
});

/** What of evidence that an earlier version stored has to be another value; null when nothing has. */
export function currentEvidence(stored: object): Partial<Evidence> | null {
  const later = withLaterFields(stored);
  const isOld = 'verdict' in stored && stored.verdict === 'not_found';
  return isOld ? { ...later, verdict: 'could_not_run' } : later;
}
