import { ORPCError } from '@orpc/client';
import type { HostClient } from '#shared/contract/contract.ts';
import type { TerminalAddress } from '#shared/contract/terminal-protocol.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { err } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { hostAway, hostError, hostLost, pageError } from './host-connection.ts';
import type { HostConnection, HostState, TerminalHandlers } from './host-connection.ts';
import type { TerminalLink } from './host-connection.ts';

/** What one attempt to connect may tell: `opened` at most once, `closed` exactly once and last. */
export interface LinkHandlers {
  opened(client: HostClient): void;
  closed(): void;
}

/** What carries calls and terminals: a WebSocket or a MessagePort. */
export interface Transport {
  /** Begins to connect; the result ends the attempt or the connection, after which `closed` is told too. */
  connect(handlers: LinkHandlers): () => void;
  openTerminal(address: TerminalAddress, handlers: TerminalHandlers): TerminalLink;
  /** Calls `listener` when it is worth to try again at once: the network or the window is back. */
  onWake(listener: () => void): () => void;
}

/** Waits of the back-off in ms: doubled from the first to the last. */
const firstWaitMs = 250;
const lastWaitMs = 5_000;
/** An attempt that has neither opened nor failed by then is given up. */
const openTimeoutMs = 10_000;
/** By then the end of a connection is told whose calls were rejected, in ms. */
const closingMs = 1_000;

/** A {@link HostConnection} over a transport that may break at any time. */
export class ReconnectingConnection implements HostConnection {
  #state: HostState = 'connecting';
  #client: HostClient | null = null;
  #waitMs = firstWaitMs;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #endAttempt: (() => void) | null = null;
  #isClosed = false;
  readonly #listeners = new Set<() => void>();
  readonly #transport: Transport;
  readonly #stopWaking: () => void;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.#stopWaking = transport.onWake(() => this.#wake());
    this.#connect();
  }

  get state(): HostState {
    return this.#state;
  }

  client(): HostClient | null {
    return this.#client;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async call<Value>(
    work: (client: HostClient) => Promise<Result<Value, WireFailure>>,
  ): Promise<Result<Value, WireFailure>> {
    const client = this.#client;
    if (client === null) return err(hostAway);
    try {
      return await work(client);
    } catch (error) {
      // Only what the host has answered comes as an error of this kind.
      if (error instanceof ORPCError) return err(hostError(error));
      if (await this.#hasEnded(client)) return err(hostLost);
      reportError(error);
      return err(pageError);
    }
  }

  /** Whether the connection of `client` is over, or is so shortly: its calls may be rejected first. */
  async #hasEnded(client: HostClient): Promise<boolean> {
    if (this.#client !== client) return true;
    return new Promise((resolve) => {
      const settle = (hasEnded: boolean): void => {
        clearTimeout(timer);
        unsubscribe();
        resolve(hasEnded);
      };
      const unsubscribe = this.subscribe(() => {
        if (this.#client !== client) settle(true);
      });
      const timer = setTimeout(() => settle(false), closingMs);
    });
  }

  openTerminal(address: TerminalAddress, handlers: TerminalHandlers): TerminalLink {
    return this.#transport.openTerminal(address, handlers);
  }

  close(): void {
    this.#isClosed = true;
    this.#stopWaking();
    this.#stopTimer();
    this.#endAttempt?.();
    this.#change('offline', null);
    this.#listeners.clear();
  }

  #connect(): void {
    this.#stopTimer();
    let isOver = false;
    const over = (): void => {
      if (isOver) return;
      isOver = true;
      this.#endAttempt = null;
      this.#stopTimer();
      if (this.#isClosed) return;
      this.#change('offline', null);
      this.#retryLater();
    };
    const end = this.#transport.connect({
      opened: (client) => {
        if (isOver || this.#isClosed) return;
        this.#stopTimer();
        this.#waitMs = firstWaitMs;
        this.#change('online', client);
      },
      closed: over,
    });
    if (isOver) return;
    this.#endAttempt = () => {
      end();
      over();
    };
    this.#timer = setTimeout(() => this.#endAttempt?.(), openTimeoutMs);
  }

  #retryLater(): void {
    this.#timer = setTimeout(() => this.#connect(), this.#waitMs);
    this.#waitMs = Math.min(this.#waitMs * 2, lastWaitMs);
  }

  /** Tries at once, unless an attempt is under way. */
  #wake(): void {
    if (this.#isClosed || this.#endAttempt !== null) return;
    this.#waitMs = firstWaitMs;
    this.#connect();
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #change(state: HostState, client: HostClient | null): void {
    if (state === this.#state && client === this.#client) return;
    this.#state = state;
    this.#client = client;
    for (const listener of this.#listeners) listener();
  }
}
