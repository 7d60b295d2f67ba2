import type { Subscription } from '#shared/lib/disposable.ts';

/** Calls `work` once, so many ms after `stop` was aborted; not any more once it is disposed of. */
export function afterStop(stop: AbortSignal, ms: () => number, work: () => void): Subscription {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const begin = (): void => {
    timer = setTimeout(work, ms());
  };
  if (stop.aborted) begin();
  else stop.addEventListener('abort', begin, { once: true });
  return {
    dispose() {
      stop.removeEventListener('abort', begin);
      clearTimeout(timer);
    },
  };
}
