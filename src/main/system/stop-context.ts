import { AsyncLocalStorage } from 'node:async_hooks';

const stops = new AsyncLocalStorage<AbortSignal>();

/**
 * Does `work` as a part of something that can be stopped: whatever it waits for, however deep, can ask
 * for the signal ({@link currentStop}) and end its wait. It is handed down with the flow of the program
 * rather than as an argument, so that no step can forget to hand it on.
 */
export function withStop<Value>(signal: AbortSignal, work: () => Value): Value {
  return stops.run(signal, work);
}

/** The signal that ends what is being done now; null outside of all that can be stopped. */
export function currentStop(): AbortSignal | null {
  return stops.getStore() ?? null;
}

/** A time that something may take; it has to be let go of. */
export interface Limit {
  readonly signal: AbortSignal;
  dispose(): void;
}

/**
 * Aborts after `longestMs`, and before that `afterStopMs` after what is being done was stopped: work
 * that has begun may come to its end, and work that keeps what was done is begun after a stop.
 */
export function limitedTime(longestMs: number, afterStopMs: number): Limit {
  const controller = new AbortController();
  const end = (): void => controller.abort();
  let timer = setTimeout(end, longestMs);
  timer.unref();
  const stop = currentStop();
  const hurry = (): void => {
    clearTimeout(timer);
    // Kept: nothing else may be left that keeps this process from ending before.
    timer = setTimeout(end, afterStopMs);
  };
  if (stop?.aborted === true) hurry();
  else stop?.addEventListener('abort', hurry, { once: true });
  return {
    signal: controller.signal,
    dispose() {
      clearTimeout(timer);
      stop?.removeEventListener('abort', hurry);
    },
  };
}
