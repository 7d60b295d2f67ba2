import { closeSync, writeSync } from 'node:fs';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { ReadStream } from 'node:tty';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Tracer } from '#shared/lib/tracer.ts';
import type { ProcessIdentity } from '#shared/model/attempt.ts';
import { signalName } from '#main/system/process-family.ts';
import type { ProcessFamily, ProgramEnd } from '#main/system/process-family.ts';
import { FlowControl } from './flow-control.ts';
import { OutputCoalescer } from './output-coalescer.ts';
import { OutputTail } from './output-tail.ts';
import type { PtyExit, PtySession, PtyViewer } from './pty-host.ts';
import { defaultScreenSize, SizeLog } from './screen-size.ts';
import type { ScreenSize } from './screen-size.ts';
import { describeFailedStart, failedStart } from './spawn-check.ts';
import { TerminalInput } from './terminal-input.ts';
import { TimeLog } from './time-log.ts';
import { recorderMarks, TranscriptRecorder } from './transcript-recorder.ts';

const tailBytes = 256 * 1024;
const readBytes = 64 * 1024;
/** How long something that escaped may delay the exit by keeping the terminal open. */
const stragglerMs = 250;
/** Turns of the event loop after which even a straggler's flood of output is cut off. */
const stragglerTurns = 1000;
const largestSize = 65_535;
/** Longer output is not just the reason why a program could not be started. */
const startProblemBytes = 256;

/** A process that was started in a pseudo-terminal, and our ends of that. */
export interface PtyDevice {
  readonly identity: ProcessIdentity;
  readonly family: ProcessFamily;
  /** Descriptor of the master side, not blocking; the session closes it. */
  readonly master: number;
  /**
   * Descriptor of the slave side; the session closes it when the process has ended. While we keep
   * it open, a program that closes its own end (`exec >log 2>&1 <&-`) does not end the terminal, and
   * with that itself.
   */
  readonly slave: number;
  resize(columns: number, rows: number): void;
}

export interface PtySessionOptions {
  readonly program: string;
  readonly transcriptFile: string;
  /** From `openTranscript`. */
  readonly transcriptDescriptor: number;
  /** Bytes that the transcript had before. */
  readonly transcriptStart: number;
  /** Size that the terminal was made with. */
  readonly size: ScreenSize;
  readonly clock: Clock;
  readonly tracer: Tracer;
}

/** Reads, records, shows and ends one program in a pseudo-terminal (SPEC section 5.1). */
export class TerminalSession implements PtySession {
  readonly identity: ProcessIdentity;
  readonly exited: Promise<PtyExit>;
  readonly #device: PtyDevice;
  readonly #options: PtySessionOptions;
  readonly #stream: ReadStream;
  readonly #outputEnded: Promise<void>;
  readonly #flow: FlowControl;
  readonly #recorder: TranscriptRecorder;
  readonly #coalescer = new OutputCoalescer((bytes) => this.#deliver(bytes));
  readonly #tail = new OutputTail(tailBytes);
  readonly #input = new TerminalInput((bytes) => this.#writeSome(bytes));
  readonly #viewers = new Set<Viewer>();
  readonly #sizes: SizeLog;
  readonly #times: TimeLog;
  #size: ScreenSize;
  #running = true;
  #isOver = false;
  #lastOutputAt: number;
  #bytesWritten = 0;
  /** Bytes that left the coalescer, for the transcript and the viewers. */
  #bytesDelivered = 0;

