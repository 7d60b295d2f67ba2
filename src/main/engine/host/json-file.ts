import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { err } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { describeWriteError, writeFileAtomically } from '#main/system/atomic-write.ts';
import { readNamedText } from '#main/system/foreign-file.ts';
import { privateFileMode, privateFolderMode } from '#main/system/private-files.ts';

/** A larger one is none of ours. */
const longestFile = 16 * 1024 ** 2;

/** A small file of the app's own, such as its preferences: one JSON value of a known shape. */
export class JsonFile<Schema extends z.ZodType> {
  readonly #path: string;
  readonly #schema: Schema;
  readonly #logger: Logger;
  #mayReplace = true;

  constructor(path: string, schema: Schema, logger: Logger) {
    this.#path = path;
    this.#schema = schema;
    this.#logger = logger;
  }

  /**
   * What the file holds; null when there is none. One that cannot be understood is put aside under
   * another name, so that nothing of it is lost, and counts as none.
   */
  async read(): Promise<z.infer<Schema> | null> {
    const read = await readNamedText(this.#path, longestFile);
    // What is not even text is damaged like what is no JSON.
    const isDamaged = !read.ok && read.error.kind === 'not-utf8';
    this.#mayReplace = read.ok || isDamaged;
    if (!read.ok && !isDamaged) {
      this.#logger.warn(`${this.#path} cannot be read: ${read.error.reason}.`);
    }
    const text = read.ok ? read.value : isDamaged ? '' : null;
    if (text === null) return null;
    const parsed = this.#schema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    await this.#putAside();
    return null;
  }

  /**
   * Replaces the file as a whole; its folder is made when it is missing. Refused after a file that is there
   * could not be read: what it holds is not known, and would be lost.
   */
  async write(value: z.infer<Schema>): Promise<Result<void, Failure>> {
    if (!this.#mayReplace) await this.read();
    if (!this.#mayReplace) return err(unreadable(this.#path));
    try {
      await mkdir(dirname(this.#path), { recursive: true, mode: privateFolderMode });
    } catch (error) {
      return err(describeWriteError(error, this.#path));
    }
    return writeFileAtomically(this.#path, `${JSON.stringify(value, null, 2)}\n`, {
      mode: privateFileMode,
    });
  }

  async #putAside(): Promise<void> {
    const aside = `${this.#path}.damaged`;
    this.#logger.warn(`${this.#path} is damaged; it was put aside as ${aside}.`);
    await rename(this.#path, aside).catch((error: unknown) => {
      this.#mayReplace = false;
      this.#logger.warn(`${this.#path} could not be put aside: ${String(error)}`);
    });
  }
}

function unreadable(path: string): Failure {
  return failure(
    'file-unreadable',
    `${path} cannot be read, so that it is not replaced either.`,
    'Make it readable, or take it away; the app makes a new one.',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
