import { z } from 'zod';
import { terminalAddressSchema } from './terminal-protocol.ts';

/**
 * How the desktop page gets its channels: it asks the preload for a port, and the preload answers with a
 * window message that carries one `MessagePort`. An `rpc` port speaks the contract, a `terminal` port the
 * messages of `terminal-protocol.ts`. A port whose other end is closed means that the host is away.
 */
export const portRequestSchema = z.object({
  /** Names the request in its answer. */
  id: z.string().min(1),
  purpose: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('rpc') }),
    z.object({ kind: z.literal('terminal'), address: terminalAddressSchema }),
  ]),
});
export type PortRequest = z.infer<typeof portRequestSchema>;

/** The window message that a port comes with. */
export const portAnswerSchema = z.object({ kind: z.literal('switchyard-port'), id: z.string() });
export type PortAnswer = z.infer<typeof portAnswerSchema>;

/** What the preload gives to the page as `window.switchyard`. */
export interface SwitchyardBridge {
  readonly version: string;
  /** Asks for one port; it comes with a {@link PortAnswer} of the same id. */
  openPort(request: PortRequest): void;
}
