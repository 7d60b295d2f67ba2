import { ORPCError } from '@orpc/client';
import type { HostClient } from '#shared/contract/contract.ts';
import type { TerminalAddress } from '#shared/contract/terminal-protocol.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { err } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { awayFailure, hostError, hostLost, pageError } from './host-connection.ts';
import type { HostConnection, HostDoubt, HostState, TerminalHandlers } from './host-connection.ts';
import type { TerminalLink } from './host-connection.ts';

/**
 * How an attempt or a connection ended: nobody answered, or the connection broke; somebody answered, and it is
 * not clear who; or what there is to be said of who did.
 */
export type LinkEnd = 'away' | 'unclear' | HostDoubt;

/** What one attempt to connect may report: `opened` at most once, `closed` exactly once and last. */
export interface LinkHandlers {
  opened(client: HostClient): void;
  closed(end: LinkEnd): void;
}

/** What carries calls and terminals: a WebSocket or a MessagePort. */
export interface Transport {
  /**
   * Begins to connect; the result ends the attempt or the connection, after which `closed` is reported too.
   */
  connect(handlers: LinkHandlers): () => void;
  openTerminal(address: TerminalAddress, handlers: TerminalHandlers): TerminalLink;
  /** As in {@link HostConnection}; left out where the host cannot be another one. */
  acceptOtherHost?(): Promise<void>;
  /** Calls `listener` when it is worth to try again at once: the network or the window is back. */
  onWake(listener: () => void): () => void;
}

/** Waits of the back-off in ms: doubled from the first to the last. */
const firstWaitMs = 250;
const lastWaitMs = 5_000;
/** An attempt that has neither opened nor failed by then is given up. */
const openTimeoutMs = 10_000;
/** By then the end of a connection is reported whose calls were rejected, in ms. */
const closingMs = 1_000;

/** A {@link HostConnection} over a transport that may break at any time. */
export class ReconnectingConnection implements HostConnection {
  #state: HostState = 'connecting';
  #client: HostClient | null = null;
  #doubt: HostDoubt | null = null;
  #wasUnclear = false;
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

  get doubt(): HostDoubt | null {
    return this.#doubt;
  }

  client(): HostClient | null {
    return this.#client;
  }

  acceptOtherHost(): void {
    void this.#transport.acceptOtherHost?.().then(() => this.#wake());
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async call<Value>(
    work: (client: HostClient) => Promise<Result<Value, WireFailure>>,
  ): Promise<Result<Value, WireFailure>> {
    const client = this.#client;
    if (client === null) return err(awayFailure(this.#doubt));
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
    this.#change('offline', null, null);
    this.#listeners.clear();
  }

  #connect(): void {
    this.#stopTimer();
    let isOver = false;
    const over = (end: LinkEnd): void => {
      if (isOver) return;
      isOver = true;
      this.#endAttempt = null;
      this.#stopTimer();
      if (this.#isClosed) return;
      this.#end(end);
      this.#retryLater();
    };
    const end = this.#transport.connect({
      opened: (client) => {
        if (isOver || this.#isClosed) return;
        this.#stopTimer();
        this.#waitMs = firstWaitMs;
        this.#wasUnclear = false;
        this.#change('online', client, null);
      },
      closed: over,
    });
    if (isOver) return;
    this.#endAttempt = () => {
      end();
      over('away');
    };
    this.#timer = setTimeout(() => this.#endAttempt?.(), openTimeoutMs);
  }

  /**
   * A host that begins or ends may leave it unclear once who answered; whoever does so again has not proved to
   * be the host, also when nobody answers in between: a host that is away does not answer without proof. Until
   * then nothing is shown that would not be shown while a page waits for its host.
   */
  #end(end: LinkEnd): void {
    const isFirst = end === 'unclear' && !this.#wasUnclear;
    if (end !== 'away') this.#wasUnclear = end === 'unclear';
    if (isFirst) {
      this.#waitMs = firstWaitMs;
      const isOpen = this.#state === 'online';
      this.#change(isOpen ? 'offline' : this.#state, null, this.#doubt);
    } else if (end === 'away') this.#change('offline', null, null);
    else this.#change('offline', null, end === 'unclear' ? 'stranger' : end);
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

  #change(state: HostState, client: HostClient | null, doubt: HostDoubt | null): void {
    if (state === this.#state && client === this.#client && doubt === this.#doubt) return;
    this.#state = state;
    this.#doubt = doubt;
    this.#client = client;
    for (const listener of this.#listeners) listener();
  }
}
