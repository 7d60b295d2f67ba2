import { describe, expect, it, vi } from 'vitest';
import type { TerminalHandlers } from '#renderer/bridge/host-connection.ts';
import { TerminalFeed } from './terminal-feed.ts';
import type { TerminalState } from './terminal-state.ts';

/** A feed whose host says what the test says, and whose xterm parses at once. */
function openFeed() {
  const states: TerminalState[] = [];
  let handlers: TerminalHandlers | null = null;
  const connection = {
    state: 'online' as const,
    subscribe: () => () => {},
    openTerminal: (_address: unknown, given: TerminalHandlers) => {
      handlers = given;
      return { send: () => {}, close: () => {} };
    },
  };
  const terminal = {
    textarea: undefined,
    resize: () => {},
    write: (_data: string | Uint8Array, parsed?: () => void) => parsed?.(),
  };
  const feed = new TerminalFeed(
    connection,
    { workspaceId: 'w', attemptId: 'a' },
    terminal,
    (state) => states.push(state),
  );
  const host = (): TerminalHandlers => handlers!;
  const opened = (hasOutput: boolean, restoredBytes: number): void =>
    host().message({
      kind: 'opened',
      isLive: true,
      hasOutput,
      columns: 80,
      rows: 24,
      restoredBytes,
    });
  return { feed, host, opened, last: () => states.at(-1) };
}

describe('a terminal', () => {
  it('is silent until the first byte of output, of which its empty screen is none', async () => {
    const { feed, host, opened, last } = openFeed();
    opened(false, 6);
    host().bytes(new Uint8Array(6));
    await vi.waitFor(() => expect(last()).toMatchObject({ kind: 'live', isSilent: true }));
    host().bytes(new Uint8Array(1));
    expect(last()).toMatchObject({ kind: 'live', isSilent: false });
    feed.close();
  });

  it('is silent for ever when its program ended without a word', async () => {
    const { feed, host, opened, last } = openFeed();
    opened(false, 0);
    host().message({ kind: 'ended', exitCode: 0, signal: null });
    await vi.waitFor(() => expect(last()).toMatchObject({ kind: 'ended', isSilent: true }));
    feed.close();
  });

  it('is not silent when what it printed was cleared, or went by too fast', async () => {
    const cleared = openFeed();
    cleared.opened(true, 0);
    expect(cleared.last()).toMatchObject({ kind: 'live', isSilent: false });
    cleared.feed.close();
    const { feed, host, opened, last } = openFeed();
    opened(false, 0);
    host().message({ kind: 'skipped', bytes: 9e6, columns: 80, rows: 24, restoredBytes: 0 });
    expect(last()).toMatchObject({ kind: 'live', isSilent: false });
    feed.close();
  });
});
