import type { WebSocket } from 'ws';
import type { PageSession } from '#shared/contract/sessions.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';
import type { PageSessions } from '#main/engine/host/page-sessions.ts';
import { sessionLifeMs } from './session-book.ts';
import type { SessionBook } from './session-book.ts';

/** What sockets are closed with whose browser is let in no more. */
const endedCode = 4402;

/** The browsers that are let in here, and what is open of each. */
export class BrowserSessions implements PageSessions {
  readonly #book: SessionBook;
  readonly #origin: string;
  readonly #open = new Map<string, Set<WebSocket>>();

  constructor(book: SessionBook, origin: string) {
    this.#book = book;
    this.#origin = origin;
  }

  /** Public key of a session of this address that may enter; null for any other. */
  async keyOf(id: string): Promise<string | null> {
    const session = await this.#book.find(id);
    return session?.origin === this.#origin ? session.publicKey : null;
  }

  /** Lets a browser in from now on. */
  async add(id: string, publicKey: string, browser: string): Promise<Result<void, Failure>> {
    return this.#book.add({ id, publicKey, browser, origin: this.#origin });
  }

  /** Notes what is open of a session, until it is closed. */
  opened(id: string, socket: WebSocket): void {
    const sockets = this.#open.get(id) ?? new Set();
    this.#open.set(id, sockets.add(socket));
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size > 0) return;
      this.#open.delete(id);
      void this.#book.see(id);
    });
    if (sockets.size > 1) return;
    void this.#book.see(id);
    // It may have been ended while it proved itself.
    void this.check();
  }

  async list(own: string | null): Promise<PageSession[]> {
    const all = await this.#book.all();
    return all.map(({ id, browser, origin, madeAt, seenAt }) => ({
      id,
      browser,
      origin,
      madeAt,
      seenAt: this.#open.has(id) ? null : seenAt,
      endsAt: isoTime(Date.parse(madeAt) + sessionLifeMs),
      isOwn: id === own,
    }));
  }

  async end(ids: readonly string[]): Promise<Result<void, Failure>> {
    const removed = await this.#book.remove(ids);
    if (removed.ok) for (const id of ids) this.#close(id);
    return removed;
  }

  /** Whether a session still stands at this moment; one that was ended, by whichever host, is cut off at once. */
  stands(id: string): boolean {
    if (!this.#book.isRemoved(id)) return true;
    this.#close(id);
    return false;
  }

  /** Cuts off what was ended by other hosts that share the data folder; cheap enough for every moment. */
  cutOff(): void {
    for (const id of this.#open.keys()) this.stands(id);
  }

  /** Closes what is open of sessions that are no more, whoever ended them; also those whose time is over. */
  async check(): Promise<void> {
    for (const id of this.#open.keys()) {
      if ((await this.keyOf(id)) === null) this.#close(id);
    }
  }

  #close(id: string): void {
    for (const socket of this.#open.get(id) ?? []) {
      socket.close(endedCode);
      // At once: what it has sent meanwhile is not looked at, and its answer is not waited for.
      socket.terminate();
    }
  }
}
