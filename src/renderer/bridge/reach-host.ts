import { desktopBridge } from './desktop-bridge.ts';
import type { HostConnection } from './host-connection.ts';
import { guardKeptPage } from './keep-page.ts';
import { connectByMessagePort } from './message-port-connection.ts';
import { connectByWebSocket } from './web-socket-connection.ts';

/** Connects to the host that shows this page: the one place that knows which kind it is. */
export function reachHost(): HostConnection {
  const bridge = desktopBridge();
  // The desktop's page comes out of the app itself, which cannot be away.
  if (bridge !== null) return connectByMessagePort(bridge);
  void guardKeptPage();
  return connectByWebSocket(window.location.href);
}
