/** What a request says about itself, as far as access depends on it. */
export interface Caller {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

/** The only address that is listened on: nobody else on the network gets through. */
export const loopback = '127.0.0.1';

/**
 * Decides which requests are looked at. A page of any website can send requests to 127.0.0.1: a caller must
 * name this server by the one address that it listens on (a name that somebody bound to 127.0.0.1 is none)
 * and come from its own pages. Whom a socket belongs to is proved on the socket itself.
 */
export class Access {
  /** Address of the pages, such as `http://127.0.0.1:4817`. */
  readonly origin: string;
  readonly #host: string;
  readonly #otherNames: readonly string[];

  constructor(port: number) {
    // A browser leaves the standard port out.
    const withPort = (name: string): string => (port === 80 ? name : `${name}:${port}`);
    this.#host = withPort(loopback);
    this.#otherNames = ['localhost', '[::1]'].map(withPort);
    this.origin = `http://${this.#host}`;
  }

  /**
   * Whether a person has typed another name of this machine. Under it somebody else may be listening, since
   * this server does not: it is no address of ours, and leads to the one that is.
   */
  isOtherName({ host, origin }: Caller): boolean {
    return origin === undefined && this.#otherNames.includes(host?.toLowerCase() ?? '');
  }

  /** Why the request is refused whoever sends it; null when it is not. */
  problemOf({ host, origin }: Caller, mustHaveOrigin: boolean): string | null {
    if (host?.toLowerCase() !== this.#host) {
      return `Switchyard answers only under its own address, ${this.origin}.`;
    }
    if (origin === undefined) {
      return mustHaveOrigin ? 'Switchyard answers only its own pages.' : null;
    }
    return origin.toLowerCase() === this.origin ? null : 'Switchyard answers only its own pages.';
  }
}
