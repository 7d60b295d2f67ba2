import { Worker } from 'node:worker_threads';
import type { ResourceLimits } from 'node:worker_threads';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';

export interface AnsweringThreadOptions {
  readonly name: string;
  /** The thread's file: it answers each message with one, an {@link ThreadAnswer}. */
  readonly file: URL;
  readonly limits: ResourceLimits;
  /** An answer that takes longer will not come: the thread is ended, and another one takes its place. */
  readonly longestMs: number;
}

/** What the thread sends back: its answer, or why it has none. */
export type ThreadAnswer<Answer> = { readonly answer: Answer } | { readonly problem: string };

const longestIdleMs = 60_000;

/**
 * A thread that answers one request at a time, so that the time that one takes is not counted for another.
 * It is started with the first request, and ends when none has come for a minute.
 */
export class AnsweringThread<Request, Answer> {
  readonly #options: AnsweringThreadOptions;
  #turn: Promise<unknown> = Promise.resolve();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | null = null;
  #isDisposed = false;

  constructor(options: AnsweringThreadOptions) {
    this.#options = options;
  }

  /** The answer, or in one sentence why there is none: also when `stop` aborts before it is there. */
  async ask(request: Request, stop?: AbortSignal): Promise<Result<Answer, string>> {
    const answer = this.#turn.then(() => this.#askNow(request, stop));
    this.#turn = answer;
    return answer;
  }

  /** Ends the thread; what it was asked and has not answered fails. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.#end();
  }

  async #askNow(request: Request, stop: AbortSignal | undefined): Promise<Result<Answer, string>> {
    if (this.#isDisposed) return err('The app is closing.');
    if (stop?.aborted === true) return err('It was stopped.');
    if (this.#idle !== null) clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    const settled = Promise.withResolvers<Result<Answer, string>>();
    const onMessage = (message: ThreadAnswer<Answer>): void =>
      settled.resolve('answer' in message ? ok(message.answer) : err(message.problem));
    const onEnd = (reason: unknown): void => {
      if (this.#worker === worker) this.#worker = null;
      settled.resolve(err(reason instanceof Error ? reason.message : 'Its thread was ended.'));
    };
    worker.on('message', onMessage).once('error', onEnd).once('exit', onEnd);
    const giveUp = (reason: string): void => {
      settled.resolve(err(reason));
      void this.#end();
    };
    const { longestMs } = this.#options;
    // It keeps the process alive until there is an answer, which the thread itself does not.
    const timer = setTimeout(giveUp, longestMs, `It took longer than ${longestMs / 1000} seconds.`);
    const onStop = (): void => giveUp('It was stopped.');
    stop?.addEventListener('abort', onStop, { once: true });
    worker.postMessage(request, []);
    const result = await settled.promise;
    clearTimeout(timer);
    stop?.removeEventListener('abort', onStop);
    worker.off('message', onMessage).off('error', onEnd).off('exit', onEnd);
    this.#idle = setTimeout(() => void this.#end(), longestIdleMs).unref();
    return result;
  }

  #start(): Worker {
    const { name, file, limits } = this.#options;
    const worker = new Worker(file, { name, resourceLimits: limits });
    worker.unref();
    // Without a listener an error that comes after the answer would end the process.
    worker.on('error', () => {
      if (this.#worker === worker) this.#worker = null;
    });
    return worker;
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    if (this.#idle !== null) clearTimeout(this.#idle);
    await worker?.terminate();
  }
}
