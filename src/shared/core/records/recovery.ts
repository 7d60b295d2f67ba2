import { assertNever } from '#shared/lib/assert-never.ts';
import type { Attempt } from '#shared/model/attempt.ts';

/** What to do with an attempt that no living process drives (after a crash or a quit). */
export type Recovery =
  /** End what is left of its process, keep its work, and let a new attempt continue. */
  | { readonly kind: 'interrupt' }
  /** Its agent is done: repeat the step it was at. */
  | { readonly kind: 'continue' }
  | { readonly kind: 'none' };

/**
 * Each step after the agent's end may be repeated; the agent itself may not, because its process and
 * its conversation are gone (SPEC section 3, restart).
 */
export function recoverAttempt(attempt: Pick<Attempt, 'phase'>): Recovery {
  switch (attempt.phase) {
    case 'preparing':
    case 'recording':
      return { kind: 'continue' };
    case 'running':
      return { kind: 'interrupt' };
    case 'ended':
      return { kind: 'none' };
    default:
      return assertNever(attempt.phase, 'attempt phase');
  }
}
