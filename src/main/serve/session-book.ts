import { statSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isoTime } from '#shared/lib/clock.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { isoTimeSchema } from '#shared/model/item-id.ts';
import { describeWriteError, writeFileAtomically } from '#main/system/atomic-write.ts';
import { readNamedText } from '#main/system/foreign-file.ts';
import { privateFileMode, privateFolderMode } from '#main/system/private-files.ts';

/** After this time in ms a browser needs an address again, so that none is let in for ever. */
export const sessionLifeMs = 14 * 24 * 3_600_000;

/** A session takes some 400. */
const maximumBytes = 4_096;

const sessionSchema = z.object({
  id: z.string().regex(/^[\w-]{22}$/),
  publicKey: z.string(),
  /** Address of the page that the key belongs to; on another port it opens nothing. */
  origin: z.string(),
  /** The browser, as it described itself. */
  browser: z.string(),
  madeAt: isoTimeSchema,
  seenAt: isoTimeSchema,
});

/** A browser that was let in: by its public key it is known again, and nobody can pass for it. */
export type Session = z.infer<typeof sessionSchema>;

/**
 * The sessions of browsers, a file for each, so that hosts that share a data folder do not overwrite each
 * other's. Nothing in them opens a session.
 */
export class SessionBook {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #turns = new KeyedMutex();

  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** The session of this id; null when there is none, or its time is over. */
  async find(id: string): Promise<Session | null> {
    if (!sessionSchema.shape.id.safeParse(id).success) return null;
    const text = await readNamedText(this.#file(id), maximumBytes);
    if (!text.ok || text.value === null) return null;
    try {
      const read = sessionSchema.parse(JSON.parse(text.value));
      return read.id === id && this.#isInTime(read) ? read : null;
    } catch {
      return null;
    }
  }

  /**
   * Whether the session of this id was removed, by whichever host. Looked up without a turn in between, so that
   * what comes after the removal is not taken; a file that only cannot be looked at is no removal.
   */
  isRemoved(id: string): boolean {
    try {
      return statSync(this.#file(id), { throwIfNoEntry: false }) === undefined;
    } catch {
      return false;
    }
  }

  /** All sessions, the newest first; those whose time is over are deleted. */
  async all(): Promise<readonly Session[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const found: Session[] = [];
    for (const name of names) {
      if (!name.endsWith('.json')) continue;
      const session = await this.find(name.slice(0, -'.json'.length));
      if (session === null) await rm(join(this.#folder, name), { force: true }).catch(() => {});
      else found.push(session);
    }
    return found.toSorted((one, other) => other.madeAt.localeCompare(one.madeAt));
  }

  /** Lets a browser in from now on. */
  async add(
    known: Pick<Session, 'id' | 'publicKey' | 'origin' | 'browser'>,
  ): Promise<Result<void, Failure>> {
    const now = isoTime(this.#clock.now());
    return this.#turns.run(known.id, async () =>
      this.#write({ ...known, madeAt: now, seenAt: now }),
    );
  }

  /** Notes that a browser was there; one that was removed meanwhile stays removed. */
  async see(id: string): Promise<void> {
    await this.#turns.run(id, async () => {
      const session = await this.find(id);
      if (session !== null) await this.#write({ ...session, seenAt: isoTime(this.#clock.now()) });
    });
  }

  /** Lets browsers in no more. */
  async remove(ids: readonly string[]): Promise<Result<void, Failure>> {
    for (const id of ids) {
      if (!sessionSchema.shape.id.safeParse(id).success) continue;
      try {
        await this.#turns.run(id, async () => rm(this.#file(id), { force: true }));
      } catch (error) {
        return err(describeWriteError(error, this.#file(id)));
      }
    }
    return ok(undefined);
  }

  #file(id: string): string {
    return join(this.#folder, `${id}.json`);
  }

  /** A clock that was put back does not make a session last longer. */
  #isInTime({ madeAt }: Session): boolean {
    const age = this.#clock.now() - Date.parse(madeAt);
    return age >= 0 && age < sessionLifeMs;
  }

  async #write(session: Session): Promise<Result<void, Failure>> {
    const file = this.#file(session.id);
    try {
      await mkdir(this.#folder, { recursive: true, mode: privateFolderMode });
    } catch (error) {
      return err(describeWriteError(error, file));
    }
    const text = `${JSON.stringify(session, null, 2)}\n`;
    return writeFileAtomically(file, text, { mode: privateFileMode });
  }
}
