import { changedSince, stampNow } from '#main/system/folder-changes.ts';
import { FileSeal } from './file-seal.ts';

/** A folder of the app's in which nobody works, but in which anybody can write. */
export class SealedFolder {
  readonly #folder: string;
  readonly #stamp: string;
  readonly #seal: FileSeal;

  /** `stamp` is a file beside the folder, which stands for the moment when it was made. */
  constructor(folder: string, stamp: string) {
    this.#folder = folder;
    this.#stamp = stamp;
    this.#seal = new FileSeal(stamp);
  }

  /** Says that the folder is now as it should be. */
  async set(): Promise<void> {
    await stampNow(this.#stamp);
    await this.#seal.set();
    await this.#seal.keep();
  }

  /** Whether nothing in it was changed since; false also where that is not known. */
  async isUntouched(): Promise<boolean> {
    if (await this.#seal.isBroken()) return false;
    return (await changedSince([this.#folder], this.#stamp))?.length === 0;
  }
}
