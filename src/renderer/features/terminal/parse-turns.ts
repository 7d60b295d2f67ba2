/** Bytes that a terminal is given at once: xterm parses them within a few milliseconds. */
export const turnBytes = 32 * 1024;

/** One of those who take turns. */
export interface Turn {
  /** Whether somebody types into it: then it comes first. */
  readonly isFirst: boolean;
  /** Whether there is something to do. */
  readonly hasMore: boolean;
  /** Does a little of it, and calls `done` afterwards. */
  take(done: () => void): void;
}

/**
 * Lets the terminals of a page parse one after another, a little at a time, so that none keeps the page
 * from anything else for long. The one that somebody types into comes before all others.
 */
export class ParseTurns {
  readonly #later: (act: () => void) => void;
  /** In the order in which they are to come. */
  readonly #waiting = new Set<Turn>();
  #current: Turn | null = null;
  #isScheduled = false;

  /** `later` calls back in a turn of the event loop of its own. */
  constructor(later: (act: () => void) => void = inNextTask()) {
    this.#later = later;
  }

  /** Asks for a turn, because there is something to do. */
  ask(turn: Turn): void {
    if (this.#current === turn) return;
    this.#waiting.add(turn);
    if (this.#current === null && !this.#isScheduled) this.#next();
  }

  /** Takes no more turns; if it was its own one, that is over. */
  leave(turn: Turn): void {
    this.#waiting.delete(turn);
    if (this.#current !== turn) return;
    this.#current = null;
    this.#schedule();
  }

  #next(): void {
    const waiting = [...this.#waiting];
    const turn = waiting.find(({ isFirst }) => isFirst) ?? waiting[0];
    if (turn === undefined) return;
    this.#waiting.delete(turn);
    this.#current = turn;
    turn.take(() => this.#done(turn));
  }

  #done(turn: Turn): void {
    if (this.#current !== turn) return;
    this.#current = null;
    if (turn.hasMore) this.#waiting.add(turn);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#waiting.size === 0) return;
    this.#isScheduled = true;
    this.#later(() => {
      this.#isScheduled = false;
      if (this.#current === null) this.#next();
    });
  }
}

/** By messages: browsers make timers that set timers wait for 4 ms. */
function inNextTask(): (act: () => void) => void {
  let channel: MessageChannel | null = null;
  const waiting: (() => void)[] = [];
  return (act) => {
    if (channel === null) {
      channel = new MessageChannel();
      channel.port1.addEventListener('message', () => waiting.shift()?.());
      channel.port1.start();
    }
    waiting.push(act);
    channel.port2.postMessage(null);
  };
}
