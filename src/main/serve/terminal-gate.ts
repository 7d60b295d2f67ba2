import type {
  TerminalAddress,
  TerminalChannel,
  ViewerMessage,
} from '#shared/contract/terminal-protocol.ts';

import { failure } from '#shared/lib/failure.ts';
import type { Host } from '#main/engine/host.ts';

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

/** The terminals of a host's workspaces. */
export function createTerminalGate(_host: Host): TerminalGate {
  return {
    open(_address, channel) {
      const message = 'Terminals cannot be shown here.';
      const action = 'Read the transcript in the data folder of the workspace.';
      channel.send({ kind: 'failed', failure: failure('terminal-unavailable', message, action) });
      channel.close();
      return { receive: () => {}, close: () => {} };
    },
  };
}
