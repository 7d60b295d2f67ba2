import type { PageSideParts } from '#shared/core/session-handshake/page-side.ts';
import { browserCredentials } from './credential.ts';
import type { Credential, CredentialStore } from './credential.ts';
import { enterHost } from './enter-host.ts';
import type { Entered, Entry } from './enter-host.ts';
import { pageCrypto, signerOf } from './page-crypto.ts';

/** As {@link Entry}, or the key out of the address has proved to be of no use to a browser that knows no host. */
export type PageEntered = Entry | { readonly kind: 'not-let-in' };

/** How this page gets in: by the key out of its address, once, and from then on by what the browser keeps. */
export class PageEntry {
  readonly #credentials: CredentialStore;
  #invitation: string | null;
  #otherHost: string | null = null;

  constructor(invitation: string | null, credentials: CredentialStore = browserCredentials()) {
    this.#invitation = invitation;
    this.#credentials = credentials;
  }

  /** Takes another key, which a person has entered into the address. */
  invite(key: string): void {
    this.#invitation = key;
  }

  /** Whether there is anything by which the host could let this browser in. */
  async isPossible(): Promise<boolean> {
    return this.#invitation !== null || (await this.#known()) !== null;
  }

  /** Takes the host that has the key out of the address for this browser's own from now on. */
  async acceptOtherHost(): Promise<void> {
    const hostKey = this.#otherHost;
    if (hostKey === null) return;
    await this.#credentials.write({ ...(await this.#credentials.readOrMake()), hostKey });
  }

  /** Enters by a socket that is being opened, before anything else is said on it. */
  async enter(socket: WebSocket, url: URL): Promise<PageEntered> {
    const invitation = this.#invitation;
    const credential = await this.#credentials.readOrMake();
    const entered = await this.#speak(socket, url, credential, invitation);
    this.#otherHost = entered.kind === 'other-host' ? entered.hostKey : null;
    if (invitation === null) return entered;
    if (entered.kind === 'in' || entered.kind === 'used') {
      if (this.#invitation === invitation) this.#invitation = null;
    }
    // A page that knows no host yet cannot distinguish a stranger from a host whose key was used or replaced.
    const knowsNobody = credential.hostKey === null;
    return knowsNobody && entered.kind === 'stranger' ? { kind: 'not-let-in' } : entered;
  }

  /** The same for another socket of a page that was let in; whether it was. */
  async enterAgain(socket: WebSocket, url: URL): Promise<boolean> {
    const credential = await this.#known();
    if (credential === null) return false;
    return (await this.#speak(socket, url, credential, null)).kind === 'in';
  }

  async #known(): Promise<Credential | null> {
    const credential = await this.#credentials.read();
    return credential === null || credential.hostKey === null ? null : credential;
  }

  async #speak(
    socket: WebSocket,
    url: URL,
    credential: Credential,
    invitation: string | null,
  ): Promise<Entered> {
    const parts: PageSideParts = {
      crypto: pageCrypto,
      identity: signerOf(credential),
      origin: window.location.origin,
      path: url.pathname + url.search,
      invitation,
      knownHost: credential.hostKey,
    };
    return enterHost(socket, parts, async (hostKey) => {
      if (hostKey !== credential.hostKey) await this.#credentials.write({ ...credential, hostKey });
    });
  }
}
