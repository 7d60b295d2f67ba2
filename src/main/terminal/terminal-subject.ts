import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';
import type { PtySession } from './pty-host.ts';

/** What is known of the terminal of an attempt. */
export interface TerminalSubject {
  readonly transcriptFile: string;
  /** The program, when it runs in this process. */
  readonly session: PtySession | null;
  /** Whether its output may still grow although it does not run in this process, or not yet. */
  readonly isExpected: boolean;
  /** How the program ended; null when it has not, or was ended by a signal. */
  readonly exitCode: number | null;
}

/** Looks up what is known of one attempt's terminal now. */
export type FindTerminal = () => Promise<Result<TerminalSubject, Failure>>;
