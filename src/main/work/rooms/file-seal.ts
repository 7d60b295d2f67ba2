import { lstat, writeFile } from 'node:fs/promises';
import { readNamedText } from '#main/system/foreign-file.ts';
import { privateFileMode } from '#main/system/private-files.ts';

const sealBytes = 1_024;

/**
 * Notices when a file of the app's own notes is not as the app left it: a check could have written it. The time at which
 * the system changed a file last is set by no program.
 */
export class FileSeal {
  readonly #file: string;
  #seen: string | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  /** Notes how the file is now. */
  async set(): Promise<void> {
    this.#seen = await signatureOf(this.#file);
  }

  async isBroken(): Promise<boolean> {
    this.#seen ??= await this.#read();
    return this.#seen !== (await signatureOf(this.#file));
  }

  /** Leaves the note for the next process. */
  async keep(): Promise<void> {
    if (this.#seen === null) return;
    await writeFile(this.#noteFile, this.#seen, { mode: privateFileMode });
  }

  get #noteFile(): string {
    return `${this.#file}.seal`;
  }

  async #read(): Promise<string> {
    const read = await readNamedText(this.#noteFile, sealBytes);
    return (read.ok ? read.value : null) ?? '';
  }
}

async function signatureOf(file: string): Promise<string> {
  const found = await lstat(file, { bigint: true }).catch(() => null);
  return found === null ? 'none' : `${found.ino} ${found.size} ${found.ctimeNs}`;
}
