import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { RestoredScreen, ScreenRequest } from './screen-shelf.ts';
import type { WorkerAnswer, WorkerRequest } from './screen-worker.ts';

type Answer = Result<RestoredScreen, Failure<ScreenFailureCode>>;

export type ScreenFailureCode = 'transcript-missing' | 'transcript-unreadable';

/** Makes screens out of transcripts, in a thread that lives while it is used. */
export interface ScreenRestorer {
  /** The screen of a transcript; a transcript that is not there or cannot be read is a failure. */
  restore(request: ScreenRequest): Promise<Answer>;
  /** What stands on the screen at the end of a transcript now, without its scrollback; at little cost. */
  glimpse(transcriptFile: string): Promise<Answer>;
  /** Ends the thread; what it was asked and has not answered fails. */
  dispose(): Promise<void>;
}

/** Starts nothing before the first request. */
export function createScreenRestorer(): ScreenRestorer {
  return new WorkerRestorer();
}

const longestIdleMs = 60_000;
/**
 * Memory of the thread, in MiB, without the cells of its screens. Young is what a small part of a screen's
 * making leaves behind: with more the thread takes three times as much and is no faster. Nothing that is
 * known comes near the other; a thread that did would end, and its screens would fail.
 */
const threadLimits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 };

class WorkerRestorer implements ScreenRestorer {
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | null = null;
  #requests = 0;

  async restore(request: ScreenRequest): Promise<Answer> {
    return this.#ask({ kind: 'screen', ...request });
  }

  async glimpse(transcriptFile: string): Promise<Answer> {
    return this.#ask({ kind: 'glimpse', transcriptFile });
  }

  async #ask(request: WorkerRequest['request']): Promise<Answer> {
    const worker = (this.#worker ??= this.#start());
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#requests += 1;
    const message: WorkerRequest = { id: this.#requests, request };
    return new Promise((resolve) => {
      this.#waiting.set(message.id, resolve);
      worker.postMessage(message, []);
    });
  }

  async dispose(): Promise<void> {
    await this.#stop('The app is closing.');
  }

  #start(): Worker {
    const worker = new Worker(workerFile(), { name: 'screens', resourceLimits: threadLimits });
    // The screens of a window that nobody looks at any more must not keep the app from ending.
    worker.unref();
    worker.on('message', (answer: WorkerAnswer) => this.#settle(answer));
    worker.on('error', (error: Error) => {
      if (this.#worker === worker) void this.#stop(error.message);
    });
    return worker;
  }

  #settle(answer: WorkerAnswer): void {
    const resolve = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    resolve?.('screen' in answer ? ok(answer.screen) : err(describe(answer.problem)));
    if (this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => void this.#stop(''), longestIdleMs).unref();
  }

  async #stop(reason: string): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    if (this.#idle !== null) clearTimeout(this.#idle);
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const resolve of waiting) resolve(err(describe({ code: '', message: reason })));
    await worker?.terminate();
  }
}

function describe(problem: { readonly code: string; readonly message: string }) {
  if (problem.code === 'ENOENT') {
    return failure<ScreenFailureCode>(
      'transcript-missing',
      'There is no output of this attempt.',
      'Its agent was not started, or the transcript was removed from the data folder.',
    );
  }
  return failure<ScreenFailureCode>(
    'transcript-unreadable',
    `The screen could not be restored: ${problem.message}`,
    'Open the terminal again.',
  );
}

/** The thread's file: beside this one as it is written, at the top of what was built. */
function workerFile(): URL {
  const places = ['./screen-worker.ts', './screen-worker.js', '../screen-worker.js'];
  const urls = places.map((place) => new URL(place, import.meta.url));
  const found = urls.find((url) => existsSync(url));
  if (found === undefined) throw new Error('The file of the screen thread is missing.');
  return found;
}
