/**
 * Waits until this tab is the one that replicates the workspace; the others see its writes. The browser
 * passes the lock on when a tab is closed or crashes, and does not freeze a tab that has one. The result
 * gives it back, or stops waiting.
 */
export function whenLeader(name: string, lead: () => void): () => void {
  const abort = new AbortController();
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const isOver = (): boolean => abort.signal.aborted;
  navigator.locks
    .request(name, { signal: abort.signal }, async () => {
      if (isOver()) return;
      lead();
      await released;
    })
    .catch(() => {
      // No locks for this origin: then there are no other tabs of it that could share a store either.
      if (!isOver()) lead();
    });
  return () => {
    abort.abort();
    release();
  };
}