  constructor(device: PtyDevice, options: PtySessionOptions) {
    this.identity = device.identity;
    this.#device = device;
    this.#options = options;
    this.#lastOutputAt = options.clock.now();
    this.#sizes = new SizeLog(options.transcriptFile);
    this.#times = new TimeLog(options.transcriptFile);
    this.#size = options.size;
    // An earlier session on the same transcript may have left it at another size.
    if (options.transcriptStart > 0 || !isSameSize(options.size, defaultScreenSize)) {
      this.#sizes.note({ ...options.size, offset: options.transcriptStart });
    }
    this.#flow = new FlowControl((paused) => {
      if (paused) this.#stream.pause();
      else this.#stream.resume();
    });
    this.#recorder = new TranscriptRecorder(
      options.transcriptFile,
      options.transcriptDescriptor,
      this.#flow.open(recorderMarks),
      options.tracer,
    );
    this.#stream = new ReadStream(device.master, {
      // One buffer for all reads: the terminal gives 4 KiB at a time, each would cost 64 KiB.
      onread: {
        buffer: Buffer.allocUnsafeSlow(readBytes),
        callback: (length, buffer) => this.#receive(buffer.subarray(0, length)),
      },
    });
    const outputEnded = Promise.withResolvers<void>();
    // Linux reports EIO when the last process with the slave side open is gone; the stream closes itself.
    this.#stream.on('error', () => {});
    this.#stream.on('close', outputEnded.resolve);
    this.#outputEnded = outputEnded.promise;
    this.#stream.resume();
    this.exited = this.#follow();
  }

  get lastOutputAt(): number {
    return this.#lastOutputAt;
  }

  get bytesWritten(): number {
    return this.#bytesWritten;
  }

  tail(maxBytes: number): string {
    return this.#tail.text(maxBytes);
  }

  write(data: string): void {
    this.#input.push(data);
  }

  get transcriptFile(): string {
    return this.#options.transcriptFile;
  }

  get size(): ScreenSize {
    return this.#size;
  }

  resize(columns: number, rows: number): void {
    if (!this.#running || this.#stream.destroyed) return;
    const size = { columns: terminalSize(columns), rows: terminalSize(rows) };
    if (isSameSize(size, this.#size)) return;
    // What was read so far is of the old size.
    this.#coalescer.flush();
    this.#device.resize(size.columns, size.rows);
    this.#size = size;
    this.#sizes.note({ ...size, offset: this.#offset });
    for (const { onResize } of this.#viewers) onResize?.(size);
  }

  async end(graceMs: number): Promise<void> {
    await this.#device.family.end(graceMs);
    await this.exited;
  }

  attachViewer(
    onData: (bytes: Uint8Array<ArrayBuffer>) => void,
    onResize?: (size: ScreenSize) => void,
  ): PtyViewer {
    // What came before is not the new viewer's.
    this.#coalescer.flush();
    const viewer: Viewer = { onData, onResize };
    if (!this.#isOver) this.#viewers.add(viewer);
    return {
      offset: this.#offset,
      recorded: this.#recorded(),
      dispose: () => void this.#viewers.delete(viewer),
    };
  }

  /** Place in the transcript that the next output goes to. */
  get #offset(): number {
    return this.#options.transcriptStart + this.#bytesDelivered;
  }

  async #recorded(): Promise<void> {
    await Promise.all([this.#recorder.whenWritten(this.#bytesDelivered), this.#sizes.flushed()]);
  }

  #receive(bytes: Uint8Array): boolean {
    this.#options.tracer.reached('pty.data');
    this.#lastOutputAt = this.#options.clock.now();
    this.#bytesWritten += bytes.length;
    this.#tail.push(bytes);
    this.#coalescer.append(bytes);
    return true;
  }

  #deliver(bytes: Uint8Array<ArrayBuffer>): void {
    this.#recorder.record(bytes);
    this.#times.note(this.#offset, this.#options.clock.now());
    this.#bytesDelivered += bytes.length;
    for (const { onData } of this.#viewers) onData(bytes.slice());
  }

  /**
   * Writes at once, without a thread: a write that waited in another could come after the
   * descriptor was closed, and hit the file that got its number.
   */
  #writeSome(bytes: Uint8Array): number {
    if (this.#stream.destroyed) return 0;
    try {
      return writeSync(this.#device.master, bytes);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) {
        this.#input.close();
      }
      return 0;
    }
  }

  async #follow(): Promise<PtyExit> {
    const { family } = this.#device;
    const end = await family.ended;
    this.#options.tracer.reached('pty.exit.before');
    this.#running = false;
    this.#input.close();
    closeSync(this.#device.slave);
    const [left] = await Promise.all([family.gone, this.#readToEnd()]);
    this.#coalescer.close();
    this.#isOver = true;
    this.#viewers.clear();
    const transcriptProblem = await this.#recorder.close();
    await Promise.all([this.#sizes.flushed(), this.#times.flushed()]);
    this.#options.tracer.reached('pty.exit.after');
    const exit = exitOf(end);
    const startProblem = this.#startProblem(end);
    return { ...exit, transcriptProblem, startProblem, left, isLost: end.kind === 'lost' };
  }

  #startProblem(end: ProgramEnd): Failure | null {
    if (end.kind === 'failed') return failedStart(this.#options.program, end.reason);
    const { exitCode } = exitOf(end);
    if (exitCode !== 1 || this.#bytesWritten > startProblemBytes) return null;
    return describeFailedStart(this.#tail.text(startProblemBytes), this.#options.program);
  }

  /**
   * Waits until the terminal has been read to its end. Something that escaped from us and keeps it
   * open is left behind as soon as no output waits any more.
   */
  async #readToEnd(): Promise<void> {
    const abort = new AbortController();
    const patience = delay(stragglerMs, false, { signal: abort.signal }).catch(() => true);
    const ended = await Promise.race([this.#outputEnded.then(() => true), patience]);
    abort.abort();
    if (ended) return;
    for (
      let before = -1, turns = 0;
      before < this.#bytesWritten && turns < stragglerTurns;
      turns += 1
    ) {
      before = this.#bytesWritten;
      // The disk is behind: what it waits for comes first.
      while (this.#flow.paused) await delay(1);
      await turn();
      await turn();
    }
    this.#stream.destroy();
    await this.#outputEnded;
  }
}

interface Viewer {
  readonly onData: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly onResize: ((size: ScreenSize) => void) | undefined;
}

/** A program whose end is not known counts as killed. */
function exitOf(end: ProgramEnd): Pick<PtyExit, 'exitCode' | 'signal'> {
  switch (end.kind) {
    case 'ended': {
      const { code, signal } = end;
      return signal === 0
        ? { exitCode: code, signal: null }
        : { exitCode: null, signal: signalName(signal) };
    }
    case 'failed':
      return { exitCode: 1, signal: null };
    case 'lost':
      return { exitCode: null, signal: 'SIGKILL' };
    default:
      return assertNever(end, 'end of a program');
  }
}

function isSameSize(a: ScreenSize, b: ScreenSize): boolean {
  return a.columns === b.columns && a.rows === b.rows;
}

/** A size that the kernel takes, whatever a window computed. */
export function terminalSize(cells: number): number {
  return Math.min(largestSize, Math.max(1, Math.trunc(cells) || 1));
}
