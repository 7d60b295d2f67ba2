import { close, fdatasync, mkdirSync, openSync, writev } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Tracer } from '#shared/lib/tracer.ts';
import { describeWriteError, isSyncUnsupported } from '#main/system/atomic-write.ts';
import type { WriteFailureCode } from '#main/system/atomic-write.ts';
import { privateFileMode, privateFolderMode } from '#main/system/private-files.ts';
import type { FlowGate, FlowMarks } from './flow-control.ts';

/** Bytes that may wait for the disk before the program must. */
export const recorderMarks: FlowMarks = { high: 1024 * 1024, low: 256 * 1024 };

/** Bytes that are written at once, or after so many ms where nobody asks for them: each write wakes a thread. */
const batchBytes = 256 * 1024;
const batchMs = 20;

const writeVector = promisify(writev);

/** Opens a transcript at its end, making the file and its folder where they are missing. */
export function openTranscript(file: string): Result<number, Failure<WriteFailureCode>> {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: privateFolderMode });
    return ok(openSync(file, 'a', privateFileMode));
  } catch (error) {
    return err(describeWriteError(error, file));
  }
}

/**
 * Appends a session's output to its transcript, complete and in order (SPEC section 5.1). When a write
 * fails it keeps what the file has, remembers why, and swallows the rest, so that a full disk does
 * not hang the program; a gap in the middle never arises.
 */
export class TranscriptRecorder {
  readonly #file: string;
  readonly #descriptor: number;
  readonly #gate: FlowGate;
  readonly #tracer: Tracer;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | null = null;
  /** Whether what waits is to be written at once. */
  #isWanted = false;
  #writing: Promise<void> | null = null;
  #problem: Failure<WriteFailureCode> | null = null;
  #bytesWritten = 0;
  readonly #waiters = new Set<{ readonly bytes: number; readonly resolve: () => void }>();

  /**
   * `descriptor` comes from `openTranscript(file)` and is closed by `close()`; `gate` is notified of
   * what was taken and what is written.
   */
  constructor(file: string, descriptor: number, gate: FlowGate, tracer: Tracer) {
    this.#file = file;
    this.#descriptor = descriptor;
    this.#gate = gate;
    this.#tracer = tracer;
  }

  /** Takes bytes, which must not be changed afterwards, and notifies the gate when they are written. */
  record(bytes: Uint8Array): void {
    if (this.#problem !== null) return;
    this.#gate.sent(bytes.length);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= batchBytes) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), batchMs);
  }

  /** Resolves when the first `bytes` that it took are in the file, or when that will never be. */
  async whenWritten(bytes: number): Promise<void> {
    if (this.#bytesWritten >= bytes || this.#problem !== null) return;
    await new Promise<void>((resolve) => {
      this.#waiters.add({ bytes, resolve });
      this.#write();
    });
  }

  /** Resolves when the last byte is on disk, with the reason when the transcript is not complete. */
  async close(): Promise<Failure<WriteFailureCode> | null> {
    this.#write();
    await this.#writing;
    try {
      if (this.#problem === null) await promisify(fdatasync)(this.#descriptor);
    } catch (error) {
      if (!isSyncUnsupported(error)) this.#problem = describeWriteError(error, this.#file);
    }
    await promisify(close)(this.#descriptor).catch((error: unknown) => {
      this.#problem ??= describeWriteError(error, this.#file);
    });
    return this.#problem;
  }

  /** Writes what waits now, behind what is being written. */
  #write(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#isWanted = true;
    // Begun with nothing to write, it would be over before it is noted, and count as going on for ever.
    if (this.#waiting.length > 0) this.#writing ??= this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    while (this.#isWanted && this.#waiting.length > 0) {
      this.#isWanted = false;
      const batch = this.#waiting;
      this.#waiting = [];
      this.#waitingBytes = 0;
      try {
        this.#tracer.reached('transcript.write');
        await this.#writeBatch(batch);
      } catch (error) {
        this.#problem = describeWriteError(error, this.#file);
        this.#waiting = [];
        this.#gate.dispose();
        this.#wake();
      }
    }
    this.#writing = null;
  }

  #wake(): void {
    for (const waiter of this.#waiters) {
      if (waiter.bytes > this.#bytesWritten && this.#problem === null) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  async #writeBatch(batch: readonly Uint8Array[]): Promise<void> {
    let rest = batch;
    while (rest.length > 0) {
      const { bytesWritten } = await writeVector(this.#descriptor, rest);
      this.#gate.acknowledged(bytesWritten);
      this.#bytesWritten += bytesWritten;
      if (this.#waiters.size > 0) this.#wake();
      rest = withoutFirst(rest, bytesWritten);
    }
  }
}

/** What is left when only the first `count` bytes were written, as on a disk that is nearly full. */
function withoutFirst(pieces: readonly Uint8Array[], count: number): Uint8Array[] {
  const rest: Uint8Array[] = [];
  let skip = count;
  for (const piece of pieces) {
    if (skip < piece.length) rest.push(piece.subarray(skip));
    skip = Math.max(0, skip - piece.length);
  }
  return rest;
}
