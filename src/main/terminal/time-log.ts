import { appendFile } from 'node:fs/promises';
import { privateFileMode } from '#main/system/private-files.ts';

/** How long nothing more is noted after a note, in ms: so exact the times of a transcript are. */
const notedMs = 200;

/** Where the times of a transcript are kept: lines of `offset milliseconds`, in order. */
export function timeLogFile(transcriptFile: string): string {
  return `${transcriptFile}.times`;
}

/**
 * Writes beside a transcript when it was printed, in order and without blocking anybody. A time that cannot be
 * written is lost: the transcript matters more.
 */
export class TimeLog {
  readonly #file: string;
  #notedAt = -Infinity;
  #written: Promise<void> = Promise.resolve();

  constructor(transcriptFile: string) {
    this.#file = timeLogFile(transcriptFile);
  }

  /** What the transcript has from `offset` (bytes) on was printed at `now` (epoch ms). */
  note(offset: number, now: number): void {
    if (now - this.#notedAt < notedMs) return;
    this.#notedAt = now;
    const line = `${offset} ${now}\n`;
    this.#written = this.#written
      .then(() => appendFile(this.#file, line, { mode: privateFileMode }))
      .catch(() => {});
  }

  /** Resolves when all that was noted so far is in the file. */
  async flushed(): Promise<void> {
    await this.#written;
  }
}
