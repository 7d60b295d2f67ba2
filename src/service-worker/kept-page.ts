import type { BuiltPage } from './built-page.ts';

/** What is used of the browser's caches. */
export interface PageCaches {
  open(name: string): Promise<{ put(path: string, response: Response): Promise<void> }>;
  match(path: string, options: { cacheName: string }): Promise<Response | undefined>;
  keys(): Promise<string[]>;
  delete(name: string): Promise<boolean>;
}

/** What is needed of the browser. */
export interface KeptPageParts {
  readonly caches: PageCaches;
  readonly fetch: (request: Request) => Promise<Response>;
  /** Takes the worker away, so that the browser asks the host again. */
  readonly giveUp: () => Promise<unknown>;
  /** Where the page comes from, such as `http://127.0.0.1:4817`. */
  readonly origin: string;
}

/** A request of the page, as far as it is looked at. */
export type PageRequest = Pick<Request, 'method' | 'mode' | 'url'>;

/** Other things under this address are none of ours. */
const prefix = 'switchyard-page-';
const pagePath = '/';
/** The page asks its host for it, once that has proved itself. */
const workerPath = '/service-worker.js';

const noPage = 'There is no such page.';
const pageGone =
  'What this browser kept of Switchyard is gone. Start Switchyard and load this page again.';

/**
 * An answer in words. Its icon is its own: for one that is not named, browsers ask whoever is at the address, past
 * the worker, and the answer to that could clear all that they keep for it.
 */
function respondWithText(text: string, status: number): Response {
  const icon = '<link rel="icon" href="data:,">';
  const page = `<!doctype html><meta charset="utf-8"><title>Switchyard</title>${icon}<p>${text}</p>\n`;
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; img-src data:",
    'X-Content-Type-Options': 'nosniff',
  };
  return new Response(page, { status, headers });
}

/**
 * The files of one build of the page, kept in the browser, so that the page can be loaded while the host is
 * away, and so that whoever answers in its place has no page of theirs shown under this address. Nothing else is
 * ever kept: which addresses are, the build has said, and each one's content too.
 */
export class KeptPage {
  readonly #files: ReadonlyMap<string, string>;
  readonly #cacheName: string;
  readonly #parts: KeptPageParts;

  constructor({ build, files }: BuiltPage, parts: KeptPageParts) {
    this.#files = new Map(Object.entries(files));
    this.#cacheName = prefix + build;
    this.#parts = parts;
  }

  /**
   * Fetches all files, one after the other: the page that is open needs the host more.
   * @throws when one cannot be fetched or is not what was built; then none is kept
   */
  async keep(): Promise<void> {
    const { caches } = this.#parts;
    try {
      const cache = await caches.open(this.#cacheName);
      for (const [path, integrity] of this.#files) {
        await cache.put(path, await this.#fetchBuilt(path, integrity));
      }
    } catch (error) {
      await caches.delete(this.#cacheName);
      throw error;
    }
  }

  /** Deletes what was kept of other builds. */
  async forgetOthers(): Promise<void> {
    const { caches } = this.#parts;
    const others = (await caches.keys()).filter(
      (name) => name.startsWith(prefix) && name !== this.#cacheName,
    );
    await Promise.all(others.map(async (name) => caches.delete(name)));
  }

  /** The answer to a request; null leaves it to the browser, as if there were no worker. */
  answer({ method, mode, url }: PageRequest): Promise<Response> | null {
    const { origin, pathname } = new URL(url);
    if (origin !== this.#parts.origin) return null;
    if (mode === 'navigate') return this.#navigate(pathname);
    if (method !== 'GET' || pathname === workerPath) return null;
    return this.#files.has(pathname) ? this.#file(pathname) : this.#nothing();
  }

  /** Nobody is asked: whoever answers at this address could have the browser clear what it keeps for it. */
  async #nothing(): Promise<Response> {
    return respondWithText(noPage, 404);
  }

  /**
   * The page that is kept, whoever answers at this address now: what a page of the host is, it proves to the page.
   * There is no other under this address.
   */
  async #navigate(path: string): Promise<Response> {
    if (path !== pagePath) return this.#nothing();
    try {
      return await this.#file(pagePath);
    } catch {
      // Neither kept nor to be had: without this worker, the next visit is a first one.
      await this.#parts.giveUp();
      return respondWithText(pageGone, 503);
    }
  }

  /** Where the browser has dropped what was kept, the very same is fetched again, or nothing. */
  async #file(path: string): Promise<Response> {
    return (await this.#kept(path)) ?? this.#fetchBuilt(path, this.#files.get(path));
  }

  async #kept(path: string): Promise<Response | undefined> {
    return this.#parts.caches.match(path, { cacheName: this.#cacheName });
  }

  async #fetchBuilt(path: string, integrity: string | undefined): Promise<Response> {
    if (integrity === undefined) throw new Error(`${path} is no file of this build.`);
    const { origin, fetch } = this.#parts;
    const response = await fetch(
      new Request(new URL(path, origin), {
        integrity,
        // A wrong copy that the browser has from somebody else must not stay in the way.
        cache: 'reload',
        // Browsers then take no order from the answer to clear what they keep.
        credentials: 'omit',
        redirect: 'error',
      }),
    );
    if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}.`);
    return response;
  }
}
