import type { Terminal } from '@xterm/xterm';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { TerminalAddress, TerminalMessage } from '#shared/contract/terminal-protocol.ts';
import type { HostConnection, TerminalLink } from '#renderer/bridge/host-connection.ts';
import { Acknowledger } from './acknowledger.ts';
import { inputPieces } from './input-pieces.ts';
import type { TerminalState } from './terminal-state.ts';

/** Wait before a channel that closed while the host was there is opened again, in ms. */
const reopenMs = 1_000;
/** Takes a terminal back to its beginning, behind all that is still to be parsed. */
const reset = '\u001bc';

/**
 * Feeds an xterm with one terminal of the host, over reconnects: each time the screen is restored from
 * the beginning. What the xterm would say while its screen is restored goes nowhere.
 */
export class TerminalFeed {
  readonly #connection: HostConnection;
  readonly #address: TerminalAddress;
  readonly #terminal: Terminal;
  readonly #onState: (state: TerminalState) => void;
  readonly #unsubscribe: () => void;
  #link: TerminalLink | null = null;
  #state: TerminalState = { kind: 'opening' };
  /** Bytes of the screen that are still to be parsed. */
  #restoring = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** Opens the channel at once; `onState` is called on each change. */
  constructor(
    connection: HostConnection,
    address: TerminalAddress,
    terminal: Terminal,
    onState: (state: TerminalState) => void,
  ) {
    this.#connection = connection;
    this.#address = address;
    this.#terminal = terminal;
    this.#onState = onState;
    this.#unsubscribe = connection.subscribe(() => this.#reopen());
    this.#open();
  }

  /** Sends what was typed, while the program can take it. */
  input(text: string): void {
    if (this.#state.kind !== 'live') return;
    for (const data of inputPieces(text)) this.#link?.send({ kind: 'input', data });
  }

  /** Wishes another size; the terminal has it when the host says so. */
  resize(columns: number, rows: number): void {
    if (this.#state.kind === 'live') this.#link?.send({ kind: 'resize', columns, rows });
  }

  close(): void {
    this.#unsubscribe();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#link?.close();
    this.#link = null;
  }

  #open(): void {
    const acknowledger = new Acknowledger((bytes) => {
      if (this.#link === link) link.send({ kind: 'acknowledge', bytes });
    });
    const link = this.#connection.openTerminal(this.#address, {
      message: (message) => this.#receive(message),
      bytes: (bytes) => {
        this.#terminal.write(bytes, () => {
          acknowledger.parsed(bytes.length);
          if (this.#link === link && this.#restoring > 0) this.#restored(bytes.length);
        });
      },
      closed: () => this.#closed(),
    });
    this.#link = link;
  }

  #receive(message: TerminalMessage): void {
    switch (message.kind) {
      case 'opened': {
        const { columns, rows, restoredBytes } = message;
        this.#restoring = restoredBytes;
        this.#terminal.write(reset, () => this.#terminal.resize(columns, rows));
        if (restoredBytes === 0) this.#become({ kind: 'live' });
        return;
      }
      case 'resized':
        // Between the bytes before and after it.
        this.#terminal.write('', () => this.#terminal.resize(message.columns, message.rows));
        return;
      case 'ended': {
        const { exitCode, signal } = message;
        this.#terminal.write('', () => this.#become({ kind: 'ended', exitCode, signal }));
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

  #restored(bytes: number): void {
    this.#restoring = Math.max(0, this.#restoring - bytes);
    if (this.#restoring === 0 && this.#state.kind !== 'ended') this.#become({ kind: 'live' });
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
