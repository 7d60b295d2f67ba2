/** By then the page has loaded what it loads by itself, and has the host no longer to itself, in ms. */
const settledMs = 3_000;

/**
 * Has the browser keep this page, so that it can be loaded while the host is away (`src/service-worker`).
 * Where that is not possible, and where the host is away already, all stays as it was: the next visit tries
 * again.
 */
export function keepPage(): void {
  // Browsers leave it out in private windows and on addresses that they do not trust.
  if (!('serviceWorker' in navigator)) return;
  const register = (): void => {
    void navigator.serviceWorker
      .register('/service-worker.js', { updateViaCache: 'none' })
      .catch(() => undefined);
  };
  const whenLoaded = (): void => void setTimeout(register, settledMs);
  if (document.readyState === 'complete') whenLoaded();
  else window.addEventListener('load', whenLoaded, { once: true });
}
