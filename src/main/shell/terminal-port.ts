import { viewerMessageSchema } from '#shared/contract/terminal-protocol.ts';
import type { TerminalAddress, TerminalGate } from '#shared/contract/terminal-protocol.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { HostPort } from './shell-host.ts';

/**
 * Shows a terminal at the other end of a port, until either end closes it. A message that is none of a
 * viewer's ends the channel.
 */
export function showTerminal(
  gate: TerminalGate,
  port: HostPort,
  address: TerminalAddress,
  logger: Logger,
): void {
  const viewer = gate.open(address, {
    send: (message) => port.postMessage(message),
    sendBytes: (bytes) => port.postMessage(withOwnBuffer(bytes)),
    close: () => port.close(),
  });
  port.on('message', ({ data }) => {
    const message = viewerMessageSchema.safeParse(data);
    if (message.success) {
      viewer.receive(message.data);
      return;
    }
    logger.warn('A terminal was closed: its viewer sent something else than a message.');
    port.close();
    viewer.close();
  });
  port.on('close', () => viewer.close());
  port.start();
}

/** A message carries the whole buffer that an array is a part of. */
function withOwnBuffer(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}
