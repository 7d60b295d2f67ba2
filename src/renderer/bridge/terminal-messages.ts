import { terminalMessageSchema } from '#shared/contract/terminal-protocol.ts';
import type { TerminalHandlers } from './host-connection.ts';

/** Hands on one message of a terminal's channel: JSON text or an object, or bytes of output. */
export function receiveTerminalMessage(data: unknown, handlers: TerminalHandlers): void {
  if (data instanceof ArrayBuffer) return handlers.bytes(new Uint8Array(data));
  if (data instanceof Uint8Array) return handlers.bytes(data);
  const value: unknown = typeof data === 'string' ? JSON.parse(data) : data;
  handlers.message(terminalMessageSchema.parse(value));
}
