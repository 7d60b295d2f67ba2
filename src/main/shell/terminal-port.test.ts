import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { silentLogger } from '#shared/lib/logger.ts';
import type { TerminalChannel, ViewerMessage } from '#shared/contract/terminal-protocol.ts';
import type { HostPort } from './shell-host.ts';
import { showTerminal } from './terminal-port.ts';

/** A port of Node, with events as Electron's main process gives them. */
function asInMain(port: MessagePort): HostPort {
  return {
    on(event: 'message' | 'close', listener: (event: { data: unknown }) => void) {
      port.on(event, (data: unknown) => listener({ data }));
    },
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  };
}

/** Sends as a viewer does. */
function send(port: MessagePort, message: unknown): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
  port.postMessage(message);
}

/** A viewer at one end of a real message channel, and a terminal at the other. */
function shown() {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port2.close());
  const received: unknown[] = [];
  const taken: ViewerMessage[] = [];
  let channel: TerminalChannel | null = null;
  let closed = 0;
  port2.on('message', (message: unknown) => received.push(message));
  const gate = {
    open: (_address: unknown, opened: TerminalChannel) => {
      channel = opened;
      return {
        receive: (message: ViewerMessage) => void taken.push(message),
        close: () => {
          closed += 1;
        },
      };
    },
  };
  showTerminal(gate, asInMain(port1), { workspaceId: 'w', attemptId: 'a' }, silentLogger);
  return { viewer: port2, received, taken, channel: channel!, closed: () => closed };
}

describe('showTerminal', () => {
  it('carries messages and bytes to the viewer, without what lies around the bytes', async () => {
    const { channel, received } = shown();
    channel.send({ kind: 'ended', exitCode: 0, signal: null });
    channel.sendBytes(new TextEncoder().encode('before shown after').subarray(7, 12));
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(received[0]).toEqual({ kind: 'ended', exitCode: 0, signal: null });
    expect(received[1]).toEqual(new TextEncoder().encode('shown'));
    expect(received[1]).toHaveProperty('buffer.byteLength', 5);
  });

  it('takes the messages of the viewer, in order', async () => {
    const { viewer, taken } = shown();
    const sent = [
      { kind: 'resize', columns: 80, rows: 24 },
      { kind: 'input', data: 'y\r' },
      { kind: 'acknowledge', bytes: 5 },
    ];
    for (const message of sent) send(viewer, message);
    await vi.waitFor(() => expect(taken).toEqual(sent));
  });

  it('ends when the viewer goes away, or sends something else', async () => {
    const gone = shown();
    gone.viewer.close();
    await vi.waitFor(() => expect(gone.closed()).toBeGreaterThan(0));
    const wrong = shown();
    send(wrong.viewer, { kind: 'resize', columns: -1, rows: 24 });
    await vi.waitFor(() => expect(wrong.closed()).toBeGreaterThan(0));
    expect(wrong.taken).toEqual([]);
  });
});
