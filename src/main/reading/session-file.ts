import type { FileHandle } from 'node:fs/promises';
import type { OutputFormat } from '#shared/core/agent-output/output-input.ts';
import { SessionBuilder } from '#shared/core/agent-output/session/session-builder.ts';
import { openForeignFile } from '#main/system/foreign-file.ts';
import { LineTimes } from './line-times.ts';
import type { OutputFile } from './output-file.ts';

/** A transcript, and what it takes to read it as a session. */
export interface Transcript {
  readonly file: OutputFile;
  readonly format: OutputFormat;
  /** The folder that its agent works in, where it is known: paths are shown from there. */
  readonly folder: string | null;
}

/** Of a longer transcript so many bytes before its end are read. */
export const mostBytes = 64 * 1024 ** 2;
const pieceBytes = 1024 ** 2;
/** No event is longer; of a line that is, only the beginning is read, as plain text. */
const longestLine = 16 * 1024 ** 2;
const shownOfLong = 64 * 1024;
const lineFeed = 0x0a;

/** The session of a transcript, which is read as far as it has come whenever it is asked for. */
export class SessionFile {
  readonly #transcript: Transcript;
  readonly #most: number;
  #session: SessionBuilder;
  #times = new LineTimes();
  #timesRead = 0;
  /** Bytes of the transcript that were read. */
  #offset = 0;
  #begin = 0;
  /** The line that is not whole yet. */
  #rest: Buffer = Buffer.alloc(0);
  /** Whether the rest of a line that was too long is passed over. */
  #isSkipping = false;

  /** `most`: bytes before the end that are read of what is there already. */
  constructor(transcript: Transcript, most = mostBytes) {
    this.#transcript = transcript;
    this.#most = most;
    this.#session = new SessionBuilder(transcript.format, transcript.folder);
  }

  get session(): SessionBuilder {
    return this.#session;
  }

  /** Bytes of the transcript that were read. */
  get bytes(): number {
    return this.#offset;
  }

  /** Whether the beginning of the transcript was left out. */
  get isCut(): boolean {
    return this.#begin > 0;
  }

  /** The line that is being printed. */
  get partial(): string {
    return this.#isSkipping ? '' : this.#rest.toString('utf8', 0, shownOfLong);
  }

  /** Reads what has come; a transcript that is not there has nothing. */
  async advance(): Promise<void> {
    const { file } = this.#transcript;
    const opened = await openForeignFile(file.folder, file.name);
    if (!opened.ok) throw new Error(`${file.name} cannot be read: ${opened.error.reason}`);
    if (opened.value === null) return;
    try {
      const { size } = await opened.value.stat();
      if (size < this.#offset) this.#restart();
      if (size === this.#offset) return;
      await this.#readTimes();
      await this.#readTo(opened.value, size);
    } finally {
      await opened.value.close();
    }
  }

  /** Somebody has cut it: all that is known of it is wrong. */
  #restart(): void {
    this.#session = new SessionBuilder(this.#transcript.format, this.#transcript.folder);
    this.#times = new LineTimes();
    this.#timesRead = 0;
    this.#offset = 0;
    this.#begin = 0;
    this.#rest = Buffer.alloc(0);
    this.#isSkipping = false;
  }

  async #readTo(file: FileHandle, size: number): Promise<void> {
    if (this.#offset === 0 && size > this.#most) {
      this.#begin = size - this.#most;
      this.#offset = this.#begin;
      this.#isSkipping = true;
    }
    while (this.#offset < size) {
      const wanted = Math.min(pieceBytes, size - this.#offset);
      const { buffer, bytesRead } = await file.read(
        Buffer.allocUnsafe(wanted),
        0,
        wanted,
        this.#offset,
      );
      if (bytesRead === 0) return;
      this.#take(buffer.subarray(0, bytesRead));
      this.#offset += bytesRead;
    }
  }

  #take(piece: Buffer): void {
    let start = 0;
    for (
      let end = piece.indexOf(lineFeed);
      end >= 0;
      start = end + 1, end = piece.indexOf(lineFeed, start)
    ) {
      const line = piece.subarray(start, end);
      if (!this.#isSkipping) {
        const whole = this.#rest.length === 0 ? line : Buffer.concat([this.#rest, line]);
        this.#session.line(whole.toString('utf8'), this.#times.at(this.#offset + start));
      }
      this.#rest = Buffer.alloc(0);
      this.#isSkipping = false;
    }
    if (this.#isSkipping) return;
    this.#rest = Buffer.concat([this.#rest, piece.subarray(start)]);
    if (this.#rest.length > longestLine) this.#skip();
  }

  #skip(): void {
    const beginning = this.#rest.toString('utf8', 0, shownOfLong);
    this.#session.line(`${beginning} … the rest of this line is only in the raw output`, null);
    this.#rest = Buffer.alloc(0);
    this.#isSkipping = true;
  }

  async #readTimes(): Promise<void> {
    const { file } = this.#transcript;
    const opened = await openForeignFile(file.folder, `${file.name}.times`);
    if (!opened.ok || opened.value === null) return;
    try {
      const { size } = await opened.value.stat();
      const wanted = Math.min(pieceBytes * 8, Math.max(0, size - this.#timesRead));
      if (wanted === 0) return;
      const { buffer, bytesRead } = await opened.value.read(
        Buffer.alloc(wanted),
        0,
        wanted,
        this.#timesRead,
      );
      this.#timesRead += bytesRead;
      this.#times.take(buffer.toString('utf8', 0, bytesRead));
    } finally {
      await opened.value.close();
    }
  }
}
