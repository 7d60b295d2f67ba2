import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';

/** What whoever asks for a run has to do with it until there is one. */
export interface RunBeginning {
  /** Hears what a person who waits for the run has to hear meanwhile. */
  readonly report: (line: string) => void;
  /** Stops what goes on before the run, which then is not started. */
  readonly stop?: AbortSignal;
}

/** What goes on between asking for a run and its first record: one at a time, for everybody to see and to stop. */
export class Beginnings {
  readonly #clock: Clock;
  #now: WorkspaceStatus['beginning'] = null;
  #stop: AbortController | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What goes on now; null when nothing does, or nothing that takes time. */
  get now(): WorkspaceStatus['beginning'] {
    return this.#now;
  }

  /** Does the work of a beginning; refused while another one is under way. */
  async begin<Value>(
    work: (beginning: RunBeginning) => Promise<Result<Value, readonly Failure[]>>,
  ): Promise<Result<Value, readonly Failure[]>> {
    if (this.#stop !== null) return err([alreadyBeginning()]);
    const stop = new AbortController();
    this.#stop = stop;
    const report = (text: string): void => {
      this.#now = { text, startedAt: isoTime(this.#clock.now()) };
    };
    try {
      return await work({ report, stop: stop.signal });
    } finally {
      this.#now = null;
      this.#stop = null;
    }
  }

  /** Stops what is under way; false where nothing is. */
  stop(): boolean {
    this.#stop?.abort();
    return this.#stop !== null;
  }
}

function alreadyBeginning(): Failure {
  return failure(
    'run-beginning',
    'Another run is about to begin.',
    'Wait until its checks have ended, or stop it first.',
  );
}
