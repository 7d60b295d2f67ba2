import { z } from 'zod';
import { failureSchema } from './wire-result.ts';

/**
 * The messages of one terminal's channel, a channel for each terminal that is shown (ADR 12).
 * Output travels as plain bytes, never inside a message; everything else is one of these, as JSON text
 * over a WebSocket and as an object over a MessagePort.
 */
export const viewerMessageSchema = z.discriminatedUnion('kind', [
  /** So many more bytes of output have been parsed; who says nothing of it is soon shown less. */
  z.object({ kind: z.literal('acknowledge'), bytes: z.int().positive() }),
  /** Typed by the person; ignored when the program has ended. */
  z.object({ kind: z.literal('input'), data: z.string().max(1_000_000) }),
  /**
   * The size that this viewer would like, and that it is the one that somebody works at: the last one
   * that says so decides. `resized` reports the result.
   */
  z.object({
    kind: z.literal('resize'),
    columns: z.int().min(2).max(1_000),
    rows: z.int().min(1).max(1_000),
  }),
]);
export type ViewerMessage = z.infer<typeof viewerMessageSchema>;

export const terminalMessageSchema = z.discriminatedUnion('kind', [
  /**
   * First message. The bytes that follow restore the screen, `restoredBytes` of them, and then are
   * live output. `columns` and `rows` are the size that the screen has to be restored at. What those
   * bytes make a terminal answer must not be sent.
   */
  z.object({
    kind: z.literal('opened'),
    isLive: z.boolean(),
    /** Whether the program had written anything; a screen may be empty all the same. */
    hasOutput: z.boolean(),
    columns: z.int(),
    rows: z.int(),
    restoredBytes: z.int().nonnegative(),
  }),
  /**
   * The viewer was too far behind: `bytes` of the output after what it has are left out (none when it
   * saw only the last of the screen), and the next `restoredBytes` restore the screen behind them, from
   * a fresh terminal of this size. What those make a terminal answer must not be sent.
   */
  z.object({
    kind: z.literal('skipped'),
    bytes: z.int().nonnegative(),
    columns: z.int(),
    rows: z.int(),
    restoredBytes: z.int().nonnegative(),
  }),
  /** The terminal has another size, from the byte on that follows. */
  z.object({ kind: z.literal('resized'), columns: z.int(), rows: z.int() }),
  /** The program has ended and all of its output was sent. */
  z.object({
    kind: z.literal('ended'),
    exitCode: z.int().nullable(),
    signal: z.string().nullable(),
  }),
  /** The terminal cannot be shown; the channel closes. */
  z.object({ kind: z.literal('failed'), failure: failureSchema }),
]);
export type TerminalMessage = z.infer<typeof terminalMessageSchema>;

/** Which terminal a channel is for. */
export const terminalAddressSchema = z.object({
  workspaceId: z.string().min(1),
  attemptId: z.string().min(1),
});
export type TerminalAddress = z.infer<typeof terminalAddressSchema>;

/** The host's end of a channel, whatever carries it. */
export interface TerminalChannel {
  send(message: TerminalMessage): void;
  sendBytes(bytes: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

/** What takes a viewer's messages, for whatever carries them, until it is closed. */
export interface TerminalViewer {
  receive(message: ViewerMessage): void;
  close(): void;
}

/** Opens terminals for those who look at them. */
export interface TerminalGate {
  /**
   * Shows the terminal of an attempt on `channel`, which also carries the reason when it cannot be
   * shown.
   */
  open(address: TerminalAddress, channel: TerminalChannel): TerminalViewer;
}
