import type { FileHandle } from 'node:fs/promises';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import { ModeScan } from './mode-scan.ts';
import { openKnownTranscript } from './open-transcript.ts';
import { ScreenMirror } from './screen-mirror.ts';
import { readSizeLog, sizeAt } from './screen-size.ts';
import type { ScreenSize, SizeChange } from './screen-size.ts';

/** Which screen is asked for: that of a transcript's first `offset` bytes, or of all it has. */
export interface ScreenRequest {
  readonly transcriptFile: string;
  readonly offset: number | null;
}

/** What brings a fresh terminal of this size to the screen. */
export interface RestoredScreen extends ScreenSize {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bytes of the transcript that it comes from. */
  readonly offset: number;
}

/** How much is read of a transcript, and where a mirror is kept. */
export interface ShelfLimits {
  /** Bytes that are parsed for one screen; of more only the last `tailBytes` are. */
  readonly exactBytes: number;
  readonly tailBytes: number;
  /** Mirrors that are kept, and for how long after their last use, in ms. */
  readonly mirrors: number;
  readonly keepMs: number;
  /** Bytes that are parsed for a glimpse. */
  readonly glimpseBytes: number;
}

/**
 * 32 MiB are parsed in about a second. Of more, 8 MiB are many times the scrollback; of what came before
 * only the modes are known then, not margins, tab stops and colours.
 */
export const shelfLimits: ShelfLimits = {
  exactBytes: 32 * 1024 * 1024,
  tailBytes: 8 * 1024 * 1024,
  mirrors: 4,
  keepMs: 30_000,
  glimpseBytes: 64 * 1024,
};

const pieceBytes = 256 * 1024;
/** Transcripts whose modes are remembered: little for each, and much to read again. */
const mostScans = 64;
const newline = 0x0a;

/** A mirror and how far it has come in its transcript. */
interface Shelved {
  readonly mirror: ScreenMirror;
  offset: number;
  /** Entries of the size log that it has passed. */
  sizes: number;
  timer: NodeJS.Timeout | null;
}

/**
 * The screens of transcripts. A mirror is made when it is asked for, goes on from where it was when it
 * is asked for again soon, and is dropped when it is not.
 */
export class ScreenShelf {
  readonly #limits: ShelfLimits;
  readonly #mutex = new KeyedMutex();
  /** Exact screens are made one after the other: each takes memory, and side by side none comes sooner. */
  readonly #turns = new KeyedMutex();
  /** By file, the least recently used first. */
  readonly #shelved = new Map<string, Shelved>();
  readonly #scans = new Map<string, { readonly scan: ModeScan; offset: number }>();

  constructor(limits: ShelfLimits = shelfLimits) {
    this.#limits = limits;
  }

  /** The screen; rejects with the error of the system when the transcript cannot be read. */
  async restore(request: ScreenRequest): Promise<RestoredScreen> {
    const { transcriptFile: file } = request;
    return this.#turns.run('', async () => this.#mutex.run(file, async () => this.#make(request)));
  }

  /**
   * What stands on the screen at the end, without scrollback. Only the last of the output is parsed, so
   * that it can be had while a program says more than anybody reads; a picture that took more of it is
   * not whole.
   */
  async glimpse(file: string): Promise<RestoredScreen> {
    return this.#mutex.run(file, async () => {
      const transcript = await openKnownTranscript(file);
      try {
        const { size: end } = await transcript.stat();
        const start = Math.max(0, end - this.#limits.glimpseBytes);
        const mirror = new ScreenMirror(sizeAt(await readSizeLog(file), end), 0);
        await mirror.write(await this.#modesAt(transcript, file, start));
        const tail = new Uint8Array(end - start);
        const { bytesRead } = await transcript.read(tail, 0, tail.length, start);
        const lineStart = start === 0 ? 0 : tail.indexOf(newline) + 1;
        await mirror.write(tail.subarray(lineStart, bytesRead));
        const screen = { ...mirror.size, bytes: mirror.restore(), offset: start + bytesRead };
        mirror.dispose();
        return screen;
      } finally {
        await transcript.close();
      }
    });
  }

