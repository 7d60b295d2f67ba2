import type { HostClient } from '#shared/contract/contract.ts';
import type { TerminalAddress, TerminalMessage } from '#shared/contract/terminal-protocol.ts';
import type { ViewerMessage } from '#shared/contract/terminal-protocol.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Result } from '#shared/lib/result.ts';

/** `connecting` only before the first answer; afterwards the host is there or it is away. */
export type HostState = 'connecting' | 'online' | 'offline';

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
  /** Calls `listener` after each change of the state or of the client. */
  subscribe(listener: () => void): () => void;
  /**
   * Runs `work` with the present client. Never rejects: while the host is away, and when it goes away
   * under way, the answer is a failure with the code `host-away`; what the host throws is `host-error`.
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

/** The failure that a call is answered with when the host threw: that is a bug of the host, or of a call. */
export function hostError(error: unknown): WireFailure {
  const detail = error instanceof Error ? error.message : String(error);
  return {
    code: 'host-error',
    message: `The host could not do this: ${detail}.`,
    action: 'Try again; if it happens again, look at the log of the host.',
  };
}
