import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { HostClient } from '#shared/contract/contract.ts';
import type { TerminalAddress } from '#shared/contract/terminal-protocol.ts';
import type { HostConnection, TerminalHandlers, TerminalLink } from './host-connection.ts';
import { ReconnectingConnection } from './reconnecting-connection.ts';
import type { LinkHandlers } from './reconnecting-connection.ts';
import { receiveTerminalMessage } from './terminal-messages.ts';
import { onWake } from './wake.ts';

/**
 * Connects to the host that served the page. `base` is the page's own address; the session cookie that
 * came with it lets the sockets in.
 */
export function connectByWebSocket(base: string): HostConnection {
  return new ReconnectingConnection({
    connect: (handlers) => connect(socketUrl(base, '/rpc'), handlers),
    openTerminal: (address, handlers) => openTerminal(base, address, handlers),
    onWake,
  });
}

function socketUrl(base: string, path: string): URL {
  const url = new URL(path, base);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
}

function connect(url: URL, handlers: LinkHandlers): () => void {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  // The link listens for "close" too: made before our own listener, so that its calls are rejected first.
  const client: HostClient = createORPCClient(new RPCLink({ websocket: socket }));
  socket.addEventListener('open', () => handlers.opened(client));
  socket.addEventListener('close', () => handlers.closed());
  return () => socket.close();
}

function openTerminal(
  base: string,
  address: TerminalAddress,
  handlers: TerminalHandlers,
): TerminalLink {
  const url = socketUrl(base, '/terminal');
  url.search = new URLSearchParams(address).toString();
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  let isOver = false;
  const over = (): void => {
    if (isOver) return;
    isOver = true;
    handlers.closed();
  };
  socket.addEventListener('message', ({ data }) => {
    if (!isOver) receiveTerminalMessage(data, handlers);
  });
  socket.addEventListener('close', over);
  return {
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    close() {
      isOver = true;
      socket.close();
    },
  };
}
