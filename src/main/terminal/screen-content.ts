import type { IBuffer, IBufferLine } from '@xterm/headless';
import { linkEnd, linkStart, sgrOf, sgrOfBackground } from './sgr.ts';
import { linkedCell, linkNumber } from './xterm-internals.ts';
import type { LinkedCell, TerminalInternals } from './xterm-internals.ts';

/** How each cell of a fresh terminal looks. */
const plain = '\u001b[0m';

/** Finds a link by the number that cells have. */
type Links = TerminalInternals['linkOf'];

/**
 * Output that fills the cells of a fresh terminal, cursor at home, like those of `buffer`, scrollback
 * and `links` included, and leaves it with plain looks. Lines that continue their predecessor do so again.
 */
export function screenContent(buffer: IBuffer, links: Links): string {
  const writer = new ContentWriter(buffer, links);
  for (let row = 0; row < buffer.length; row += 1) writer.line(row);
  return writer.text;
}

class ContentWriter {
  readonly #buffer: IBuffer;
  readonly #links: Links;
  readonly #cell: LinkedCell;
  #parts: string[] = [];
  #look = plain;
  /** Number of the link that is open, 0 for none. */
  #link = 0;

  constructor(buffer: IBuffer, links: Links) {
    this.#buffer = buffer;
    this.#links = links;
    this.#cell = linkedCell(buffer.getNullCell());
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
      const cell = this.#cell;
      if (line.getCell(column, cell) === undefined || cell.getWidth() === 0) continue;
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
        this.#useLook(next, linkNumber(cell));
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

  #useLook(look: string, link = 0): void {
    if (link !== this.#link) {
      const known = this.#links(link);
      this.#parts.push(known === undefined ? linkEnd : linkStart(known));
      this.#link = link;
    }
    if (look === this.#look) return;
    this.#parts.push(look);
    this.#look = look;
  }

  /** Whether the next line's first character, written behind what is there, goes to that line. */
  #wrapsByItself(empty: number, look: string, next: IBufferLine): boolean {
    const first = this.#cell;
    if (next.getCell(0, first) === undefined || first.getChars() === '') return false;
    if (this.#look !== plain || this.#link !== 0) return false;
    return empty === 0 && look === plain && sgrOf(first) === plain && linkNumber(first) === 0;
  }

  /** Overflows the line with something, and puts back what stood in the cells that this took. */
  #forceWrap(line: IBufferLine): void {
    const columns = line.length;
    this.#useLook(plain);
    this.#parts.push(`\u001b[${columns}Gxx\u001b[A`);
    const cell = this.#cell;
    let column = columns;
    // The second half of a wide character.
    if (line.getCell(column - 1, cell)?.getWidth() === 0) column -= 1;
    if (line.getCell(column - 1, cell) !== undefined) {
      const characters = cell.getChars();
      this.#parts.push(`\u001b[${column}G`);
      if (characters === '') this.#useLook(sgrOfBackground(cell));
      else this.#useLook(sgrOf(cell), linkNumber(cell));
      this.#parts.push(characters === '' ? '\u001b[X' : characters);
    }
    this.#useLook(plain);
    this.#parts.push('\r\u001b[B\u001b[X');
  }
}
