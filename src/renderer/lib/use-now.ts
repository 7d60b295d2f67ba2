import { useSyncExternalStore } from 'react';
import { systemClock } from '#shared/lib/clock.ts';

interface Ticker {
  readonly subscribe: (listener: () => void) => () => void;
  readonly now: () => number;
}

/** One timer for all that show the same beat; it stands still while nobody looks. */
function makeTicker(intervalMs: number): Ticker {
  const listeners = new Set<() => void>();
  let now = systemClock.now();
  let timer: ReturnType<typeof setInterval> | null = null;
  const tick = (): void => {
    now = systemClock.now();
    for (const listener of listeners) listener();
  };
  return {
    now() {
      // Without a timer the stored time is old; between two ticks it must not change.
      if (timer === null && systemClock.now() - now >= intervalMs) now = systemClock.now();
      return now;
    },
    subscribe(listener) {
      listeners.add(listener);
      timer ??= setInterval(tick, intervalMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0 || timer === null) return;
        clearInterval(timer);
        timer = null;
      };
    },
  };
}

const tickers = new Map<number, Ticker>();

/** The present time in epoch ms, renewed every `intervalMs`; all users of one interval see the same value. */
export function useNow(intervalMs: number): number {
  let ticker = tickers.get(intervalMs);
  if (ticker === undefined) {
    ticker = makeTicker(intervalMs);
    tickers.set(intervalMs, ticker);
  }
  return useSyncExternalStore(ticker.subscribe, ticker.now, ticker.now);
}
