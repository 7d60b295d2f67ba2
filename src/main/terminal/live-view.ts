import type { TerminalChannel, TerminalMessage } from '#shared/contract/terminal-protocol.ts';
import type { PtySession, PtyViewer } from './pty-host.ts';
import type { ScreenRestorer } from './screen-restorer.ts';
import type { ScreenSize } from './screen-size.ts';
import type { TerminalView } from './terminal-view.ts';
import type { ViewerGroup } from './viewer-group.ts';

/**
 * A program that runs in this process, seen by one viewer. What it puts out while the screen is being
 * made waits here, at most a little more than the viewer's high mark, as the viewer cannot acknowledge
 * it: then the program waits.
 */
export class LiveView implements TerminalView {
  readonly #session: PtySession;
  readonly #group: ViewerGroup;
  readonly #channel: TerminalChannel;
  readonly #viewer: PtyViewer;
  /** What came since the viewer was attached, until the screen is sent. */
  #waiting: (Uint8Array<ArrayBuffer> | TerminalMessage)[] | null = [];
  /** Bytes of the screen that the viewer acknowledges too, and that the program did not send. */
  #restoredBytes = 0;
  #isClosed = false;

  constructor(
    session: PtySession,
    group: ViewerGroup,
    channel: TerminalChannel,
    restorer: ScreenRestorer,
  ) {
    this.#session = session;
    this.#group = group;
    this.#channel = channel;
    this.#viewer = session.attachViewer(
      (bytes) => this.#pass(bytes),
      (size) => this.#pass({ kind: 'resized', ...size }),
    );
    group.add(this);
    void this.#run(restorer);
  }

  acknowledge(bytes: number): void {
    const ofScreen = Math.min(bytes, this.#restoredBytes);
    this.#restoredBytes -= ofScreen;
    if (bytes > ofScreen) this.#viewer.acknowledge(bytes - ofScreen);
  }

  input(data: string): void {
    this.#group.input(this, data);
  }

  resize(size: ScreenSize): void {
    this.#group.resize(this, size);
  }

  close(): void {
    this.#isClosed = true;
    this.#waiting = null;
    this.#group.remove(this);
    this.#viewer.dispose();
  }

  async #run(restorer: ScreenRestorer): Promise<void> {
    const { offset, recorded } = this.#viewer;
    await recorded;
    if (this.#isClosed) return;
    const { transcriptFile } = this.#session;
    const screen = await restorer.restore({ transcriptFile, offset });
    if (this.#isClosed) return;
    if (!screen.ok) {
      this.close();
      this.#channel.send({ kind: 'failed', failure: screen.error });
      this.#channel.close();
      return;
    }
    const { bytes, columns, rows } = screen.value;
    this.#restoredBytes = bytes.length;
    const restoredBytes = bytes.length;
    this.#channel.send({ kind: 'opened', isLive: true, columns, rows, restoredBytes });
    if (bytes.length > 0) this.#channel.sendBytes(bytes);
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const piece of waiting) this.#pass(piece);
    const { exitCode, signal } = await this.#session.exited;
    if (this.#isClosed) return;
    this.close();
    this.#channel.send({ kind: 'ended', exitCode, signal });
    this.#channel.close();
  }

  #pass(piece: Uint8Array<ArrayBuffer> | TerminalMessage): void {
    if (this.#waiting !== null) this.#waiting.push(piece);
    else if (piece instanceof Uint8Array) this.#channel.sendBytes(piece);
    else this.#channel.send(piece);
  }
}
