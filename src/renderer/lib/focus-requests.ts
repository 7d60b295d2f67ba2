/** How long a request waits for a part of the page that is still being fetched, in ms. */
const patienceMs = 3_000;

/** The focus is to go to a place that may not be in the page yet. */
export interface FocusRequest {
  /** Name of the place. */
  readonly name: string;
  /** Whether a text is written there. */
  readonly isForText: boolean;
  /** In ms. */
  readonly madeAt: number;
}

/** The one request for the focus that is open: the latest, until it is granted, too old, or the person has gone on. */
export class FocusRequests {
  #open: FocusRequest | null = null;

  /** Takes the place of the one before. */
  make(request: FocusRequest): void {
    this.#open = request;
  }

  /** The place with this name is in the page: whether the focus goes there now. No request is granted twice. */
  take(name: string, now: number): boolean {
    if (this.#open?.name !== name || !this.isOpen(now)) return false;
    this.#open = null;
    return true;
  }

  /** The person has turned to something else: the focus stays with them. */
  personTurned(): void {
    this.#open = null;
  }

  /** Whether a request waits for its place. */
  isOpen(now: number): boolean {
    return this.#open !== null && now - this.#open.madeAt < patienceMs;
  }

  /** Whether one waits for a place where a text is written. */
  isTextAwaited(now: number): boolean {
    return this.#open?.isForText === true && this.isOpen(now);
  }
}
