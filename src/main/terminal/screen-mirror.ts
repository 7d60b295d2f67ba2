import headless from '@xterm/headless';
import { screenContent } from './screen-content.ts';
import type { ScreenSize } from './screen-size.ts';
import { activeState, keptState } from './screen-state.ts';
import { unfinishedEnd } from './unfinished.ts';
import { internalsOf } from './xterm-internals.ts';

/** Lines above the screen that are kept, here and in the page. */
export const scrollbackLines = 5_000;
/** A longer sequence (an image) is one that no terminal of ours shows: its end may be missing. */
const longestSequence = 1024 * 1024;

/** A terminal without a window: takes a program's output and returns the shortest sequence that leads to its screen. */
export class ScreenMirror {
  readonly #terminal: headless.Terminal;
  #unfinished: Uint8Array = new Uint8Array();

  /** `scrollback`: lines above the screen that it keeps. */
  constructor({ columns, rows }: ScreenSize, scrollback = scrollbackLines) {
    this.#terminal = new headless.Terminal({
      cols: columns,
      rows,
      scrollback,
      allowProposedApi: true,
      logLevel: 'off',
    });
  }

  get size(): ScreenSize {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows };
  }

  /** Takes output; resolves when it is parsed. */
  async write(bytes: Uint8Array): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#terminal.write(bytes, resolve);
    });
    const known = this.#unfinished.length === 0 ? bytes : joined(this.#unfinished, bytes);
    const { isInSequence } = internalsOf(this.#terminal);
    // A copy: the bytes are the caller's.
    this.#unfinished = unfinishedEnd(known, isInSequence).slice(0, longestSequence);
  }

  resize({ columns, rows }: ScreenSize): void {
    this.#terminal.resize(columns, rows);
  }

  /**
   * Output that brings a fresh terminal of this size to the same screen, scrollback, cursor and modes,
   * so that what follows has the same effect. Lost are kinds and colours of underlines, and national
   * character sets; titles and colours of the palette are left as they are.
   */
  restore(): Uint8Array<ArrayBuffer> {
    const { buffers, linkOf } = internalsOf(this.#terminal);
    const { normal, alternate, active } = this.#terminal.buffer;
    // Not by "1049", which would save the cursor and paint the screen in its colours.
    const both =
      active.type === 'normal'
        ? screenContent(normal, linkOf)
        : [
            screenContent(normal, linkOf),
            keptState(this.#terminal, buffers.normal),
            '\u001b[?1047h\u001b[H',
            screenContent(alternate, linkOf),
          ].join('');
    return joined(Buffer.from(both + activeState(this.#terminal)), this.#unfinished);
  }

  dispose(): void {
    this.#terminal.dispose();
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
