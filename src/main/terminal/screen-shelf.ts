import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
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
}

/**
 * 32 MiB are parsed in about a second. Of more, 8 MiB are many times the scrollback; what a program set
 * up before that and never again (modes, margins, the alternate screen) is not known then.
 */
export const shelfLimits: ShelfLimits = {
  exactBytes: 32 * 1024 * 1024,
  tailBytes: 8 * 1024 * 1024,
  mirrors: 4,
  keepMs: 30_000,
};

const pieceBytes = 256 * 1024;

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
  /** By file, the least recently used first. */
  readonly #shelved = new Map<string, Shelved>();

  constructor(limits: ShelfLimits = shelfLimits) {
    this.#limits = limits;
  }

  /** The screen; rejects with the error of the system when the transcript cannot be read. */
  async restore(request: ScreenRequest): Promise<RestoredScreen> {
    const { transcriptFile: file } = request;
    return this.#mutex.run(file, async () => {
      const transcript = await open(file);
      try {
        const { size } = await transcript.stat();
        const end = Math.min(size, request.offset ?? size);
        const sizes = (await readSizeLog(file)).filter((change) => change.offset <= end);
        const shelved = this.#take(file, end) ?? this.#start(end, sizes);
        await advance(shelved, transcript, end, sizes);
        const { mirror, offset } = shelved;
        const screen = { ...mirror.size, bytes: mirror.restore(), offset };
        this.#putBack(file, shelved);
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

  #start(end: number, sizes: readonly SizeChange[]): Shelved {
    const { exactBytes, tailBytes } = this.#limits;
    const offset = end > exactBytes ? end - tailBytes : 0;
    return {
      mirror: new ScreenMirror(sizeAt(sizes, offset)),
      offset,
      sizes: sizes.filter((change) => change.offset <= offset).length,
      timer: null,
    };
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
