import type { Failure } from '#shared/lib/failure.ts';

/** What there is to say of a terminal besides its screen. */
export type TerminalState =
  /** The screen is not there yet. */
  | { readonly kind: 'opening' }
  | { readonly kind: 'live' }
  | { readonly kind: 'ended'; readonly exitCode: number | null; readonly signal: string | null }
  | { readonly kind: 'failed'; readonly failure: Pick<Failure, 'code' | 'message' | 'action'> }
  /** The host does not answer; the last screen stays. */
  | { readonly kind: 'away' };

/** How a program ended, in words. */
export function describeEnd(exitCode: number | null, signal: string | null): string {
  if (signal !== null) return `Ended by ${signal}`;
  return exitCode === null ? 'Ended' : `Ended with exit code ${exitCode}`;
}
