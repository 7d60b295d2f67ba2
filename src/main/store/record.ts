import { FailureError } from '#shared/lib/failure.ts';
import type { Entry } from './ledger.ts';
import { commit } from './ledger.ts';
import type { Store } from './store.ts';

/**
 * Writes entries that the machines cannot refuse as things stand; a refusal means that another
 * process changed the same records.
 * @throws {FailureError} with the refusal
 */
export function record(parts: { readonly store: Store }, entries: readonly Entry[]): void {
  const written = commit(parts.store, entries);
  if (!written.ok) throw new FailureError(written.error);
}

/**
 * {@link record} for steps on the way to a result: if the power fails, an attempt may be found a step
 * further back, which recovery takes as it takes any other. Its work, its evidence and its merge are
 * never written this way.
 */
export function recordStep(parts: { readonly store: Store }, entries: readonly Entry[]): void {
  const written = commit(parts.store, entries, 'process');
  if (!written.ok) throw new FailureError(written.error);
}
