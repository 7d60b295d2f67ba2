import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { admit, beginContact } from '#shared/core/session-handshake/host-side.ts';
import type { Admitted, HostSideParts } from '#shared/core/session-handshake/host-side.ts';
import type { Welcome } from '#shared/core/session-handshake/messages.ts';
import type { Logger } from '#shared/lib/logger.ts';

/** Bytes that a socket may send before it has proved whose it is: its two messages take under 1,000. */
const strangerBytes = 8 * 1024;
/** Within this time in ms it has to have proved it. */
const strangerMs = 10_000;
/** As many may be at it at once; the one that has been longest makes room for the next. */
const mostStrangers = 64;

/** What sockets are closed with that were not let in; pages learn why by what is signed. */
const refusedCode = 4401;

/** What the doorkeeper asks of those behind it. */
export interface DoorkeeperParts {
  /** How the host stands at this moment. */
  host(): Omit<HostSideParts, 'path'>;
  readonly logger: Logger;
  /** Sent to a page that is let in. */
  readonly welcome: Welcome;
  /** Lets a browser in for the first time; false when the key that it used is no more, or it cannot be noted. */
  register(admitted: Admitted, invitation: string, userAgent: string | undefined): Promise<boolean>;
}

/** Lets sockets in that prove whose they are, in bounded time, bytes and number. */
export class Doorkeeper {
  readonly #parts: DoorkeeperParts;
  readonly #waiting = new Set<WebSocket>();

  constructor(parts: DoorkeeperParts) {
    this.#parts = parts;
  }

  /** The session of a socket that was just opened; null when it was not let in and is closed. */
  async letIn(
    socket: WebSocket,
    raw: Duplex,
    contact: { readonly path: string; readonly userAgent: string | undefined },
  ): Promise<string | null> {
    this.#makeRoom();
    this.#waiting.add(socket);
    const words = new Words(socket, raw);
    try {
      const session = await this.#prove(words, contact);
      if (session === null || socket.readyState !== socket.OPEN) {
        socket.close(refusedCode);
        // Whoever does not close its end is not waited for.
        socket.terminate();
        return null;
      }
      words.end();
      socket.send(JSON.stringify(this.#parts.welcome));
      return session;
    } catch (error) {
      this.#parts.logger.warn(`A socket was not let in: ${String(error)}`);
      socket.terminate();
      return null;
    } finally {
      words.end();
      this.#waiting.delete(socket);
    }
  }

  async #prove(
    words: Words,
    { path, userAgent }: { readonly path: string; readonly userAgent: string | undefined },
  ): Promise<string | null> {
    const hello = await words.next();
    const host = this.#parts.host();
    const begun = hello === null ? null : await beginContact(hello, { ...host, path });
    if (begun === null) return null;
    words.say(JSON.stringify(begun.challenge));
    const proof = await words.next();
    const admitted = proof === null ? null : await admit(proof, begun, host.crypto);
    if (admitted === null) return null;
    const { invitation } = begun;
    const isIn =
      invitation === null || (await this.#parts.register(admitted, invitation, userAgent));
    return isIn ? admitted.session : null;
  }

  #makeRoom(): void {
    const [longest] = this.#waiting;
    if (longest === undefined || this.#waiting.size < mostStrangers) return;
    this.#waiting.delete(longest);
    longest.terminate();
  }
}

/** What a socket says before it is let in: one word when it is its turn, in bounded time and bytes. */
class Words {
  readonly #socket: WebSocket;
  readonly #raw: Duplex;
  readonly #timer: NodeJS.Timeout;
  #waiting: ((word: string | null) => void) | null = null;
  #early: string | null = null;
  #isOver = false;
  #bytes = 0;

  constructor(socket: WebSocket, raw: Duplex) {
    this.#socket = socket;
    this.#raw = raw;
    this.#timer = setTimeout(() => this.#fail(), strangerMs);
    raw.on('data', this.#count);
    socket.on('message', this.#hear);
    socket.on('close', this.#fail);
  }

  /** The next message; null when there will be none that counts. */
  async next(): Promise<string | null> {
    const early = this.#early;
    this.#early = null;
    if (early !== null || this.#isOver) return early;
    return new Promise((resolve) => (this.#waiting = resolve));
  }

  say(text: string): void {
    this.#socket.send(text);
  }

  /** Listens no more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#raw.off('data', this.#count);
    this.#socket.off('message', this.#hear);
    this.#socket.off('close', this.#fail);
  }

  readonly #count = (chunk: Buffer): void => {
    this.#bytes += chunk.length;
    if (this.#bytes > strangerBytes) this.#fail();
  };

  readonly #hear = (data: RawData, isBinary: boolean): void => {
    const word = isBinary || !Buffer.isBuffer(data) ? null : data.toString('utf8');
    // Whoever says more than it was asked for is none of our pages.
    if (word === null || (this.#waiting === null && this.#early !== null)) return this.#fail();
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting === null) this.#early = word;
    else waiting(word);
  };

  readonly #fail = (): void => {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#early = null;
    this.#socket.terminate();
    this.#waiting?.(null);
    this.#waiting = null;
  };
}
