import type { IBuffer, IBufferCell, IBufferLine } from '@xterm/headless';
import { sgrOf, sgrOfBackground } from './sgr.ts';

/** How each cell of a fresh terminal looks. */
const plain = '\u001b[0m';

/**
 * Output that fills the cells of a fresh terminal, cursor at home, like those of `buffer`, scrollback
 * included, and leaves it with plain looks. Lines that continue their predecessor do so again.
 */
export function screenContent(buffer: IBuffer): string {
  const writer = new ContentWriter(buffer);
  for (let row = 0; row < buffer.length; row += 1) writer.line(row);
  return writer.text;
}

class ContentWriter {
  readonly #buffer: IBuffer;
  readonly #cell: IBufferCell;
  #parts: string[] = [];
  #look = plain;

  constructor(buffer: IBuffer) {
    this.#buffer = buffer;
    this.#cell = buffer.getNullCell();
  }

  get text(): string {
    return this.#parts.join('');
  }

  line(row: number): void {
    const line = this.#buffer.getLine(row);
    if (line === undefined) return;
    // Behind the last line xterm would begin again with the first.
    const isLast = row === this.#buffer.length - 1;
    const next = isLast ? undefined : this.#buffer.getLine(row + 1);
    const rest = this.#cells(line);
    if (next === undefined) {
      this.#fill(rest.look, rest.empty);
      this.#useLook(plain);
    } else if (!next.isWrapped) {
      this.#fill(rest.look, rest.empty);
      // A new line gets the background in use.
      this.#useLook(plain);
      this.#parts.push('\r\n');
    } else if (!this.#wrapsByItself(rest.empty, rest.look, next)) {
      this.#fill(rest.look, rest.empty);
      this.#forceWrap(line);
    }
  }

  /** Writes a line up to its last character; the rest are empty cells of one background. */
  #cells(line: IBufferLine): { readonly empty: number; readonly look: string } {
    let empty = 0;
    let look = plain;
    for (let column = 0; column < line.length; column += 1) {
      const cell = line.getCell(column, this.#cell);
      if (cell === undefined || cell.getWidth() === 0) continue;
      const isTorn = cell.getWidth() === 2 && line.getCell(column + 1)?.getWidth() !== 0;
      // Half of a wide character that was written over.
      const characters = isTorn ? '' : cell.getChars();
      const next = characters === '' ? sgrOfBackground(cell) : sgrOf(cell);
      if (empty > 0 && (characters !== '' || next !== look)) {
        this.#fill(look, empty);
        this.#parts.push(`\u001b[${empty}C`);
        empty = 0;
      }
      if (characters === '') {
        empty += 1;
        look = next;
      } else {
        this.#useLook(next);
        this.#parts.push(characters);
      }
    }
    return { empty, look };
  }

  #fill(look: string, cells: number): void {
    if (cells === 0 || look === plain) return;
    this.#useLook(look);
    this.#parts.push(`\u001b[${cells}X`);
  }

  #useLook(look: string): void {
    if (look === this.#look) return;
    this.#parts.push(look);
    this.#look = look;
  }

  /** Whether the next line's first character, written behind what is there, goes to that line. */
  #wrapsByItself(empty: number, look: string, next: IBufferLine): boolean {
    const first = next.getCell(0, this.#cell);
    if (first === undefined || first.getChars() === '' || this.#look !== plain) return false;
    return empty === 0 && look === plain && sgrOf(first) === plain;
  }

  /** Overflows the line with something, and puts back what stood in the cells that this took. */
  #forceWrap(line: IBufferLine): void {
    const columns = line.length;
    this.#useLook(plain);
    this.#parts.push(`\u001b[${columns}Gxx\u001b[A`);
    const last = line.getCell(columns - 1, this.#cell);
    const isHalf = last?.getWidth() === 0;
    const cell = isHalf ? line.getCell(columns - 2, this.#cell) : last;
    if (cell !== undefined) {
      const characters = cell.getChars();
      this.#parts.push(`\u001b[${isHalf ? columns - 1 : columns}G`);
      this.#useLook(characters === '' ? sgrOfBackground(cell) : sgrOf(cell));
      this.#parts.push(characters === '' ? '\u001b[X' : characters);
    }
    this.#useLook(plain);
    this.#parts.push('\r\u001b[B\u001b[X');
  }
}
