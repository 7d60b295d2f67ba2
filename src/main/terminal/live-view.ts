import type { Failure } from '#shared/lib/failure.ts';
import type { TerminalChannel, TerminalMessage } from '#shared/contract/terminal-protocol.ts';
import { CalmWatch } from './calm-watch.ts';
import type { PtySession, PtyViewer } from './pty-host.ts';
import type { ScreenRestorer } from './screen-restorer.ts';
import type { RestoredScreen } from './screen-shelf.ts';
import type { ScreenSize } from './screen-size.ts';
import type { TerminalView } from './terminal-view.ts';
import { lagLimits, ViewerLag } from './viewer-lag.ts';
import type { ViewerGroup } from './viewer-group.ts';

type Piece = Uint8Array<ArrayBuffer> | TerminalMessage;

/** How often a viewer that is behind is shown where the program is. */
export const lookEveryMs = 500;

/**
 * A program that runs in this process, seen by one viewer, which the program never waits for. A viewer
 * that falls behind gets no more output: when it is done with what it has, it is shown the screen now
 * and then, and from when the output has calmed, or ended, all of it again.
 */
export class LiveView implements TerminalView {
  readonly #session: PtySession;
  readonly #group: ViewerGroup;
  readonly #channel: TerminalChannel;
  readonly #restorer: ScreenRestorer;
  readonly #lag = new ViewerLag(() => this.#detach());
  readonly #calm = new CalmWatch();
  /** Null while the viewer is behind. */
  #viewer: PtyViewer | null = null;
  /** What came since the viewer was attached, until the screen is sent. */
  #waiting: Piece[] | null = null;
  #waitingBytes = 0;
  /** Place in the transcript up to which the viewer knows the output; null before its first screen. */
  #position: number | null = null;
  /** Whether the viewer's last screen was only a glimpse. */
  #isGlimpse = false;
  #size: ScreenSize;
  /** Bytes of output that the viewer was sent since its last screen. */
  #shownBytes = 0;
  #hasEnded = false;
  #isClosed = false;
  #wake: () => void = () => {};

  constructor(
    session: PtySession,
    group: ViewerGroup,
    channel: TerminalChannel,
    restorer: ScreenRestorer,
  ) {
    this.#session = session;
    this.#group = group;
    this.#channel = channel;
    this.#restorer = restorer;
    this.#size = session.size;
    group.add(this);
    void session.exited.then(() => {
      this.#hasEnded = true;
      this.#wake();
    });
    void this.#run();
  }

  acknowledge(bytes: number): void {
    this.#lag.acknowledged(bytes);
  }

  input(data: string): void {
    this.#group.input(this, data);
  }

  resize(size: ScreenSize): void {
    this.#group.resize(this, size);
  }

  close(): void {
    this.#isClosed = true;
    this.#group.remove(this);
    this.#detach();
    this.#lag.dispose();
    this.#wake();
  }

  async #run(): Promise<void> {
    for (;;) {
      await this.#catchUp();
      while (this.#viewer !== null && !this.#hasEnded) await this.#news();
      if (this.#isClosed) return;
      if (this.#viewer !== null) break;
      await this.#lookOn();
      if (this.#isClosed) return;
    }
    const { exitCode, signal } = await this.#session.exited;
    if (this.#isClosed) return;
    this.close();
    this.#channel.send({ kind: 'ended', exitCode, signal });
    this.#channel.close();
  }

  /** Attaches the viewer, with the screen of all that it does not know; what comes meanwhile follows. */
  async #catchUp(): Promise<void> {
    this.#waiting = [];
    this.#waitingBytes = 0;
    const viewer = this.#session.attachViewer(
      (bytes) => this.#take(bytes),
      (size) => this.#take({ kind: 'resized', ...size }),
    );
    this.#viewer = viewer;
    if (viewer.offset === this.#position && !this.#isGlimpse) this.#reportSize();
    else {
      await viewer.recorded;
      if (this.#isClosed) return;
      const { transcriptFile } = this.#session;
      const screen = await this.#restorer.restore({ transcriptFile, offset: viewer.offset });
      if (this.#isClosed) return;
      if (!screen.ok) return this.#fail(screen.error);
      this.#showScreen(screen.value, viewer.offset);
      this.#isGlimpse = false;
    }
    this.#shownBytes = 0;
    const waiting = this.#waiting;
    this.#waiting = null;
    for (const piece of waiting) {
      // It may be too far behind already: the rest is skipped.
      if (this.#viewer === viewer) this.#pass(piece);
    }
  }

  /** Shows the screen now and then until the output has calmed or ended. */
  async #lookOn(): Promise<void> {
    this.#calm.fellBehind(this.#session.bytesWritten, this.#shownBytes);
    for (;;) {
      await this.#news(lookEveryMs);
      if (this.#isClosed || this.#hasEnded) return;
      const isCalm = this.#calm.look(this.#session.bytesWritten);
      if (!this.#lag.isSettled) continue;
      if (isCalm) return;
      const glimpse = await this.#restorer.glimpse(this.#session.transcriptFile);
      if (this.#isClosed || this.#hasEnded) return;
      // The transcript may be behind what the viewer knows.
      if (!glimpse.ok || glimpse.value.offset <= (this.#position ?? 0)) continue;
      this.#showScreen(glimpse.value, glimpse.value.offset);
      this.#isGlimpse = true;
    }
  }

  #showScreen({ bytes, columns, rows }: RestoredScreen, offset: number): void {
    const restored = { columns, rows, restoredBytes: bytes.length };
    if (this.#position === null) {
      this.#channel.send({ kind: 'opened', isLive: true, hasOutput: offset > 0, ...restored });
    } else {
      this.#channel.send({ kind: 'skipped', bytes: offset - this.#position, ...restored });
    }
    this.#position = offset;
    this.#size = { columns, rows };
    if (bytes.length > 0) this.#channel.sendBytes(bytes);
    this.#lag.sentScreen(bytes.length);
  }

  #reportSize(): void {
    const { columns, rows } = this.#session.size;
    if (columns === this.#size.columns && rows === this.#size.rows) return;
    this.#pass({ kind: 'resized', columns, rows });
  }

  #take(piece: Piece): void {
    if (this.#waiting === null) return this.#pass(piece);
    this.#waiting.push(piece);
    if (piece instanceof Uint8Array) this.#waitingBytes += piece.length;
    if (this.#waitingBytes > lagLimits.most) this.#detach();
  }

  #pass(piece: Piece): void {
    if (piece instanceof Uint8Array) {
      this.#position = (this.#position ?? 0) + piece.length;
      this.#shownBytes += piece.length;
      this.#channel.sendBytes(piece);
      this.#lag.sentOutput(piece.length);
    } else {
      if (piece.kind === 'resized') this.#size = piece;
      this.#channel.send(piece);
    }
  }

  #detach(): void {
    if (this.#viewer === null) return;
    this.#viewer.dispose();
    this.#viewer = null;
    this.#waiting &&= [];
    this.#wake();
  }

  #fail(problem: Failure): void {
    this.close();
    this.#channel.send({ kind: 'failed', failure: problem });
    this.#channel.close();
  }

  /** Resolves when the viewer was detached, the program has ended, or `ms` are over. */
  async #news(ms?: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = ms === undefined ? null : setTimeout(resolve, ms);
    await promise;
    if (timer !== null) clearTimeout(timer);
  }
}
