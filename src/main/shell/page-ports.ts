import { ipcMain } from 'electron';
import type { IpcMainEvent } from 'electron';
import { portRequestSchema } from '#shared/contract/port-protocol.ts';
import { portChannel } from '#shared/contract/preload-channels.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { isTrustedSender } from './security-policy.ts';
import type { ShellHost } from './shell-host.ts';

/** Gives the page the ports that it asks for; a request of anyone else, or of no known kind, is dropped. */
export function servePorts(
  host: Pick<ShellHost, 'serveContract' | 'serveTerminal'>,
  logger: Logger,
): void {
  ipcMain.on(portChannel, (event, message: unknown) => {
    const [port, ...more] = event.ports;
    const request = portRequestSchema.safeParse(message);
    if (port === undefined || more.length > 0 || !request.success || !isFromPage(event)) {
      logger.warn('A request for a port was refused.', { from: event.senderFrame?.url });
      for (const one of event.ports) one.close();
      return;
    }
    const { purpose } = request.data;
    switch (purpose.kind) {
      case 'rpc':
        host.serveContract(port);
        break;
      case 'terminal':
        host.serveTerminal(port, purpose.address);
        break;
      default:
        assertNever(purpose, 'purpose');
    }
  });
}

function isFromPage({ senderFrame, sender }: IpcMainEvent): boolean {
  if (senderFrame === null) return false;
  return isTrustedSender({ url: senderFrame.url, isMainFrame: senderFrame === sender.mainFrame });
}
