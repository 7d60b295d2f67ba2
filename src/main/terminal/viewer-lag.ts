import { viewerMarks } from './flow-control.ts';

/** How far a viewer may be behind before it is shown less. */
export interface LagLimits {
  /** Bytes not yet acknowledged that it may have for `patienceMs` and no longer. */
  readonly high: number;
  /** Bytes that it never may have more of: what a viewer costs in memory. */
  readonly most: number;
  readonly patienceMs: number;
  /** With fewer it is done with all it has: it says nothing of its last few thousand. */
  readonly low: number;
}

export const lagLimits: LagLimits = { ...viewerMarks, most: 1024 * 1024, patienceMs: 250 };

/** Follows how far a viewer is behind, by what it was sent and what it acknowledged. */
export class ViewerLag {
  readonly #limits: LagLimits;
  readonly #onBehind: () => void;
  /** Bytes of restored screens: they take their time, but no program waits to say them. */
  #screenBytes = 0;
  #outputBytes = 0;
  #timer: NodeJS.Timeout | null = null;

  /** `onBehind` is called when it is too far behind, once until it was sent more. */
  constructor(onBehind: () => void, limits: LagLimits = lagLimits) {
    this.#onBehind = onBehind;
    this.#limits = limits;
  }

  /** Whether the viewer is done with what it was sent. */
  get isSettled(): boolean {
    return this.#screenBytes + this.#outputBytes < this.#limits.low;
  }

  sentScreen(bytes: number): void {
    this.#screenBytes += bytes;
    this.#judge();
  }

  sentOutput(bytes: number): void {
    this.#outputBytes += bytes;
    this.#judge();
  }

  /** Screens are sent before the output that follows them; saying more than was sent does no harm. */
  acknowledged(bytes: number): void {
    const ofScreen = Math.min(bytes, this.#screenBytes);
    this.#screenBytes -= ofScreen;
    this.#outputBytes = Math.max(0, this.#outputBytes - (bytes - ofScreen));
    this.#judge();
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #judge(): void {
    const { high, most, patienceMs } = this.#limits;
    if (this.#outputBytes > most) {
      this.dispose();
      this.#onBehind();
    } else if (this.#outputBytes <= high || this.#screenBytes > 0) this.dispose();
    else this.#timer ??= setTimeout(() => this.#lost(), patienceMs);
  }

  #lost(): void {
    this.#timer = null;
    this.#onBehind();
  }
}
