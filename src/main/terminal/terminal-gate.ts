import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { TerminalChannel, ViewerMessage } from '#shared/contract/terminal-protocol.ts';
import { FileView } from './file-view.ts';
import { LiveView } from './live-view.ts';
import type { PtySession } from './pty-host.ts';
import type { ScreenRestorer } from './screen-restorer.ts';
import type { TerminalView } from './terminal-view.ts';
import { ViewerGroup } from './viewer-group.ts';

/** What is known of the terminal of an attempt. */
export interface TerminalSubject {
  readonly transcriptFile: string;
  /** The program, when it runs in this process. */
  readonly session: PtySession | null;
  /** Whether its output may still grow although it does not run in this process, or not yet. */
  readonly isExpected: boolean;
  /** How the program ended; null when it has not, or was ended by a signal. */
  readonly exitCode: number | null;
}

export interface TerminalGateOptions {
  /** What is known of an attempt; null when there is no such attempt. */
  readonly find: (attemptId: string) => TerminalSubject | null;
  readonly restorer: ScreenRestorer;
  /** How often it is looked whether an expected program has started or written, in ms. */
  readonly pollMs?: number;
}

/** The viewer's end of a channel, for whatever carries it. */
export interface TerminalViewer {
  receive(message: ViewerMessage): void;
  close(): void;
}

/** Shows the terminals of a workspace's attempts. */
export class AttemptTerminals {
  readonly #options: TerminalGateOptions;
  readonly #groups = new WeakMap<PtySession, ViewerGroup>();

  constructor(options: TerminalGateOptions) {
    this.#options = options;
  }

  /**
   * Shows an attempt's terminal on `channel`: its screen, then what comes, nothing lost and nothing
   * twice. A program that is to start is waited for. The channel is closed when nothing more can come.
   */
  open(attemptId: string, channel: TerminalChannel): TerminalViewer {
    const opening = new Opening(channel);
    void this.#show(attemptId, opening);
    return opening;
  }

  async #show(attemptId: string, opening: Opening): Promise<void> {
    const { find, restorer, pollMs = 250 } = this.#options;
    while (!opening.isClosed) {
      const subject = find(attemptId);
      if (subject === null) {
        opening.fail(
          failure(
            'unknown-attempt',
            `There is no attempt ${attemptId} in this workspace.`,
            'Open the task again: its attempts may have changed.',
          ),
        );
        return;
      }
      if (subject.session !== null) {
        const group = this.#groupOf(subject.session);
        opening.become(new LiveView(subject.session, group, opening.channel, restorer));
        return;
      }
      const screen = await restorer.restore({
        transcriptFile: subject.transcriptFile,
        offset: null,
      });
      if (opening.isClosed) return;
      if (screen.ok) {
        const follow = () => find(attemptId);
        opening.become(new FileView(subject, screen.value, opening.channel, follow, pollMs));
        return;
      }
      if (!subject.isExpected || screen.error.code !== 'transcript-missing') {
        opening.fail(screen.error);
        return;
      }
      await opening.closedOr(pollMs);
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
