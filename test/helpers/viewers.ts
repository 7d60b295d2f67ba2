import { onTestFinished, vi } from 'vitest';
import type {
  TerminalChannel,
  TerminalMessage,
  TerminalViewer,
} from '#shared/contract/terminal-protocol.ts';
import { ok } from '#shared/lib/result.ts';
import type { PtySession } from '#main/terminal/pty-host.ts';
import { createScreenRestorer } from '#main/terminal/screen-restorer.ts';
import type { ScreenSize } from '#main/terminal/screen-size.ts';
import { Terminals } from '#main/terminal/terminal-gate.ts';
import type { FindTerminal, TerminalSubject } from '#main/terminal/terminal-subject.ts';
import { screenOf } from '#main/terminal/testing/screen-of.ts';
import type { Screen } from '#main/terminal/testing/screen-of.ts';

/** What a viewer was sent, in order. */
export type Received = TerminalMessage | Uint8Array<ArrayBuffer>;

/** A viewer of a terminal, without a window. */
export interface TestViewer {
  readonly received: readonly Received[];
  /** Bytes that were not acknowledged yet. */
  readonly outstanding: number;
  readonly isClosed: boolean;
  readonly message: <Kind extends TerminalMessage['kind']>(
    kind: Kind,
  ) => Extract<TerminalMessage, { kind: Kind }> | undefined;
  readonly text: () => string;
  /** What a terminal that was fed with all of it shows. */
  readonly screen: () => Promise<Screen>;
  /** Begins to acknowledge, what has come already too. */
  readonly acknowledge: () => void;
  /** Acknowledges what has come, and goes on as before. */
  readonly settle: () => void;
  readonly end: TerminalViewer;
}

/** Waits until `check` no longer throws; longer than a busy machine takes to start a thread. */
export async function soon(check: () => void): Promise<void> {
  await vi.waitFor(check, 15_000);
}

/** Terminals whose thread ends with the test. */
export function testTerminals(): Terminals {
  const restorer = createScreenRestorer();
  onTestFinished(async () => restorer.dispose());
  return new Terminals(restorer, 20);
}

/** Looks up a program that runs here. */
export function running(session: PtySession): FindTerminal {
  const { transcriptFile } = session;
  return async () => ok({ transcriptFile, session, isExpected: true, exitCode: null });
}

/** Looks up a terminal of which there is only a transcript. */
export function recorded(
  transcriptFile: string,
  more: Partial<TerminalSubject> = {},
): FindTerminal {
  return async () => ok({ transcriptFile, session: null, isExpected: false, exitCode: 0, ...more });
}

/** Opens a terminal as a page does; acknowledges at once unless told not to. */
export function view(
  terminals: Pick<Terminals, 'open'>,
  find: FindTerminal,
  acknowledges = true,
): TestViewer {
  const received: Received[] = [];
  let outstanding = 0;
  let isClosed = false;
  let isPrompt = acknowledges;
  const settle = (): void => {
    if (outstanding > 0) end.receive({ kind: 'acknowledge', bytes: outstanding });
    outstanding = 0;
  };
  const channel: TerminalChannel = {
    send: (message) => received.push(message),
    sendBytes: (bytes) => {
      received.push(bytes);
      outstanding += bytes.length;
      // Not within the call, as nothing arrives that fast.
      if (isPrompt) queueMicrotask(settle);
    },
    close: () => (isClosed = true),
  };
  const end = terminals.open(find, channel);
  onTestFinished(() => end.close());
  const bytes = (): Uint8Array[] => received.filter((one) => one instanceof Uint8Array);
  return {
    received,
    end,
    get outstanding() {
      return outstanding;
    },
    get isClosed() {
      return isClosed;
    },
    message: (kind) =>
      received.find(
        (one): one is Extract<TerminalMessage, { kind: typeof kind }> =>
          !(one instanceof Uint8Array) && one.kind === kind,
      ),
    text: () => Buffer.concat(bytes()).toString(),
    screen: async () => {
      const begin = received.findLastIndex(isScreen);
      return screenOf(sizeOf(received[begin]), received.slice(begin).flatMap(step));
    },
    settle,
    acknowledge: () => {
      isPrompt = true;
      settle();
    },
  };
}

/** Where a terminal begins anew. */
type NewScreen = Extract<TerminalMessage, { kind: 'opened' | 'skipped' }>;

function isScreen(one: Received | undefined): one is NewScreen {
  return one !== undefined && 'kind' in one && (one.kind === 'opened' || one.kind === 'skipped');
}

function sizeOf(first: Received | undefined): ScreenSize {
  if (!isScreen(first)) throw new Error('The terminal was not opened.');
  return first;
}

/** Bytes of a program's output that a viewer was sent, and that were left out. */
export function accountOf(viewer: TestViewer): { readonly sent: number; readonly skipped: number } {
  let [sent, skipped, restored] = [0, 0, 0];
  for (const one of viewer.received) {
    if (one instanceof Uint8Array) sent += one.length;
    else if (isScreen(one)) {
      restored += one.restoredBytes;
      skipped += one.kind === 'skipped' ? one.bytes : 0;
    }
  }
  return { sent: sent - restored, skipped };
}

function step(one: Received): readonly (Uint8Array | ScreenSize)[] {
  if (one instanceof Uint8Array) return [one];
  return one.kind === 'resized' ? [one] : [];
}
