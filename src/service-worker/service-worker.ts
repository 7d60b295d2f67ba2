import type { BuiltPage } from './built-page.ts';
import { KeptPage } from './kept-page.ts';

declare const self: ServiceWorkerGlobalScope;
/** Written before this by the build. */
declare const builtPage: BuiltPage;

const page = new KeptPage(builtPage, {
  caches,
  fetch: async (request) => fetch(request),
  origin: self.location.origin,
});

async function install(): Promise<void> {
  await page.keep();
  // The page of an older build takes all else from the host, as it does without a worker.
  await self.skipWaiting();
}

async function activate(): Promise<void> {
  await page.forgetOthers();
  await self.registration.navigationPreload.enable();
  await self.clients.claim();
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const answer = page.answer(event);
  if (answer !== null) event.respondWith(answer);
});
