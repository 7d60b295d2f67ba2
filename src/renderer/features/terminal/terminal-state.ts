import type { Failure } from '#shared/lib/failure.ts';

/**
 * What there is to say of a terminal besides its screen. `skippedBytes` of output since it was opened came
 * too fast to be shown; `isSilent`: its program has written nothing at all.
 */
export type TerminalState =
  /** The screen is not there yet. */
  | { readonly kind: 'opening' }
  | { readonly kind: 'live'; readonly skippedBytes: number; readonly isSilent: boolean }
  | {
      readonly kind: 'ended';
      readonly exitCode: number | null;
      readonly signal: string | null;
      readonly skippedBytes: number;
      readonly isSilent: boolean;
    }
  | { readonly kind: 'failed'; readonly failure: Pick<Failure, 'code' | 'message' | 'action'> }
  /** The host does not answer; the last screen stays. */
  | { readonly kind: 'away' };

/** What is to be said of output that was left out of the screen, null when there is none. */
export function describeSkipped(bytes: number): string | null {
  if (bytes === 0) return null;
  const megabytes = bytes / 1e6;
  const amount =
    megabytes < 0.1 ? 'Some output' : `${megabytes.toFixed(megabytes < 99.95 ? 1 : 0)} MB`;
  return `${amount} went by too fast to show; all of it is in the transcript`;
}

/** How a program ended, in words. */
export function describeEnd(exitCode: number | null, signal: string | null): string {
  if (signal !== null) return `Ended by ${signal}`;
  return exitCode === null ? 'Ended' : `Ended with exit code ${exitCode}`;
}
