import { ORPCError, onError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/websocket';
import type { MinimalWebsocket } from '@orpc/server/websocket';
import type { Logger } from '#shared/lib/logger.ts';
import type { Host } from '#main/engine/host/host.ts';
import { createRouter } from './create-router.ts';
import type { PageContext } from './procedures/sessions.ts';

/** What goes to a page: JSON text, or bytes where a value has some. */
export type OutgoingMessage = Parameters<MinimalWebsocket['send']>[0];

/** The host's end of a connection to one page. */
export interface PageConnection {
  /** Takes a message of the page; one that makes no sense is logged and passed over. */
  receive(message: string | ArrayBuffer): void;
  /** Ends all that goes on for the page. */
  close(): void;
}

/** One end of a MessageChannel as Electron's main process has it. */
export interface PortLike {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
}

/** Answers pages. */
export interface Connector {
  /**
   * Answers a page that `send` reaches. It may resolve late: whoever streams waits for a page that is
   * slow. `context` says which browser it is, where it is one.
   */
  connect(
    send: (message: OutgoingMessage) => void | Promise<void>,
    context?: PageContext,
  ): PageConnection;
  /** Answers a page at the other end of a MessageChannel, until that closes. */
  connectPort(port: PortLike): void;
}

/** Makes the contract's calls reach `host`, whatever carries them. */
export function createConnector(host: Host): Connector {
  const { logger } = host.surroundings;
  const handler = new RPCHandler(createRouter(host), {
    clientInterceptors: [onError((error, { path }) => logUnexpected(logger, path, error))],
  });
  const connect: Connector['connect'] = (send, context = {}) => {
    // Nothing listens through it: messages are passed to the handler below.
    // oxlint-disable-next-line typescript/no-misused-promises -- the handler waits for what it returns
    const socket: MinimalWebsocket = { send, addEventListener: () => {} };
    return {
      receive(message) {
        handler.message(socket, message, { context }).catch((error: unknown) => {
          logger.warn(`A message of the page was passed over: ${String(error)}`);
        });
      },
      close: () => handler.close(socket),
    };
  };
  return {
    connect,
    connectPort(port) {
      const page = connect((message) => port.postMessage(message));
      port.on('message', ({ data }) => {
        if (typeof data === 'string' || data instanceof ArrayBuffer) page.receive(data);
      });
      port.on('close', () => page.close());
      port.start();
    },
  };
}

/** The caller gets its own mistakes as failures. The rest is a bug, of which it learns only that it happened. */
function logUnexpected(logger: Logger, path: readonly string[], error: unknown): void {
  if (error instanceof ORPCError && error.status < 500) return;
  const cause = error instanceof ORPCError ? (error.cause ?? error) : error;
  logger.error(`The call ${path.join('.')} failed.`, {
    error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
  });
}
