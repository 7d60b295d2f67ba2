import type { Subscription } from '#shared/lib/disposable.ts';

/** Bytes not yet acknowledged at which a consumer stops the producer, and lets it go on again. */
export interface FlowMarks {
  readonly high: number;
  readonly low: number;
}

/** One consumer's lock on the producer. */
export interface FlowGate extends Subscription {
  /** `bytes` were handed to the consumer. */
  sent(bytes: number): void;
  /** The consumer is done with `bytes`; saying more than it was sent does no harm. */
  acknowledged(bytes: number): void;
}

/** What a viewer may have and not have acknowledged (as in VS Code; ADR 12). */
export const viewerMarks: FlowMarks = { high: 100_000, low: 5_000 };

/**
 * Decides when a producer must pause: as soon as one of its consumers has more than the high mark
 * not acknowledged, until each such consumer is below its low mark or gone.
 */
export class FlowControl {
  readonly #blocking = new Set<FlowGate>();
  readonly #onChange: (paused: boolean) => void;

  /** `onChange` is called on each change between paused and not, starting from not paused. */
  constructor(onChange: (paused: boolean) => void) {
    this.#onChange = onChange;
  }

  get paused(): boolean {
    return this.#blocking.size > 0;
  }

  /** Adds a consumer; disposing of the gate releases its lock; it is not asked again. */
  open(marks: FlowMarks): FlowGate {
    let outstanding = 0;
    let disposed = false;
    const gate: FlowGate = {
      sent: (bytes) => {
        outstanding += bytes;
        if (!disposed && outstanding > marks.high) this.#block(gate);
      },
      acknowledged: (bytes) => {
        outstanding = Math.max(0, outstanding - bytes);
        if (outstanding < marks.low) this.#release(gate);
      },
      dispose: () => {
        disposed = true;
        this.#release(gate);
      },
    };
    return gate;
  }

  #block(gate: FlowGate): void {
    if (this.#blocking.has(gate)) return;
    this.#blocking.add(gate);
    if (this.#blocking.size === 1) this.#onChange(true);
  }

  #release(gate: FlowGate): void {
    if (this.#blocking.delete(gate) && this.#blocking.size === 0) this.#onChange(false);
  }
}
