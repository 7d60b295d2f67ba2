import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { within } from '#main/system/within.ts';
import { isRepeatable } from './repeatable.ts';
import { GitError } from './git-error.ts';
import type { GitErrorKind } from './git-error.ts';
import { runGit } from './run-git.ts';
import type { GitOptions, GitOutput } from './run-git.ts';
import { untilLeftGitsEnded } from './left-gits.ts';

/** What the helper is asked for: one git command. */
export interface HelperRequest {
  readonly id: number;
  readonly folder: string;
  readonly args: readonly string[];
  readonly options: GitOptions;
}

/** The one message it gets meanwhile: that the command of this number is to be ended. */
export interface HelperEnding {
  readonly ends: number;
}

/** What it says: that it is there, or how a command ended. */
export type HelperAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly id: number; readonly output: GitOutput }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly error: {
        readonly kind: GitErrorKind;
        readonly exitCode: number | null;
        readonly stderr: string;
      };
    };

/** How long the helper may take to end a command. */
const endPatienceMs = 6_000;
/** How long it may take to answer what it was asked before it is to end. */
const closePatienceMs = 20_000;

/** So many deaths within this time, and no other one is started. */
const deathsAtMost = 3;
const deathsWithinMs = 60_000;

interface Waiting {
  readonly args: readonly string[];
  readonly ended: Promise<GitOutput>;
  readonly done: (output: GitOutput) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * A process that does nothing but start git for this one. Starting a program copies the page tables of
 * the process that does it and blocks its thread until the program runs: in a small process that
 * costs a fraction, and nobody else waits for it. It carries the same environment as its gits, starts
 * with the first command, and ends with its channel, so also when this process is killed. Until it is
 * ready, git is started from here. After it has died another one is started, and what was under way is
 * done again once the gits that it left have ended.
 */
export class GitHelper {
  readonly #file: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | null = null;
  #state: 'new' | 'starting' | 'ready' | 'gone' = 'new';
  #lastId = 0;
  /** When it died, of late. */
  #deaths: number[] = [];
  readonly #lost: (deaths: number) => void;

  /**
   * `file` is the module to run as the helper; it calls `serveGit`. `lost` hears of each death, with how
   * many there were within a minute.
   */
  constructor(
    file: string,
    environment: Readonly<Record<string, string>>,
    lost: (deaths: number) => void = () => {},
  ) {
    this.#file = file;
    this.#environment = environment;
    this.#lost = lost;
  }

  /**
   * Runs one git command to its end, see {@link runGit}. One that was under way when the helper died is
   * run again, where that ends the same.
   * @throws {GitError} for every exit code that is not allowed; `starter-lost` when the helper died and only
   * whoever asked knows how to go on; `starter-lost-often` when it dies again and again
   */
  async run(
    folder: string,
    args: readonly string[],
    options: GitOptions,
    limit?: AbortSignal,
  ): Promise<GitOutput> {
    if (this.#state === 'new') this.#start();
    if (this.#state !== 'ready') {
      return runGit(folder, this.#environment, args, options, limit);
    }
    const answer = Promise.withResolvers<GitOutput>();
    this.#lastId += 1;
    const request: HelperRequest = { id: this.#lastId, folder, args, options };
    this.#waiting.set(request.id, {
      args,
      ended: answer.promise,
      done: answer.resolve,
      failed: answer.reject,
    });
    const child = this.#child;
    child?.ref();
    child?.channel?.ref();
    child?.send(request, (error) => {
      if (error !== null) this.#lose(child);
    });
    try {
      return await this.#untilEnded(request, answer.promise, limit);
    } catch (error) {
      if (!(error instanceof GitError) || error.kind !== 'starter-lost') throw error;
      await untilLeftGitsEnded(child?.pid, limit);
      if (limit?.aborted === true) throw new GitError('ended', args, null, '');
      if (!isRepeatable(args)) throw error;
      return this.run(folder, args, options, limit);
    }
  }

  /** Has the helper end the command at its limit, and waits no longer than that should take. */
  async #untilEnded(
    { id, args }: HelperRequest,
    answer: Promise<GitOutput>,
    limit: AbortSignal | undefined,
  ): Promise<GitOutput> {
    if (limit === undefined) return answer;
    const end = (): void => {
      const message: HelperEnding = { ends: id };
      this.#child?.send(message, () => {});
      setTimeout(() => {
        const waiting = this.#waiting.get(id);
        this.#waiting.delete(id);
        if (waiting === undefined) return;
        waiting.failed(new GitError('ended', args, null, ''));
        // It does not even end what it is to end: whoever asks it next would wait as long.
        this.#giveUp();
      }, endPatienceMs);
    };
    limit.addEventListener('abort', end, { once: true });
    try {
      return await answer;
    } finally {
      limit.removeEventListener('abort', end);
    }
  }

  /** Ends the helper once it has answered; git is started from here from then on. */
  async close(): Promise<void> {
    const child = this.#child;
    this.#state = 'gone';
    const answers = [...this.#waiting.values()].map(async ({ ended }) => ended);
    if (!(await within(closePatienceMs, Promise.allSettled(answers)))) this.#giveUp();
    const isRunning = child !== null && child.exitCode === null && child.signalCode === null;
    if (!isRunning || !child.connected) return;
    child.ref();
    const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
    child.disconnect();
    if (!(await within(endPatienceMs, ended))) child.kill('SIGKILL');
  }

  #start(): void {
    this.#state = 'starting';
    const child = fork(this.#file, {
      env: this.#environment,
      execArgv: [],
      // A terminal's Ctrl-C is for this process, which then decides what becomes of its gits.
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child = child;
    child.on('message', (answer: HelperAnswer) => this.#take(answer));
    child.on('error', () => {
      if (child.connected) child.disconnect();
      this.#lose(child);
    });
    child.on('exit', () => this.#lose(child));
    this.#rest();
  }

  #take(answer: HelperAnswer): void {
    if (answer.kind === 'ready') {
      if (this.#state === 'starting') this.#state = 'ready';
      return;
    }
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#rest();
    if (answer.kind === 'done') waiting?.done(answer.output);
    else {
      const { kind, exitCode, stderr } = answer.error;
      waiting?.failed(new GitError(kind, waiting.args, exitCode, stderr));
    }
  }

  /** Ends a helper that does not answer, as one that is stopped; git is started from here from then on. */
  #giveUp(): void {
    const child = this.#child;
    this.#state = 'gone';
    child?.kill('SIGKILL');
    this.#lose(child);
  }

  /** A helper has died: the next command starts another one, unless this one was to go or they die too often. */
  #lose(child: ChildProcess | null): void {
    if (child === null || child !== this.#child) return;
    this.#child = null;
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => at > now - deathsWithinMs), now];
    const wasExpected = this.#state === 'gone';
    const isOften = !wasExpected && this.#deaths.length >= deathsAtMost;
    this.#state = wasExpected || isOften ? 'gone' : 'new';
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    const kind = isOften ? 'starter-lost-often' : 'starter-lost';
    for (const { args, failed } of lost) failed(new GitError(kind, args, null, ''));
    if (!wasExpected) this.#lost(this.#deaths.length);
  }

  /** This process may end while the helper has nothing to do. */
  #rest(): void {
    this.#child?.unref();
    this.#child?.channel?.unref();
  }
}
