/** Bytes that a terminal gets at once: xterm parses them within a few milliseconds. */
export const turnBytes = 32 * 1024;

/** One of those who take turns. */
export interface Turn {
  /** Whether somebody types into it: then it waits for nobody. */
  readonly isFirst: boolean;
  /** Whether there is something to do. */
  readonly hasMore: boolean;
  /** Does a little of it, and calls `done` afterwards. */
  take(done: () => void): void;
}

/**
 * Lets the terminals of a page parse one after another, a little at a time, so that none keeps the page
 * from anything else for long. The one that somebody types into comes before all others, also while
 * another one has its turn.
 */
export class ParseTurns {
  readonly #later: (act: () => void) => void;
  /** In the order in which they are to come. */
  readonly #waiting = new Set<Turn>();
  #current: Turn | null = null;
  /** The one that did not wait for the current one. */
  #ahead: Turn | null = null;
  #isScheduled = false;

  /** `later` calls back in a turn of the event loop of its own. */
  constructor(later: (act: () => void) => void = inNextTask()) {
    this.#later = later;
  }

  /** Asks for a turn, because there is something to do. */
  ask(turn: Turn): void {
    if (this.#current === turn || this.#ahead === turn) return;
    this.#waiting.add(turn);
    if (this.#current === null) {
      if (turn.isFirst || !this.#isScheduled) this.#next();
    } else if (turn.isFirst && this.#ahead === null) {
      this.#waiting.delete(turn);
      this.#ahead = turn;
      turn.take(() => this.#done(turn));
    }
  }

  /** Takes no more turns; if it was its own one, that is over. */
  leave(turn: Turn): void {
    this.#waiting.delete(turn);
    if (this.#end(turn)) this.#schedule();
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
    if (!this.#end(turn)) return;
    if (turn.hasMore) this.#waiting.add(turn);
    this.#schedule();
  }

  /** False when it was not its turn any more. */
  #end(turn: Turn): boolean {
    if (this.#current === turn) this.#current = null;
    else if (this.#ahead === turn) this.#ahead = null;
    else return false;
    return true;
  }

  #schedule(): void {
    if (this.#isScheduled || this.#current !== null || this.#waiting.size === 0) return;
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
