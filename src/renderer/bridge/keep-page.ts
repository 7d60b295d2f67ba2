import type { Welcome } from '#shared/core/session-handshake/messages.ts';

/** By then the page has loaded what it loads by itself, and has the host no longer to itself, in ms. */
const settledMs = 3_000;
/** How long a reload waits for a newer page to be kept, in ms. */
const renewingMs = 20_000;

type Worker = NonNullable<Welcome['worker']>;

let kept: Promise<void> = Promise.resolve();
let keptAddress: string | null = null;

/**
 * Has the browser keep the page that the host serves, so that it can be loaded while the host is away
 * (`src/service-worker`). Only a host that has proved to be the one says which worker that is: its name says
 * its content. Where it is not possible, and where the host goes away (`isThere` says so), all stays as it was.
 */
export function keepPage(worker: Worker | null, isThere: () => boolean): void {
  // Browsers leave it out in private windows and on addresses that they do not trust.
  if (worker === null || !('serviceWorker' in navigator) || keptAddress === worker.address) return;
  keptAddress = worker.address;
  kept = whenLoaded()
    .then(async () => {
      await register(worker, () => {
        if (!isThere()) throw new Error('The host is away.');
      });
    })
    .catch(() => {
      keptAddress = null;
    });
}

/** Reloads the page, from the build that the host has named if there is one. */
export async function reloadPage(): Promise<void> {
  await Promise.race([kept, new Promise((resolve) => setTimeout(resolve, renewingMs))]);
  window.location.reload();
}

async function whenLoaded(): Promise<void> {
  if (document.readyState !== 'complete') {
    await new Promise((resolve) => window.addEventListener('load', resolve, { once: true }));
  }
  const registration = await navigator.serviceWorker.getRegistration();
  // A page that is kept already is renewed at once: what it shows is not what the host serves.
  if (registration !== undefined && registration.active !== null) return;
  await new Promise((resolve) => setTimeout(resolve, settledMs));
}

/** `check` throws when the host is away: whoever answers in its place is asked for nothing. */
async function register({ address, integrity }: Worker, check: () => void): Promise<void> {
  check();
  // Fetched and checked first: the browser then has the very text that the host has named.
  await fetchWhole(address, integrity);
  const registration = await navigator.serviceWorker.register(address, { updateViaCache: 'all' });
  refuseForgeries(registration);
  const worker = registration.installing ?? registration.waiting;
  if (worker !== null) await whenSettled(worker);
  check();
  // For a day, the browser does not ask anybody for a text that it has, and then it has asked the host just now.
  await fetchWhole(address, integrity);
  await registration.update();
}

async function fetchWhole(address: string, integrity: string): Promise<void> {
  // Whoever answers in the place of a host that has just gone may not have the browser clear what it keeps.
  const init: RequestInit = { integrity, credentials: 'omit' };
  // Another text that the browser has from somebody else is no answer.
  const response = await fetch(address, init).catch(async () =>
    fetch(address, { ...init, cache: 'reload' }),
  );
  await response.text();
}

async function whenSettled(worker: ServiceWorker): Promise<void> {
  await new Promise<void>((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated' || worker.state === 'redundant') resolve();
    });
  });
}

const guarded = new WeakSet<ServiceWorkerRegistration>();

/**
 * Browsers ask for the text of the worker again by themselves, and of whoever answers then. Under the name of a
 * worker there is no other text: one that comes all the same is none of the host's, and so there is rather none.
 */
function refuseForgeries(registration: ServiceWorkerRegistration): void {
  if (guarded.has(registration)) return;
  guarded.add(registration);
  registration.addEventListener('updatefound', () => {
    const { installing, active } = registration;
    if (installing !== null && installing.scriptURL === active?.scriptURL) {
      void registration.unregister();
    }
  });
}

/** Guards the worker of an earlier visit, also where the host is away. */
export async function guardKeptPage(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined);
  if (registration !== undefined) refuseForgeries(registration);
}
