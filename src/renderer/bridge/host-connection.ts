import type { ORPCError } from '@orpc/client';
import type { HostClient } from '#shared/contract/contract.ts';
import type { TerminalAddress, TerminalMessage } from '#shared/contract/terminal-protocol.ts';
import type { ViewerMessage } from '#shared/contract/terminal-protocol.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Result } from '#shared/lib/result.ts';

/** `connecting` only before the first answer; afterwards the host is there or it is away. */
export type HostState = 'connecting' | 'online' | 'offline';

/**
 * Why a page that is `offline` is so, when it is not that nobody answers. `stranger`: who answers has not proved
 * to be the host. `other-host`: it has the key out of the address, but is another host than this browser knows.
 * `not-let-in`: this browser was never let in, or the key out of the address is of no use. `ended`: the host has
 * said that it lets this browser in no more.
 */
export type HostDoubt = 'stranger' | 'other-host' | 'not-let-in' | 'ended';

/** What a viewer of a terminal hears. */
export interface TerminalHandlers {
  message(message: TerminalMessage): void;
  /** Output of the program, in order, as it came. */
  bytes(bytes: Uint8Array): void;
  /** The channel is closed: by the host, or because it went away. Nothing more follows. */
  closed(): void;
}

/** The viewer's end of one terminal's channel. */
export interface TerminalLink {
  /** Dropped without a word once the channel is closed. */
  send(message: ViewerMessage): void;
  close(): void;
}

/** The page's way to the host; it lives as long as the page and finds the host again by itself. */
export interface HostConnection {
  readonly state: HostState;
  /** Null while the host is there, or nobody is. */
  readonly doubt: HostDoubt | null;
  /** Takes the host that has the key out of the address for the one that this browser knows from now on. */
  acceptOtherHost(): void;
  /** Calls `listener` after each change of the state, the doubt or the client. */
  subscribe(listener: () => void): () => void;
  /**
   * Runs `work` with the present client. Never rejects: while the host is away, and when it goes away
   * under way, the answer is a failure with the code `host-away`; in the latter case it is not known
   * whether the host did it. Bugs are `host-error`, `host-refused` and `page-error`.
   */
  call<Value>(
    work: (client: HostClient) => Promise<Result<Value, WireFailure>>,
  ): Promise<Result<Value, WireFailure>>;
  /** The client of the present connection; another one after each reconnect, null while away. */
  client(): HostClient | null;
  /** Opens the channel of one terminal, independent of the connection's own state. */
  openTerminal(address: TerminalAddress, handlers: TerminalHandlers): TerminalLink;
  /** Ends the connection for good. */
  close(): void;
}

export const hostAway: WireFailure = {
  code: 'host-away',
  message: 'The host does not answer: Switchyard is not running, or it is starting again.',
  action: 'Nothing is lost. Start Switchyard again if it was ended; this page finds it by itself.',
};

const notTheHost: WireFailure = {
  code: hostAway.code,
  message: 'What answers at this address is not your host.',
  action: 'Nothing was sent to it. Start Switchyard again; this page finds it by itself.',
};

/** The failure of a call that cannot be made now. */
export function awayFailure(doubt: HostDoubt | null): WireFailure {
  return doubt === 'stranger' || doubt === 'other-host' ? notTheHost : hostAway;
}

/** The failure of a call that was under way when the host went away. */
export const hostLost: WireFailure = {
  code: 'host-away',
  message: 'The host went away before it answered: whether this was done is not known.',
  action: 'This page finds the host by itself and then shows what is true.',
};

/** The failure of a call that the host answered with an error: a bug of the host, or of this page's call. */
export function hostError({ status }: ORPCError<string, unknown>): WireFailure {
  return status < 500
    ? {
        code: 'host-refused',
        message: 'The host did not understand this page, which may be of another version.',
        action: 'Reload the page; if it happens again, restart Switchyard.',
      }
    : {
        code: 'host-error',
        message: 'The host could not do this because of an error of its own.',
        action: 'Try again; if it happens again, look at the log of the host.',
      };
}

/** The failure of a call that this page could not make, or whose answer it could not read: a bug. */
export const pageError: WireFailure = {
  code: 'page-error',
  message: 'This page could not do this because of an error of its own.',
  action: 'Reload the page; if it happens again, look at the console of the browser.',
};
