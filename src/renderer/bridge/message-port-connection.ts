import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { HostClient } from '#shared/contract/contract.ts';
import { portAnswerSchema } from '#shared/contract/port-protocol.ts';
import type { PortRequest, SwitchyardBridge } from '#shared/contract/port-protocol.ts';
import type { TerminalAddress } from '#shared/contract/terminal-protocol.ts';
import { randomIdSource } from '#shared/lib/ids.ts';
import type { HostConnection, TerminalHandlers, TerminalLink } from './host-connection.ts';
import { ReconnectingConnection } from './reconnecting-connection.ts';
import type { LinkHandlers } from './reconnecting-connection.ts';
import { receiveTerminalMessage } from './terminal-messages.ts';
import { onWake } from './wake.ts';

/** Connects to the main process of the desktop app, through ports that the preload hands out. */
export function connectByMessagePort(bridge: SwitchyardBridge): HostConnection {
  return new ReconnectingConnection({
    connect: (handlers) => connect(bridge, handlers),
    openTerminal: (address, handlers) => openTerminal(bridge, address, handlers),
    onWake,
  });
}

const ids = randomIdSource();

/** Asks for a port; the result takes the request back. */
function requestPort(
  bridge: SwitchyardBridge,
  purpose: PortRequest['purpose'],
  received: (port: MessagePort) => void,
): () => void {
  const id = ids.next('port');
  const stop = (): void => window.removeEventListener('message', listen);
  const listen = (event: MessageEvent): void => {
    // Only this window's own preload may hand out ports.
    if (event.source !== window) return;
    const answer = portAnswerSchema.safeParse(event.data);
    const [port] = event.ports;
    if (!answer.success || answer.data.id !== id || port === undefined) return;
    stop();
    received(port);
  };
  window.addEventListener('message', listen);
  bridge.openPort({ id, purpose });
  return stop;
}

function connect(bridge: SwitchyardBridge, handlers: LinkHandlers): () => void {
  let end = requestPort(bridge, { kind: 'rpc' }, (port) => {
    const client: HostClient = createORPCClient(new RPCLink({ port }));
    port.addEventListener('close', () => handlers.closed('away'));
    end = () => port.close();
    port.start();
    // A port says nothing when it opens: the first answer shows that somebody is there.
    client.host.describe().then(
      () => handlers.opened(client),
      () => {
        port.close();
        handlers.closed('away');
      },
    );
  });
  return () => end();
}

function openTerminal(
  bridge: SwitchyardBridge,
  address: TerminalAddress,
  handlers: TerminalHandlers,
): TerminalLink {
  let port: MessagePort | null = null;
  let isOver = false;
  const stopAsking = requestPort(bridge, { kind: 'terminal', address }, (received) => {
    port = received;
    port.addEventListener('message', ({ data }) => {
      if (!isOver) receiveTerminalMessage(data, handlers);
    });
    port.addEventListener('close', () => {
      if (isOver) return;
      isOver = true;
      handlers.closed();
    });
    port.start();
  });
  return {
    send(message) {
      if (!isOver) port?.postMessage(message);
    },
    close() {
      isOver = true;
      stopAsking();
      port?.close();
    },
  };
}