  /** Drops all mirrors. */
  clear(): void {
    for (const file of this.#shelved.keys()) this.#drop(file);
  }

  async #make({ transcriptFile: file, offset: wanted }: ScreenRequest): Promise<RestoredScreen> {
    const transcript = await openKnownTranscript(file);
    try {
      const { size } = await transcript.stat();
      const end = Math.min(size, wanted ?? size);
      const sizes = (await readSizeLog(file)).filter((change) => change.offset <= end);
      const shelved = this.#take(file, end) ?? (await this.#start(transcript, file, end, sizes));
      await advance(shelved, transcript, end, sizes);
      const { mirror, offset } = shelved;
      const screen = { ...mirror.size, bytes: mirror.restore(), offset };
      this.#putBack(file, shelved);
      return screen;
    } finally {
      await transcript.close();
    }
  }

  /** Takes the mirror from the shelf if it is on the way to `end` and not too far from it. */
  #take(file: string, end: number): Shelved | null {
    const shelved = this.#shelved.get(file);
    if (shelved === undefined) return null;
    if (shelved.offset > end || end - shelved.offset > this.#limits.exactBytes) {
      this.#drop(file);
      return null;
    }
    if (shelved.timer !== null) clearTimeout(shelved.timer);
    this.#shelved.delete(file);
    return shelved;
  }

  async #start(
    transcript: FileHandle,
    file: string,
    end: number,
    sizes: readonly SizeChange[],
  ): Promise<Shelved> {
    const { exactBytes, tailBytes } = this.#limits;
    const offset = end > exactBytes ? end - tailBytes : 0;
    const mirror = new ScreenMirror(sizeAt(sizes, offset));
    if (offset > 0) await mirror.write(await this.#modesAt(transcript, file, offset));
    const passed = sizes.filter((change) => change.offset <= offset).length;
    return { mirror, offset, sizes: passed, timer: null };
  }

  /** What sets a fresh terminal to the modes that a transcript has at `end`. */
  async #modesAt(transcript: FileHandle, file: string, end: number): Promise<Uint8Array> {
    const known = this.#scans.get(file);
    const entry = known !== undefined && known.offset <= end ? known : freshScan();
    this.#scans.delete(file);
    this.#scans.set(file, entry);
    const [oldest] = this.#scans.keys();
    if (oldest !== undefined && this.#scans.size > mostScans) this.#scans.delete(oldest);
    entry.offset = await readPieces(transcript, entry.offset, end, (bytes) => {
      entry.scan.take(bytes);
    });
    return entry.scan.restore();
  }

  #putBack(file: string, shelved: Shelved): void {
    this.#shelved.set(file, shelved);
    shelved.timer = setTimeout(() => this.#drop(file), this.#limits.keepMs).unref();
    const [oldest] = this.#shelved.keys();
    if (oldest !== undefined && this.#shelved.size > this.#limits.mirrors) this.#drop(oldest);
  }

  #drop(file: string): void {
    const shelved = this.#shelved.get(file);
    if (shelved === undefined) return;
    if (shelved.timer !== null) clearTimeout(shelved.timer);
    shelved.mirror.dispose();
    this.#shelved.delete(file);
  }
}

function freshScan(): { readonly scan: ModeScan; offset: number } {
  return { scan: new ModeScan(), offset: 0 };
}

/** Reads a part of a file, piece by piece, and returns how far it came. */
async function readPieces(
  file: FileHandle,
  start: number,
  end: number,
  take: (bytes: Uint8Array) => void,
): Promise<number> {
  const buffer = new Uint8Array(pieceBytes);
  for (let offset = start; ;) {
    const wanted = Math.min(pieceBytes, end - offset);
    if (wanted <= 0) return offset;
    const { bytesRead } = await file.read(buffer, 0, wanted, offset);
    if (bytesRead === 0) return offset;
    take(buffer.subarray(0, bytesRead));
    offset += bytesRead;
  }
}

/** Feeds a mirror with its transcript up to `end`, at the sizes that it was written at. */
async function advance(
  shelved: Shelved,
  transcript: FileHandle,
  end: number,
  sizes: readonly SizeChange[],
): Promise<void> {
  const buffer = new Uint8Array(pieceBytes);
  for (;;) {
    let next = sizes[shelved.sizes];
    for (; next !== undefined && next.offset <= shelved.offset; next = sizes[shelved.sizes]) {
      shelved.mirror.resize(next);
      shelved.sizes += 1;
    }
    const wanted = Math.min(pieceBytes, (next?.offset ?? end) - shelved.offset);
    if (wanted <= 0) return;
    const { bytesRead } = await transcript.read(buffer, 0, wanted, shelved.offset);
    if (bytesRead === 0) return;
    await shelved.mirror.write(buffer.subarray(0, bytesRead));
    shelved.offset += bytesRead;
  }
}
