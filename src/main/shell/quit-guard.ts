import { assertNever } from '#shared/lib/assert-never.ts';
import type { ShellRun } from './shell-host.ts';
import { quitAnswerAt, quitQuestion } from './quit-question.ts';
import type { Question } from './quit-question.ts';

/** What the guard acts through. */
export interface QuitPorts {
  /** Runs that this process drives now. */
  activeRuns(): readonly ShellRun[];
  /** Asks the person; gives the index of the button. */
  ask(question: Question): Promise<number>;
  /** Lets the running attempts finish; nothing new starts. */
  cancelRuns(): Promise<void>;
  /** Resolves when no run is active. */
  whenIdle(): Promise<void>;
  /**
   * Stops what still runs, so that it can be resumed, and closes the host; resolves after `atMost`
   * milliseconds in any case.
   */
  closeHost(atMost: number): Promise<void>;
  /** Begins to quit again; this time the guard lets it pass. */
  quit(): void;
  /** Called when {@link QuitGuard.isFinishing} has changed. */
  changed(): void;
  /** Called with what went wrong; quitting goes on. */
  report(what: string, error: unknown): void;
}

type Phase = 'open' | 'asking' | 'finishing' | 'closing' | 'closed';

/** How long ending agents may take, in milliseconds; what they left is recovered at the next start. */
const stopLimit = 30_000;
/** The same while the system shuts down, which does not wait longer. */
const shutdownLimit = 4_000;

/**
 * Stands between the request to quit and quitting: while a run is active it asks, it lets runs end, and it
 * closes the host before the process goes.
 */
export class QuitGuard {
  readonly #ports: QuitPorts;
  #phase: Phase = 'open';

  constructor(ports: QuitPorts) {
    this.#ports = ports;
  }

  /** Whether the app will quit as soon as the running attempts have finished. */
  get isFinishing(): boolean {
    return this.#phase === 'finishing';
  }

  /** Whether nothing keeps the app running any more: windows may close. */
  get isDone(): boolean {
    return this.#phase === 'closed';
  }

  /** The app is asked to quit: whether it may at once. If not, the guard quits it when it can. */
  requestQuit(): boolean {
    switch (this.#phase) {
      case 'closed':
        return true;
      case 'asking':
      case 'closing':
        return false;
      case 'open':
      case 'finishing':
        if (this.#ports.activeRuns().length === 0) void this.#close(stopLimit);
        else void this.#ask();
        return false;
      default:
        return assertNever(this.#phase, 'phase');
    }
  }

  /** The system goes down: stops what runs, so that it can be resumed, and quits without asking. */
  async shutDown(): Promise<void> {
    if (this.#phase === 'closing' || this.#phase === 'closed') return;
    await this.#close(shutdownLimit);
  }

  async #ask(): Promise<void> {
    const wasFinishing = this.isFinishing;
    this.#enter('asking');
    const button = await this.#ports
      .ask(quitQuestion(this.#ports.activeRuns(), wasFinishing))
      .catch((error: unknown) => {
        this.#ports.report('the question before quitting could not be asked', error);
        return -1;
      });
    // The system may have begun to shut down meanwhile.
    if (this.#phase !== 'asking') return;
    const answer = quitAnswerAt(button, wasFinishing);
    switch (answer) {
      case 'finish':
        return this.#finish(wasFinishing);
      case 'stop':
        return this.#close(stopLimit);
      case 'stay':
        return this.#enter('open');
      default:
        return assertNever(answer, 'answer');
    }
  }

  async #finish(isUnderWay: boolean): Promise<void> {
    this.#enter('finishing');
    if (!isUnderWay) {
      await this.#ports
        .cancelRuns()
        .catch((error: unknown) => this.#ports.report('a run could not be cancelled', error));
    }
    await this.#ports.whenIdle();
    // Another answer may have arrived meanwhile.
    if (this.isFinishing) await this.#close(stopLimit);
  }

  async #close(limit: number): Promise<void> {
    this.#enter('closing');
    await this.#ports
      .closeHost(limit)
      .catch((error: unknown) => this.#ports.report('the host did not close', error));
    this.#enter('closed');
    this.#ports.quit();
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#ports.changed();
  }
}

/** What becomes of the window when the person closes it. */
export type CloseAnswer = 'close' | 'hide' | 'hide-with-hint';

/**
 * While a run is active the window only hides, and the first time says so; else it closes (and the app
 * with it, except on macOS).
 */
export function closeAnswer(state: {
  readonly isDone: boolean;
  readonly isRunActive: boolean;
  readonly wasHintShown: boolean;
}): CloseAnswer {
  if (state.isDone || !state.isRunActive) return 'close';
  return state.wasHintShown ? 'hide' : 'hide-with-hint';
}
