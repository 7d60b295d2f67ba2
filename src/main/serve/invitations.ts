import { freshSecret } from './node-crypto.ts';

/**
 * The key in the address that lets one browser in, once. It is never written down: with the process it is
 * gone.
 */
export class Invitations {
  #key: string | null = freshSecret();

  /** The key that nobody has used; null when it was used. */
  get key(): string | null {
    return this.#key;
  }

  /** A new key; the one before it, if it was not used, is worth nothing any more. */
  renew(): string {
    this.#key = freshSecret();
    return this.#key;
  }

  /** Uses a key up; false when it is not the one that is open, or no more. */
  use(key: string): boolean {
    if (this.#key !== key) return false;
    this.#key = null;
    return true;
  }

  /** Takes back that a key was used, unless there is another one by now. */
  giveBack(key: string): void {
    this.#key ??= key;
  }
}
