import { LandingMemory } from '#main/landing/landing-memory.ts';

/**
 * What the process that drives a run holds in memory: handles and shortcuts only. Nothing here
 * decides anything that the store does not say as well.
 */
export class RunSession {
  /** Checks that run now, by attempt id; `startedAt` is UTC ISO. */
  readonly checks = new Map<string, { readonly command: string; readonly startedAt: string }>();
  /** What is remembered between one landing and the next. */
  readonly landing = new LandingMemory();
  /** Where each branch stood when it was pushed last, or that was tried. */
  readonly pushed = new Map<string, string>();
  /** Processes that were named to the person as left behind, by number. */
  readonly namedProcesses = new Set<number>();
  /** Whether the run was cancelled: what waits for a person waits no longer. */
  isEnding = false;
  /** Whether somebody can be asked while the run goes on. */
  hasPerson = true;
  /** Whether the process that drives the run is about to end. */
  isHalted = false;
  /** What does not come to its end in this time after it was stopped, in ms, is waited for no longer. */
  stuckMs = 60_000;
  readonly #stop = new AbortController();
  readonly #stops = new Map<string, AbortController>();

  /** Aborts when the run is stopped now. */
  get stopSignal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Aborts when the run, or the attempt or landing with this id, is stopped now. */
  stopSignalOf(id: string): AbortSignal {
    return AbortSignal.any([this.#stop.signal, this.#stopOf(id).signal]);
  }

  /** Ends the agent, or the checks of its work, of one attempt or landing; the work is kept. */
  stopOne(id: string): void {
    this.#stopOf(id).abort();
  }

  /** Forgets what was kept for an attempt or landing that has ended. */
  release(id: string): void {
    this.#stops.delete(id);
  }

  #stopOf(id: string): AbortController {
    const stop = this.#stops.get(id) ?? new AbortController();
    this.#stops.set(id, stop);
    return stop;
  }

  /** Ends agents and checks; their work is kept and marked as interrupted. */
  stopNow(): void {
    this.isEnding = true;
    this.#stop.abort();
  }

  /** Stops now, and leaves the run interrupted instead of cancelled, so that it can be resumed. */
  halt(): void {
    this.isHalted = true;
    this.stopNow();
  }
}
