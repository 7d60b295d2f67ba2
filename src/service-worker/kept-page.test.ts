import { describe, expect, it } from 'vitest';
import { KeptPage } from './kept-page.ts';
import type { PageCaches, PageRequest } from './kept-page.ts';

const origin = 'http://127.0.0.1:4817';
const built = { build: 'b1', files: { '/': 'sha256-page', '/assets/app-1.js': 'sha256-app' } };

/** A browser's caches, by name and path. */
function memoryCaches() {
  const all = new Map<string, Map<string, Response>>();
  const caches: PageCaches = {
    async open(name: string) {
      const entries = all.get(name) ?? new Map<string, Response>();
      all.set(name, entries);
      return {
        async put(path: string, response: Response) {
          entries.set(path, response);
        },
      };
    },
    async match(path: string, { cacheName }: { cacheName: string }) {
      return all.get(cacheName)?.get(path)?.clone();
    },
    keys: async () => [...all.keys()],
    delete: async (name: string) => all.delete(name),
  };
  const kept = (): Record<string, string[]> =>
    Object.fromEntries([...all].map(([name, entries]) => [name, [...entries.keys()]]));
  return { caches, kept };
}

type Host = (request: Request) => Promise<Response> | Response;

/** A worker whose host answers, or throws when it is away. */
function worker(host: Host, page = built, browser = memoryCaches()) {
  const asked: Request[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    asked.push(request);
    return host(request);
  };
  return {
    ...browser,
    asked,
    kept: browser.kept,
    page: new KeptPage(page, { ...browser, fetch, origin }),
  };
}

const away: Host = () => {
  throw new TypeError('Failed to fetch');
};
const present: Host = ({ url }) => new Response(`now ${new URL(url).pathname}`);

/** A request of the page; a mode that only browsers may set is laid over it. */
function asks(path: string, mode = 'cors', init: RequestInit = {}): PageRequest {
  const request = new Request(new URL(path, origin), init);
  Object.defineProperty(request, 'mode', { value: mode });
  return { request, preloadResponse: Promise.resolve(undefined) };
}

async function textOf(answer: Promise<Response> | null): Promise<string | null> {
  return answer === null ? null : (await answer).text();
}

/** A page that was kept from a host that is away now. */
async function keptPage(browser = memoryCaches()) {
  let host: Host = present;
  const one = worker((request) => host(request), built, browser);
  await one.page.keep();
  host = away;
  return one;
}

describe('what is kept', () => {
  it('are the files of the build, each with the content that was built, and nothing else', async () => {
    const { page, asked, kept } = worker(present);
    await page.keep();
    expect(kept()).toEqual({ 'switchyard-page-b1': ['/', '/assets/app-1.js'] });
    expect(asked.map(({ url, integrity, cache }) => [url, integrity, cache])).toEqual([
      [`${origin}/`, 'sha256-page', 'no-cache'],
      [`${origin}/assets/app-1.js`, 'sha256-app', 'no-cache'],
    ]);
    await textOf(page.answer(asks('/?token=secret', 'navigate')));
    await textOf(page.answer(asks('/assets/app-1.js')));
    expect(kept()).toEqual({ 'switchyard-page-b1': ['/', '/assets/app-1.js'] });
  });

  it.each([
    ['is refused', () => new Response('Sign in', { status: 401 })],
    ['is not there', () => new Response('', { status: 404 })],
    ['cannot be fetched, or is another one', away],
  ])('is nothing when a file %s', async (_, answer: Host) => {
    const { page, kept } = worker((request) =>
      request.url.endsWith('.js') ? answer(request) : present(request),
    );
    await expect(page.keep()).rejects.toThrow(/./);
    expect(kept()).toEqual({});
  });

  it('are no files of other builds, once this one has taken over', async () => {
    const browser = memoryCaches();
    await browser.caches.open('of-somebody-else');
    await keptPage(browser);
    const next = worker(present, { ...built, build: 'b2' }, browser);
    await next.page.keep();
    await next.page.forgetOthers();
    expect(Object.keys(browser.kept())).toEqual(['of-somebody-else', 'switchyard-page-b2']);
  });
});

describe('the page itself', () => {
  it.each([
    ['a newer page', new Response('newer')],
    ['a way to sign in', new Response('Sign in', { status: 401 })],
    ['a cookie for the token', new Response(null, { status: 303, headers: { Location: '/' } })],
    ['an error', new Response('', { status: 500 })],
  ])('is what the host answers: %s', async (_, answered) => {
    const { page } = await keptPage();
    const preloadResponse = Promise.resolve(answered);
    expect(await page.answer({ ...asks('/', 'navigate'), preloadResponse })).toBe(answered);
    const { page: other } = worker(() => answered);
    expect(await other.answer(asks('/', 'navigate'))).toBe(answered);
  });

  it('is the one that is kept while the host is away, with a token in the address too', async () => {
    const { page } = await keptPage();
    expect(await textOf(page.answer(asks('/', 'navigate')))).toBe('now /');
    expect(await textOf(page.answer(asks('/?token=x', 'navigate')))).toBe('now /');
    const preloadResponse = Promise.reject<undefined>(new Error('net::ERR_CONNECTION_REFUSED'));
    expect(await textOf(page.answer({ ...asks('/', 'navigate'), preloadResponse }))).toBe('now /');
  });

  it('is not shown in place of another address, nor when none is kept', async () => {
    const { page } = await keptPage();
    await expect(page.answer(asks('/elsewhere', 'navigate'))).rejects.toThrow('Failed to fetch');
    await expect(worker(away).page.answer(asks('/', 'navigate'))).rejects.toThrow('Failed');
  });
});

describe('other requests', () => {
  it('for files of the build are answered by what is kept, without the host', async () => {
    const { page, asked } = await keptPage();
    const before = asked.length;
    expect(await textOf(page.answer(asks('/assets/app-1.js')))).toBe('now /assets/app-1.js');
    expect(asked.length).toBe(before);
  });

  it('for such a file go to the host when the browser has dropped what was kept', async () => {
    const { page } = worker(present);
    expect(await textOf(page.answer(asks('/assets/app-1.js')))).toBe('now /assets/app-1.js');
  });

  it('are left to the browser', async () => {
    const { page } = await keptPage();
    for (const [path, mode, init] of [
      ['/', 'cors', {}],
      ['/rpc', 'cors', {}],
      ['/assets/app-2.js', 'cors', {}],
      ['/service-worker.js', 'cors', {}],
      ['/assets/app-1.js', 'cors', { method: 'POST' }],
      ['https://evil.example/assets/app-1.js', 'no-cors', {}],
      ['http://127.0.0.1:4818/', 'navigate', {}],
    ] as const) {
      expect(page.answer(asks(path, mode, init))).toBe(null);
    }
  });
});
