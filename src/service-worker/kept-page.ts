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
  /** Where the page comes from, such as `http://127.0.0.1:4817`. */
  readonly origin: string;
}

/** A request of the page, as far as it is looked at. */
export interface PageRequest {
  readonly request: Request;
  /** What the browser has asked for by itself when the page itself is loaded. */
  readonly preloadResponse: Promise<Response | undefined>;
}

/** Other things under this address are none of ours. */
const prefix = 'switchyard-page-';
const pagePath = '/';

/**
 * The files of one build of the page, kept in the browser, so that the page can be loaded while the host is
 * away. Nothing else is ever kept: which addresses are, the build has said, and each one's content too.
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
  answer({ request, preloadResponse }: PageRequest): Promise<Response> | null {
    const { origin, pathname } = new URL(request.url);
    if (request.method !== 'GET' || origin !== this.#parts.origin) return null;
    if (request.mode === 'navigate') return this.#navigate(request, preloadResponse);
    return pathname !== pagePath && this.#files.has(pathname)
      ? this.#file(request, pathname)
      : null;
  }

  /**
   * The host's answer, whatever it is: a newer page, a way to sign in. Only when there is none, the page
   * that is kept.
   */
  async #navigate(request: Request, preloaded: PageRequest['preloadResponse']): Promise<Response> {
    try {
      // What the browser has asked for carries the cookie only where the browser alone would send it.
      return (await preloaded) ?? (await this.#parts.fetch(request));
    } catch (error) {
      if (new URL(request.url).pathname !== pagePath) throw error;
      const page = await this.#kept(pagePath);
      if (page === undefined) throw error;
      return page;
    }
  }

  async #file(request: Request, path: string): Promise<Response> {
    return (await this.#kept(path)) ?? this.#parts.fetch(request);
  }

  async #kept(path: string): Promise<Response | undefined> {
    return this.#parts.caches.match(path, { cacheName: this.#cacheName });
  }

  async #fetchBuilt(path: string, integrity: string): Promise<Response> {
    const { origin, fetch } = this.#parts;
    const response = await fetch(
      new Request(new URL(path, origin), {
        integrity,
        // What the page has loaded need not be sent again, but a wrong copy of it must not stay in the way.
        cache: 'no-cache',
        redirect: 'error',
      }),
    );
    if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}.`);
    return response;
  }
}
