import type {
  TerminalAddress,
  TerminalChannel,
  ViewerMessage,
} from '#shared/contract/terminal-protocol.ts';

/** Opens terminals for those who look at them. */
export interface TerminalGate {
  /**
   * Shows the terminal of an attempt on `channel`, which is told everything else, also why it cannot be
   * shown. What is returned takes the viewer's messages until it is closed.
   */
  open(
    address: TerminalAddress,
    channel: TerminalChannel,
  ): { receive(message: ViewerMessage): void; close(): void };
}
