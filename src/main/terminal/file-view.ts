import type { TerminalChannel } from '#shared/contract/terminal-protocol.ts';
import { ok } from '#shared/lib/result.ts';
import { FlowControl, viewerMarks } from './flow-control.ts';
import type { FlowGate } from './flow-control.ts';
import { openTranscriptFile } from './open-transcript.ts';
import type { RestoredScreen } from './screen-shelf.ts';
import type { FindTerminal, TerminalSubject } from './terminal-subject.ts';
import type { TerminalView } from './terminal-view.ts';

const pieceBytes = 64 * 1024;

/**
 * A terminal whose program does not run in this process: it has ended, or another process runs it. Then
 * its transcript is followed; it cannot be typed into, and keeps the size it had.
 */
export class FileView implements TerminalView {
  readonly #channel: TerminalChannel;
  readonly #find: FindTerminal;
  readonly #pollMs: number;
  readonly #gate: FlowGate;
  readonly #flow: FlowControl;
  readonly #subject: TerminalSubject;
  #offset: number;
  #restoredBytes: number;
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;

  /** `find` returns what is known of the attempt now; it is asked while more is expected. */
  constructor(
    subject: TerminalSubject,
    screen: RestoredScreen,
    channel: TerminalChannel,
    find: FindTerminal,
    pollMs: number,
  ) {
    this.#subject = subject;
    this.#channel = channel;
    this.#find = find;
    this.#pollMs = pollMs;
    this.#offset = screen.offset;
    this.#restoredBytes = screen.bytes.length;
    this.#flow = new FlowControl((paused) => {
      if (!paused) this.#later(0);
    });
    this.#gate = this.#flow.open(viewerMarks);
    const { columns, rows } = screen;
    channel.send({
      kind: 'opened',
      isLive: subject.isExpected,
      hasOutput: screen.offset > 0,
      columns,
      rows,
      restoredBytes: this.#restoredBytes,
    });
    if (screen.bytes.length > 0) channel.sendBytes(screen.bytes);
    this.#later(0);
  }

  acknowledge(bytes: number): void {
    const ofScreen = Math.min(bytes, this.#restoredBytes);
    this.#restoredBytes -= ofScreen;
    this.#gate.acknowledged(bytes - ofScreen);
  }

  input(): void {
    // There is nobody to type it to.
  }

  resize(): void {
    // A size belongs to the process that runs the program.
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #later(ms: number): void {
    if (this.#isClosed) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#advance();
    }, ms);
  }

  /** Sends what is new; whether more may come is asked before, so that nothing is missed at the end. */
  async #advance(): Promise<void> {
    const found = this.#subject.isExpected ? await this.#find() : ok(this.#subject);
    const bytes = await this.#read();
    if (this.#isClosed) return;
    if (bytes.length > 0) {
      this.#offset += bytes.length;
      this.#gate.sent(bytes.length);
      this.#channel.sendBytes(bytes);
      if (!this.#flow.paused) this.#later(0);
      return;
    }
    if (found.ok && found.value.isExpected) {
      this.#later(this.#pollMs);
      return;
    }
    this.close();
    const exitCode = found.ok ? found.value.exitCode : null;
    this.#channel.send({ kind: 'ended', exitCode, signal: null });
    this.#channel.close();
  }

  async #read(): Promise<Uint8Array<ArrayBuffer>> {
    const transcript = await openTranscriptFile(this.#subject.transcriptFile);
    if (transcript === null) return new Uint8Array();
    try {
      const buffer = new Uint8Array(pieceBytes);
      const { bytesRead } = await transcript.read(buffer, 0, pieceBytes, this.#offset);
      return buffer.slice(0, bytesRead);
    } finally {
      await transcript.close();
    }
  }
}
