import { assertNever } from '#shared/lib/assert-never.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type {
  TerminalChannel,
  TerminalViewer,
  ViewerMessage,
} from '#shared/contract/terminal-protocol.ts';
import { FileView } from './file-view.ts';
import { LiveView } from './live-view.ts';
import type { PtySession } from './pty-host.ts';
import type { ScreenRestorer } from './screen-restorer.ts';
import type { FindTerminal } from './terminal-subject.ts';
import type { TerminalView } from './terminal-view.ts';
import { ViewerGroup } from './viewer-group.ts';

/** Shows terminals to viewers. */
export class Terminals {
  readonly #restorer: ScreenRestorer;
  readonly #pollMs: number;
  readonly #groups = new WeakMap<PtySession, ViewerGroup>();

  /** `pollMs`: how often it is looked whether an expected program has started or written. */
  constructor(restorer: ScreenRestorer, pollMs = 250) {
    this.#restorer = restorer;
    this.#pollMs = pollMs;
  }

  /**
   * Shows a terminal on `channel`: its screen, then what comes, nothing lost and nothing twice. A
   * program that is to start is waited for. The channel is closed when nothing more can come.
   */
  open(find: FindTerminal, channel: TerminalChannel): TerminalViewer {
    const opening = new Opening(channel);
    void this.#show(find, opening);
    return opening;
  }

  async #show(find: FindTerminal, opening: Opening): Promise<void> {
    const { channel } = opening;
    while (!opening.isClosed) {
      const found = await find();
      if (opening.isClosed) return;
      if (!found.ok) return opening.fail(found.error);
      const { session, transcriptFile, isExpected } = found.value;
      if (session !== null) {
        const group = this.#groupOf(session);
        return opening.become(new LiveView(session, group, channel, this.#restorer));
      }
      const screen = await this.#restorer.restore({ transcriptFile, offset: null });
      if (opening.isClosed) return;
      if (screen.ok) {
        // It may have been started in the meantime: its transcript and its session come at once.
        if (isExpected && (await isHere(find))) continue;
        const view = new FileView(found.value, screen.value, channel, find, this.#pollMs);
        return opening.become(view);
      }
      const mayCome = isExpected && screen.error.code === 'transcript-missing';
      if (!mayCome) return opening.fail(screen.error);
      await opening.closedOr(this.#pollMs);
    }
  }

  #groupOf(session: PtySession): ViewerGroup {
    const known = this.#groups.get(session);
    if (known !== undefined) return known;
    const group = new ViewerGroup(session);
    this.#groups.set(session, group);
    return group;
  }
}

async function isHere(find: FindTerminal): Promise<boolean> {
  const found = await find();
  return found.ok && found.value.session !== null;
}

/** A channel whose terminal is being looked for, and then that terminal's. */
class Opening implements TerminalViewer {
  readonly channel: TerminalChannel;
  #view: TerminalView | null = null;
  #missed: ViewerMessage[] = [];
  readonly #closed = Promise.withResolvers<void>();
  isClosed = false;

  constructor(channel: TerminalChannel) {
    this.channel = channel;
  }

  receive(message: ViewerMessage): void {
    if (this.#view !== null) forward(this.#view, message);
    else if (message.kind !== 'input') this.#missed.push(message);
  }

  close(): void {
    this.isClosed = true;
    this.#closed.resolve();
    this.#view?.close();
  }

  become(view: TerminalView): void {
    this.#view = view;
    for (const message of this.#missed) forward(view, message);
    this.#missed = [];
  }

  fail(problem: Failure): void {
    this.channel.send({ kind: 'failed', failure: problem });
    this.channel.close();
  }

  /** Resolves when it was closed, or after `ms`. */
  async closedOr(ms: number): Promise<void> {
    const timeout = Promise.withResolvers<void>();
    const timer = setTimeout(timeout.resolve, ms);
    await Promise.race([this.#closed.promise, timeout.promise]);
    clearTimeout(timer);
  }
}

function forward(view: TerminalView, message: ViewerMessage): void {
  switch (message.kind) {
    case 'acknowledge':
      return view.acknowledge(message.bytes);
    case 'input':
      return view.input(message.data);
    case 'resize':
      return view.resize({ columns: message.columns, rows: message.rows });
    default:
      return assertNever(message, 'viewer message');
  }
}
