import type { Terminal } from '@xterm/xterm';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { TerminalAddress, TerminalMessage } from '#shared/contract/terminal-protocol.ts';
import type { HostConnection, TerminalLink } from '#renderer/bridge/host-connection.ts';
import { Acknowledger } from './acknowledger.ts';
import { inputPieces } from './input-pieces.ts';
import type { TerminalState } from './terminal-state.ts';
import { TerminalWriter } from './terminal-writer.ts';

type NewScreen = Pick<
  Extract<TerminalMessage, { kind: 'opened' }>,
  'columns' | 'rows' | 'restoredBytes'
>;

type Connection = Pick<HostConnection, 'state' | 'subscribe' | 'openTerminal'>;
type FedTerminal = Pick<Terminal, 'write' | 'textarea' | 'resize'>;

/** Wait before a channel that closed while the host was there is opened again, in ms. */
const reopenMs = 1_000;
/** Takes a terminal back to its beginning: RIS. */
const reset = new Uint8Array([0x1b, 0x63]);
/** What xterm says by itself when a restored screen asks for reports of the focus. */
const focusReports = new Set(['\u001b[I', '\u001b[O']);

/**
 * Feeds an xterm with one terminal of the host, over reconnects: each time the screen is restored from
 * the beginning. What the xterm would say while its screen is restored goes nowhere.
 */
export class TerminalFeed {
  readonly #connection: Connection;
  readonly #address: TerminalAddress;
  readonly #terminal: FedTerminal;
  readonly #writer: TerminalWriter;
  readonly #onState: (state: TerminalState) => void;
  readonly #unsubscribe: () => void;
  #link: TerminalLink | null = null;
  #state: TerminalState = { kind: 'opening' };
  /** Bytes of the screen that are still to be parsed. */
  #restoring = 0;
  /** Screens that were begun, to distinguish their bytes. */
  #screens = 0;
  #skippedBytes = 0;
  /** Bytes of the screen that are still to come. */
  #awaited = 0;
  #isSilent = true;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** Opens the channel at once; `onState` is called on each change. */
  constructor(
    connection: Connection,
    address: TerminalAddress,
    terminal: FedTerminal,
    onState: (state: TerminalState) => void,
  ) {
    this.#connection = connection;
    this.#address = address;
    this.#terminal = terminal;
    this.#writer = new TerminalWriter(terminal);
    this.#onState = onState;
    this.#unsubscribe = connection.subscribe(() => this.#reopen());
    this.#open();
  }

  /** Sends what was typed, while the program can take it. */
  input(text: string): void {
    if (this.#state.kind !== 'live') return;
    if (this.#restoring > 0 && focusReports.has(text)) return;
    for (const data of inputPieces(text)) this.#link?.send({ kind: 'input', data });
  }

  /** Requests another size; the terminal has it when the host says so. */
  resize(columns: number, rows: number): void {
    if (this.#state.kind === 'live') this.#link?.send({ kind: 'resize', columns, rows });
  }

  close(): void {
    this.#unsubscribe();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#link?.close();
    this.#link = null;
    this.#writer.close();
  }

  #open(): void {
    const acknowledger = new Acknowledger((bytes) => {
      if (this.#link === link) link.send({ kind: 'acknowledge', bytes });
    });
    const link = this.#connection.openTerminal(this.#address, {
      message: (message) => this.#receive(message),
      bytes: (bytes) => {
        this.#arrived(bytes.length);
        const screen = this.#screens;
        this.#writer.write(bytes, () => {
          acknowledger.parsed(bytes.length);
          if (this.#screens === screen && this.#restoring > 0) this.#restored(bytes.length);
        });
      },
      closed: () => this.#closed(),
    });
    this.#link = link;
  }

  #receive(message: TerminalMessage): void {
    switch (message.kind) {
      case 'opened':
        this.#skippedBytes = 0;
        this.#isSilent = !message.hasOutput;
        this.#restore(message);
        if (message.restoredBytes === 0) this.#live();
        return;
      case 'skipped':
        this.#skippedBytes += message.bytes;
        this.#isSilent = false;
        this.#restore(message);
        if (this.#state.kind === 'live' || message.restoredBytes === 0) this.#live();
        return;
      case 'resized':
        // Between the bytes before and after it.
        this.#writer.between(() => this.#terminal.resize(message.columns, message.rows));
        return;
      case 'ended': {
        const { exitCode, signal } = message;
        const skippedBytes = this.#skippedBytes;
        const isSilent = this.#isSilent;
        this.#writer.between(() => {
          this.#become({ kind: 'ended', exitCode, signal, skippedBytes, isSilent });
        });
        this.#link = null;
        return;
      }
      case 'failed':
        this.#link = null;
        this.#become({ kind: 'failed', failure: message.failure });
        return;
      default:
        assertNever(message, 'terminal message');
    }
  }

  /** Starts over, for the screen that follows. What was to be parsed cannot be seen any more. */
  #restore({ columns, rows, restoredBytes }: NewScreen): void {
    this.#writer.drop();
    this.#screens += 1;
    this.#restoring = restoredBytes;
    this.#awaited = restoredBytes;
    this.#writer.write(reset);
    this.#writer.between(() => this.#terminal.resize(columns, rows));
  }

  /** Reports at once that the program has printed something, before that is parsed. */
  #arrived(bytes: number): void {
    const ofScreen = Math.min(bytes, this.#awaited);
    this.#awaited -= ofScreen;
    if (bytes === ofScreen || !this.#isSilent) return;
    this.#isSilent = false;
    if (this.#state.kind === 'live') this.#live();
  }

  #restored(bytes: number): void {
    this.#restoring = Math.max(0, this.#restoring - bytes);
    if (this.#restoring === 0 && this.#state.kind !== 'live') this.#live();
  }

  #live(): void {
    const [skippedBytes, isSilent] = [this.#skippedBytes, this.#isSilent];
    this.#become({ kind: 'live', skippedBytes, isSilent });
  }

  #closed(): void {
    if (this.#link === null) return;
    this.#link = null;
    this.#restoring = 0;
    this.#become({ kind: 'away' });
    this.#timer = setTimeout(() => this.#reopen(), reopenMs);
  }

  #reopen(): void {
    if (this.#link !== null || this.#state.kind !== 'away') return;
    if (this.#connection.state !== 'online') return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#open();
  }

  #become(state: TerminalState): void {
    this.#state = state;
    this.#onState(state);
  }
}
