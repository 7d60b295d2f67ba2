import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { sessionLifeMs } from './session-key.ts';

/** Bytes of chance in the token. */
const secretBytes = 32;

/** What a request says about itself, as far as access depends on it. */
export interface Caller {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly cookie: string | undefined;
}

/**
 * Decides who may talk to this process. A page of any website can send requests to 127.0.0.1, so the
 * port alone protects nothing: a caller must name this server as its host (a name that somebody bound
 * to 127.0.0.1 is none), come from its own pages, and have the cookie that the one-time token earned.
 */
export class Access {
  readonly #names: readonly string[];
  readonly #cookieName: string;
  readonly #cookie: string;
  #token: string | null = freshToken();

  /** `key` makes the cookie: whoever was let in stays in for as long as the key is the same. */
  constructor(port: number, key: string) {
    const hosts = ['127.0.0.1', 'localhost', '[::1]'];
    // A browser leaves the standard port out.
    const withPort = port === 80 ? hosts : hosts.map((host) => `${host}:${port}`);
    this.#names = withPort;
    // Browsers give a cookie to every port of a host; servers beside this one have their own.
    this.#cookieName = `switchyard-${port}`;
    this.#cookie = createHmac('sha256', key).update(this.#cookieName).digest('base64url');
  }

  /** The token for the first request; null when it was used. */
  get token(): string | null {
    return this.#token;
  }

  /** A new token; the one before it, if it was not used, is worth nothing any more. */
  renewToken(): string {
    this.#token = freshToken();
    return this.#token;
  }

  /** Why the request is refused whoever sends it; null when it is not. */
  problemOf({ host, origin }: Caller, mustHaveOrigin: boolean): string | null {
    if (host === undefined || !this.#names.includes(host.toLowerCase())) {
      return 'Switchyard answers only under its own address.';
    }
    if (origin === undefined) {
      return mustHaveOrigin ? 'Switchyard answers only its own pages.' : null;
    }
    const isOurs = this.#names.some((name) => origin.toLowerCase() === `http://${name}`);
    return isOurs ? null : 'Switchyard answers only its own pages.';
  }

  /** Whether the caller has the cookie. */
  knows({ cookie }: Caller): boolean {
    const pairs = (cookie ?? '').split(';').map((pair) => pair.trim());
    const prefix = `${this.#cookieName}=`;
    return pairs.some((pair) => pair.startsWith(prefix) && isSame(pair, prefix + this.#cookie));
  }

  /** The cookie to be set in exchange for the token, once; null for any other text. */
  exchange(token: string): string | null {
    if (this.#token === null || !isSame(token, this.#token)) return null;
    this.#token = null;
    // It outlives the browser's process too: a run may take longer than a browser stays open.
    const life = `Max-Age=${sessionLifeMs / 1000}`;
    return `${this.#cookieName}=${this.#cookie}; Path=/; HttpOnly; SameSite=Strict; ${life}`;
  }
}

function freshToken(): string {
  return randomBytes(secretBytes).toString('base64url');
}

/** Compares in a time that does not depend on where the texts differ. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
