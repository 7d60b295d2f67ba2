import type { Question } from './quit-question.ts';

/** What the keeper acts through. */
export interface PagePorts {
  /** Asks the person; gives the index of the button. The signal takes the question back. */
  ask(question: Question, signal: AbortSignal): Promise<number>;
  /** Loads the page again, in a new process when its own has ended. */
  reload(): void;
  /** Ends the process of a page that does not answer; {@link PageKeeper.ended} follows. */
  end(): void;
  /** Begins to quit; whoever guards that may refuse. */
  quit(): void;
  /** Milliseconds of any clock. */
  now(): number;
  /** Called with what went wrong with a question. */
  report(error: unknown): void;
}

/** A page that ends so often within so many milliseconds is not loaded again unasked. */
const quietReloads = 3;
const spanMs = 10 * 60_000;

const again = 'Load the page again';
const leave = 'Quit Switchyard';
const unharmed = 'Runs go on: they do not need the page, and edits are kept.';

function endedQuestion(times: number): Question {
  return {
    message: `The page has ended by itself ${times} times`,
    detail: `${unharmed} The log files (menu Help) say more.`,
    buttons: [again, leave],
    standard: 0,
    escape: 0,
  };
}

const silentQuestion: Question = {
  message: 'The page does not answer',
  detail: `${unharmed} A page that is only busy answers again by itself.`,
  buttons: ['Wait', again, leave],
  standard: 0,
  escape: 0,
};

function notLoadedQuestion(why: string): Question {
  return {
    message: 'The page could not be loaded',
    detail: `${why}. ${unharmed}`,
    buttons: [again, leave],
    standard: 0,
    escape: 0,
  };
}

/**
 * Keeps the window from being empty without a word: loads a page that ended again, and asks the person when
 * that does not help, when the page does not answer, and when it cannot be loaded. One question at a time.
 */
export class PageKeeper {
  readonly #ports: PagePorts;
  /** When the page ended, of late. */
  #ends: readonly number[] = [];
  #open: AbortController | null = null;
  #isGone = false;
  #isReplaced = false;

  constructor(ports: PagePorts) {
    this.#ports = ports;
  }

  /** The page's process ended by itself, or because it was asked to ({@link PagePorts.end}). */
  ended(): void {
    this.#isGone = true;
    // Whether to wait for it is no question any more.
    this.#takeBack();
    if (this.#isReplaced) {
      this.#isReplaced = false;
      this.#load();
      return;
    }
    const now = this.#ports.now();
    this.#ends = [...this.#ends.filter((one) => now - one < spanMs), now];
    const times = this.#ends.length;
    if (times <= quietReloads) this.#load();
    else void this.#ask(endedQuestion(times));
  }

  /** The page could not be loaded: `why` is a short text of the browser. */
  notLoaded(why: string): void {
    this.#isGone = true;
    void this.#ask(notLoadedQuestion(why));
  }

  /** The page has not answered for a while. */
  async silent(): Promise<void> {
    const button = await this.#put(silentQuestion);
    if (button === 1) {
      this.#isReplaced = true;
      this.#ports.end();
    }
    if (button === 2) this.#ports.quit();
  }

  /** The page answers again. */
  answers(): void {
    this.#takeBack();
  }

  /** The page is there. */
  loaded(): void {
    this.#isGone = false;
  }

  /** The person wants to see the window: a page that is gone is loaded again. */
  wanted(): void {
    if (this.#isGone && this.#open === null) this.#load();
  }

  #load(): void {
    this.#isGone = false;
    this.#ports.reload();
  }

  async #ask(question: Question): Promise<void> {
    const button = await this.#put(question);
    if (button === 0) this.#load();
    if (button === 1) this.#ports.quit();
  }

  #takeBack(): void {
    this.#open?.abort();
    this.#open = null;
  }

  /** Index of the pressed button; null when the question was taken back, or another one is open. */
  async #put(question: Question): Promise<number | null> {
    if (this.#open !== null) return null;
    const open = new AbortController();
    this.#open = open;
    try {
      const button = await this.#ports.ask(question, open.signal);
      return open.signal.aborted ? null : button;
    } catch (error) {
      this.#ports.report(error);
      return null;
    } finally {
      if (this.#open === open) this.#open = null;
    }
  }
}
