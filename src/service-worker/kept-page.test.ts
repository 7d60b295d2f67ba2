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
  const givenUp: number[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    asked.push(request);
    return host(request);
  };
  return {
    ...browser,
    asked,
    kept: browser.kept,
    page: new KeptPage(page, { ...browser, fetch, giveUp: async () => givenUp.push(1), origin }),
    givenUp,
  };
}

const away: Host = () => {
  throw new TypeError('Failed to fetch');
};
const present: Host = ({ url }) => new Response(`now ${new URL(url).pathname}`);

/** A request of the page, in a mode that only browsers may set. */
function asks(path: string, mode: RequestMode = 'cors', method = 'GET'): PageRequest {
  return { url: new URL(path, origin).href, mode, method };
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
    const how = asked.map(({ url, integrity, cache, credentials }) => {
      return [url, integrity, cache, credentials];
    });
    expect(how).toEqual([
      [`${origin}/`, 'sha256-page', 'reload', 'omit'],
      [`${origin}/assets/app-1.js`, 'sha256-app', 'reload', 'omit'],
    ]);
    await textOf(page.answer(asks('/?x=1', 'navigate')));
    await textOf(page.answer(asks('/assets/app-1.js')));
    expect(kept()).toEqual({ 'switchyard-page-b1': ['/', '/assets/app-1.js'] });
  });

  it.each([
    ['is refused', () => new Response('No', { status: 403 })],
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
    ['away', away],
    ['another one with a page of its own', () => new Response('Squatter')],
    ['an error', () => new Response('', { status: 500 })],
  ])('is the one that is kept, and nobody is asked: the host is %s', async (_, answer: Host) => {
    let host: Host = present;
    const { page, asked } = worker((request) => host(request));
    await page.keep();
    host = answer;
    const before = asked.length;
    for (const path of ['/', '/?x=1', '/#key=x']) {
      expect(await textOf(page.answer(asks(path, 'navigate')))).toBe('now /');
    }
    expect(await textOf(page.answer(asks('/', 'navigate', 'POST')))).toBe('now /');
    expect(asked.length).toBe(before);
  });

  it('is not shown in place of another address: there is none, whoever would answer', async () => {
    const { page, asked } = worker(() => new Response('Squatter'));
    for (const [path, method] of [
      ['/elsewhere', 'GET'],
      ['/elsewhere', 'POST'],
      ['/assets/app-1.js', 'GET'],
      ['/service-worker.js', 'GET'],
    ] as const) {
      const answer = await page.answer(asks(path, 'navigate', method));
      expect(answer?.status).toBe(404);
      expect(await answer?.text()).toMatch(
        /<link rel="icon" href="data:,">.*There is no such page/,
      );
    }
    expect(asked).toEqual([]);
  });

  it('is fetched with the content that was built when the browser has dropped it, or the worker gives up', async () => {
    const { page, asked, givenUp } = worker(present);
    expect(await textOf(page.answer(asks('/', 'navigate')))).toBe('now /');
    expect(asked.map(({ integrity }) => integrity)).toEqual(['sha256-page']);
    expect(givenUp).toEqual([]);
    for (const host of [away, () => new Response('', { status: 404 })]) {
      const other = worker(host);
      const answer = await other.page.answer(asks('/', 'navigate'));
      expect([answer?.status, other.givenUp.length]).toEqual([503, 1]);
    }
  });
});

describe('other requests', () => {
  it('for files of the build are answered by what is kept, without the host', async () => {
    const { page, asked } = await keptPage();
    const before = asked.length;
    expect(await textOf(page.answer(asks('/assets/app-1.js')))).toBe('now /assets/app-1.js');
    expect(asked.length).toBe(before);
  });

  it('for such a file go to the host when the browser has dropped it, for what was built', async () => {
    const { page, asked } = worker(present);
    expect(await textOf(page.answer(asks('/assets/app-1.js')))).toBe('now /assets/app-1.js');
    expect(asked[0]?.integrity).toBe('sha256-app');
  });

  it('for anything else of this address are answered too, and nobody is asked', async () => {
    const { page, asked } = await keptPage();
    const before = asked.length;
    for (const path of ['/favicon.ico', '/rpc', '/x.png', '/assets/app-2.js']) {
      expect((await page.answer(asks(path, 'no-cors')))?.status).toBe(404);
    }
    expect(await textOf(page.answer(asks('/')))).toBe('now /');
    expect(asked.length).toBe(before);
  });

  it('for the worker, those that change something and those of other addresses are left to the browser', async () => {
    const { page } = await keptPage();
    for (const [path, mode, method] of [
      ['/', 'no-cors', 'HEAD'],
      ['/service-worker.js', 'cors', 'GET'],
      ['/assets/app-1.js', 'cors', 'POST'],
      ['https://evil.example/assets/app-1.js', 'no-cors', 'GET'],
      ['http://127.0.0.1:4818/', 'navigate', 'GET'],
    ] as const) {
      expect(page.answer(asks(path, mode, method))).toBe(null);
    }
  });
});
