import type { BuiltPage } from './built-page.ts';
import { KeptPage } from './kept-page.ts';

declare const self: ServiceWorkerGlobalScope;
/** Written before this by the build. */
declare const builtPage: BuiltPage;

const page = new KeptPage(builtPage, {
  caches,
  fetch: async (request) => fetch(request),
  giveUp: async () => self.registration.unregister(),
  origin: self.location.origin,
});

async function install(): Promise<void> {
  await page.keep();
  // The host has named this build to a page that is open; the next one that is loaded is of it.
  await self.skipWaiting();
}

async function activate(): Promise<void> {
  await page.forgetOthers();
  // An earlier version had the host asked for the page at each visit.
  await self.registration.navigationPreload.disable();
  await self.clients.claim();
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const answer = page.answer(event.request);
  if (answer !== null) event.respondWith(answer);
});
