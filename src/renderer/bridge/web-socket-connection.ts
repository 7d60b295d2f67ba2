import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { HostClient } from '#shared/contract/contract.ts';
import type { TerminalAddress } from '#shared/contract/terminal-protocol.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { HostConnection, TerminalHandlers, TerminalLink } from './host-connection.ts';
import { onAddressKey, takeAddressKey } from './address-key.ts';
import { keepPage } from './keep-page.ts';
import { PageEntry } from './page-entry.ts';
import { ReconnectingConnection } from './reconnecting-connection.ts';
import type { LinkEnd, LinkHandlers } from './reconnecting-connection.ts';
import { receiveTerminalMessage } from './terminal-messages.ts';
import { onWake } from './wake.ts';

/** By then somebody who took the call has to have proved to be the host, in ms. */
const provingMs = 8_000;
/** Within this time in ms somebody who answers at all has answered. */
const probingMs = 3_000;

/**
 * Connects to the host that is to be at the address of the page. Nothing is sent, taken or shown before the
 * host has proved that it is the one that this browser knows, or that gave out the address.
 */
export function connectByWebSocket(base: string): HostConnection {
  const entry = new PageEntry(takeAddressKey());
  return new ReconnectingConnection({
    connect: (handlers) => connect(base, entry, handlers),
    openTerminal: (address, handlers) => openTerminal(base, entry, address, handlers),
    acceptOtherHost: async () => entry.acceptOtherHost(),
    onWake(listener) {
      const stopWaking = onWake(listener);
      const stopListening = onAddressKey((key) => {
        entry.invite(key);
        listener();
      });
      return () => {
        stopWaking();
        stopListening();
      };
    },
  });
}

function socketUrl(base: string, path: string): URL {
  const url = new URL(path, base);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
}

function openSocket(url: URL): WebSocket {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  return socket;
}

function connect(base: string, entry: PageEntry, handlers: LinkHandlers): () => void {
  let isEnded = false;
  let socket: WebSocket | null = null;
  const url = socketUrl(base, '/rpc');
  const attempt = async (): Promise<void> => {
    const isPossible = await entry.isPossible();
    if (isEnded) return;
    if (!isPossible) return handlers.closed('not-let-in');
    const opened = openSocket(url);
    socket = opened;
    const timer = setTimeout(() => opened.close(), provingMs);
    const entered = await entry.enter(opened, url);
    clearTimeout(timer);
    if (isEnded) return opened.close();
    if (entered.kind === 'in') {
      // The link listens for "close" too: made before our own listener, so that its calls are rejected first.
      const client: HostClient = createORPCClient(new RPCLink({ websocket: opened }));
      opened.addEventListener('close', () => handlers.closed('away'));
      if (opened.readyState !== WebSocket.OPEN) return handlers.closed('away');
      handlers.opened(client);
      keepPage(entered.welcome.worker, () => opened.readyState === WebSocket.OPEN);
      return;
    }
    opened.close();
    // Without the key, the host may know this browser all the same.
    if (entered.kind === 'used') return attempt();
    handlers.closed(await endOf(entered, base));
  };
  void attempt();
  return () => {
    isEnded = true;
    socket?.close();
    handlers.closed('away');
  };
}

type NotIn = Exclude<Awaited<ReturnType<PageEntry['enter']>>, { readonly kind: 'in' | 'used' }>;

async function endOf(entered: NotIn, base: string): Promise<LinkEnd> {
  switch (entered.kind) {
    case 'stranger':
    case 'other-host':
    case 'ended':
    case 'not-let-in':
      return entered.kind;
    case 'closed':
      return entered.wasOpen || (await isAnswered(base)) ? 'unclear' : 'away';
    default:
      return assertNever(entered, 'entry');
  }
}

/** Whether anybody answers there, whoever and whatever it is. */
async function isAnswered(base: string): Promise<boolean> {
  try {
    await fetch(new URL('/', base), {
      method: 'HEAD',
      mode: 'no-cors',
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'manual',
      signal: AbortSignal.timeout(probingMs),
    });
    return true;
  } catch {
    return false;
  }
}

function openTerminal(
  base: string,
  entry: PageEntry,
  address: TerminalAddress,
  handlers: TerminalHandlers,
): TerminalLink {
  const url = socketUrl(base, '/terminal');
  url.search = new URLSearchParams(address).toString();
  const socket = openSocket(url);
  let isIn = false;
  let isOver = false;
  const over = (): void => {
    if (isOver) return;
    isOver = true;
    handlers.closed();
  };
  socket.addEventListener('close', over);
  const timer = setTimeout(() => socket.close(), provingMs);
  void entry.enterAgain(socket, url).then((mayUse) => {
    clearTimeout(timer);
    if (!mayUse || isOver) return socket.close();
    isIn = true;
    socket.addEventListener('message', ({ data }) => {
      if (!isOver) receiveTerminalMessage(data, handlers);
    });
  });
  return {
    send(message) {
      if (isIn && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    close() {
      isOver = true;
      socket.close();
    },
  };
}
