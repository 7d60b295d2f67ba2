import { appendFile } from 'node:fs/promises';
import { readNamedText } from '#main/system/foreign-file.ts';

/** How many characters a terminal has side by side, and on top of each other. */
export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** The size that a terminal has from one place of its transcript on. */
export interface SizeChange extends ScreenSize {
  /** Bytes of the transcript that came before. */
  readonly offset: number;
}

/** Size of a terminal until somebody looks at it; transcripts without sizes are of this one. */
export const defaultScreenSize: ScreenSize = { columns: 120, rows: 40 };

/** Where a transcript's sizes are kept: lines of `offset columns rows`, in order. */
export function sizeLogFile(transcriptFile: string): string {
  return `${transcriptFile}.sizes`;
}

/** Reads what {@link SizeLog} wrote; a line that a crash cut off is left out. */
export function parseSizeLog(text: string): readonly SizeChange[] {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return [...whole.matchAll(/^(\d{1,15}) (\d{1,5}) (\d{1,5})$/gm)].map(
    ([, offset, columns, rows]) => ({
      offset: Number(offset),
      columns: Number(columns),
      rows: Number(rows),
    }),
  );
}

/** Hundreds of thousands of changes; nobody drags a window for so long. */
const longestSizeLog = 4 * 1024 ** 2;

/** The sizes that a transcript was written at; none when it never had another one than the default. */
export async function readSizeLog(transcriptFile: string): Promise<readonly SizeChange[]> {
  const read = await readNamedText(sizeLogFile(transcriptFile), longestSizeLog);
  return parseSizeLog(read.ok ? (read.value ?? '') : '');
}

/** The size at one place of a transcript. */
export function sizeAt(changes: readonly SizeChange[], offset: number): ScreenSize {
  return changes.findLast((change) => change.offset <= offset) ?? defaultScreenSize;
}

/**
 * Writes the sizes of a terminal beside its transcript, in order and without blocking anybody. A
 * size that cannot be written is lost: the transcript matters more, and only the width at which its
 * lines are wrapped again depends on it.
 */
export class SizeLog {
  readonly #file: string;
  #written: Promise<void> = Promise.resolve();

  constructor(transcriptFile: string) {
    this.#file = sizeLogFile(transcriptFile);
  }

  note({ offset, columns, rows }: SizeChange): void {
    const line = `${offset} ${columns} ${rows}\n`;
    this.#written = this.#written.then(() => appendFile(this.#file, line)).catch(() => {});
  }

  /** Resolves when all that was noted so far is in the file. */
  async flushed(): Promise<void> {
    await this.#written;
  }
}
