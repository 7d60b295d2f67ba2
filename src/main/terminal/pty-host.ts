import type { Failure } from '#shared/lib/failure.ts';
import type { Subscription } from '#shared/lib/disposable.ts';
import type { Result } from '#shared/lib/result.ts';
import type { ProcessIdentity } from '#shared/model/attempt.ts';
import type { LeftProcess } from '#main/system/left-processes.ts';
import type { ScreenSize } from './screen-size.ts';

/** A program to be started in a pseudo-terminal of its own. */
export interface PtyRequest {
  /** Name to be looked up in `environment.PATH`, or a path (relative to `cwd`). Never a shell line. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** Absolute path of the working folder. */
  readonly cwd: string;
  /** The whole environment, see `childEnvironment`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly columns: number;
  readonly rows: number;
  /** File that all output is appended to; its folder is made when it is missing. */
  readonly transcriptFile: string;
}

export type PtyFailureCode =
  | 'program-not-found'
  | 'program-not-executable'
  | 'working-folder-missing'
  | 'argument-not-possible'
  | 'terminal-unavailable'
  | 'host-closed'
  | 'disk-full'
  | 'read-only'
  | 'write-failed';

/** Starts programs in pseudo-terminals; a port, so that it can move to a process of its own. */
export interface PtyHost {
  /** Starts a program, or says why it cannot be started; then nothing was. */
  spawn(request: PtyRequest): Result<PtySession, Failure<PtyFailureCode>>;
  /** Ends everything it started and refuses to start more; resolves when all is gone. */
  dispose(): Promise<void>;
}

/** How a program ended. */
export interface PtyExit {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  /** Name of the signal that ended it (`SIGKILL`), or null. */
  readonly signal: string | null;
  /** Why the transcript is not complete; null when it is. */
  readonly transcriptProblem: Failure | null;
  /** Why the program never ran although it looked as if it could; null when it ran. */
  readonly startProblem: Failure | null;
  /** What it left running and could not be ended. */
  readonly left: readonly LeftProcess[];
  /** The keeper of its processes was killed: some may have got away. */
  readonly isLost: boolean;
}

/** A program that runs, or ran, in a pseudo-terminal. */
export interface PtySession {
  readonly identity: ProcessIdentity;
  /**
   * Resolves (never rejects) when the program has ended, all its output was received and is in the
   * transcript, and what it left running has been ended too, or cannot be.
   */
  readonly exited: Promise<PtyExit>;
  /** When it last put out something, in epoch milliseconds; its start when it has not yet. */
  readonly lastOutputAt: number;
  /** Bytes it has put out so far. */
  readonly bytesWritten: number;
  /** File that all output is in, with the sizes of the terminal beside it (`readSizeLog`). */
  readonly transcriptFile: string;
  /** The size of its terminal now. */
  readonly size: ScreenSize;
  /** The end of its output, at most `maxBytes` of the last 256 KiB, cut between characters. */
  tail(maxBytes: number): string;
  /** Types `data` as if at the keyboard, as fast as the program takes it; ignored after its end. */
  write(data: string): void;
  /** Sets the size of the program's terminal; ignored after its end. */
  resize(columns: number, rows: number): void;
  /** SIGTERM to the process tree, SIGKILL after `graceMs`; resolves when `exited` does. */
  end(graceMs: number): Promise<void>;
  /**
   * Calls `onData` with all output from now on, in order, joined to pieces of at most 64 KiB; the
   * bytes are the viewer's own. The program never waits for a viewer: one that cannot take what comes
   * must be disposed of, and may be attached again later. `onResize` is called between the output
   * before and after each change of the size.
   */
  attachViewer(
    onData: (bytes: Uint8Array<ArrayBuffer>) => void,
    onResize?: (size: ScreenSize) => void,
  ): PtyViewer;
}

/** One window that shows a session's output. */
export interface PtyViewer extends Subscription {
  /** Place in the transcript that the viewer's output begins at. */
  readonly offset: number;
  /**
   * Resolves when the transcript holds all before `offset`, and the sizes until then; also when it
   * never will, because the disk is full.
   */
  readonly recorded: Promise<void>;
}
