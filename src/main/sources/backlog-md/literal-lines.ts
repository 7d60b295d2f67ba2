/** A line of a text: where it starts, where the next one does, and what it says without its line break. */
export interface Line {
  readonly start: number;
  readonly next: number;
  readonly text: string;
}

/** The lines of `text` from an offset to another one. */
export function splitLines(text: string, from: number, to = text.length): Line[] {
  const lines: Line[] = [];
  let start = from;
  while (start < to) {
    const breakAt = text.indexOf('\n', start);
    const next = breakAt === -1 || breakAt >= to ? to : breakAt + 1;
    lines.push({ start, next, text: text.slice(start, next).replace(/\r?\n$/, '') });
    start = next;
  }
  return lines;
}

/** A block of lines in which nothing is a heading or an item: code, a comment, raw HTML. */
export interface LiteralBlock {
  /** Index of its last line. */
  readonly last: number;
  /** Whether what ends such a block was found; else it goes on to the end of what is looked at. */
  readonly isClosed: boolean;
  /** The line that would close a block which nothing closes; null for one that is closed. */
  readonly missing: string | null;
}

interface FenceStart {
  readonly character: string;
  readonly length: number;
  /** Columns that the lines of its list item stand in; 0 outside of lists. */
  readonly indent: number;
}

const listMarker = /^((?:[-*+]|\d{1,9}[.)])[ \t]+)+/;
const fence = /^(`{3,}|~{3,})([^\r\n]*)$/;
const htmlStarts: readonly (readonly [RegExp, string])[] = [
  [/^ {0,3}<!--/, '-->'],
  [/^ {0,3}<\?/, '?>'],
  [/^ {0,3}<!\[CDATA\[/, ']]>'],
  [/^ {0,3}<pre(?=[\s>]|$)/i, '</pre>'],
  [/^ {0,3}<script(?=[\s>]|$)/i, '</script>'],
  [/^ {0,3}<style(?=[\s>]|$)/i, '</style>'],
  [/^ {0,3}<textarea(?=[\s>]|$)/i, '</textarea>'],
];

/**
 * Finds the literal blocks of Markdown lines, one question after the other. In all it looks at no line
 * more than a few times, whatever the text: it knows of each kind of end whether one is still to come.
 */
export class LiteralBlocks {
  readonly #lines: readonly Line[];
  /** For each line, the longest closing fence from it on, by its character. */
  readonly #longest = new Map<string, Int32Array>();
  /** The last line with an end of HTML, by that end. */
  readonly #lastEnd = new Map<string, number>();

  constructor(lines: readonly Line[]) {
    this.#lines = lines;
  }

  /**
   * The literal block that begins with the line of this index; null when none does. `listIndent` says
   * where the text of the list item before it stands, 0 when there is none.
   */
  startingAt(index: number, listIndent: number): LiteralBlock | null {
    const text = this.#lines[index]?.text ?? '';
    const start = fenceStart(text, listIndent);
    if (start !== null) return this.#fenceFrom(index, start);
    const html = htmlStarts.find(([pattern]) => pattern.test(text));
    return html === undefined ? null : this.#htmlFrom(index, html[1]);
  }

  #fenceFrom(index: number, { character, length, indent }: FenceStart): LiteralBlock {
    const isClosing = (at: number): boolean =>
      closingLength(this.#lines[at]?.text ?? '', character) >= length;
    if (indent > 0) return this.#fenceInItem(index, indent, isClosing);
    if ((this.#longestFrom(character)[index + 1] ?? 0) >= length) {
      for (let at = index + 1; at < this.#lines.length; at += 1) {
        if (isClosing(at)) return { last: at, isClosed: true, missing: null };
      }
    }
    const missing = character.repeat(length);
    return { last: this.#lines.length - 1, isClosed: false, missing };
  }

  /** One that nothing closes ends with its list item. */
  #fenceInItem(index: number, indent: number, isClosing: (at: number) => boolean): LiteralBlock {
    let last = index;
    for (let at = index + 1; at < this.#lines.length; at += 1) {
      const { text } = this.#lines[at] ?? { text: '' };
      if (text.trim() !== '' && indentOf(text) < indent) break;
      last = at;
      if (isClosing(at)) break;
    }
    return { last, isClosed: true, missing: null };
  }

  #htmlFrom(index: number, end: string): LiteralBlock {
    if (this.#lastWith(end) >= index) {
      for (let at = index; at < this.#lines.length; at += 1) {
        if (this.#lines[at]?.text.toLowerCase().includes(end) === true) {
          return { last: at, isClosed: true, missing: null };
        }
      }
    }
    return { last: this.#lines.length - 1, isClosed: false, missing: end };
  }

  #longestFrom(character: string): Int32Array {
    const known = this.#longest.get(character);
    if (known !== undefined) return known;
    const longest = new Int32Array(this.#lines.length + 1);
    for (let at = this.#lines.length - 1; at >= 0; at -= 1) {
      const length = closingLength(this.#lines[at]?.text ?? '', character);
      longest[at] = Math.max(length, longest[at + 1] ?? 0);
    }
    this.#longest.set(character, longest);
    return longest;
  }

  #lastWith(end: string): number {
    const known = this.#lastEnd.get(end);
    if (known !== undefined) return known;
    const last = this.#lines.findLastIndex(({ text }) => text.toLowerCase().includes(end));
    this.#lastEnd.set(end, last);
    return last;
  }
}

/** A text whose literal blocks all end: what has no end of its own gets one. */
export function withClosedBlocks(text: string): string {
  const lines = splitLines(text, 0);
  const blocks = new LiteralBlocks(lines);
  let listIndent = 0;
  for (let index = 0; index < lines.length; index += 1) {
    const block = blocks.startingAt(index, listIndent);
    if (block !== null && block.missing !== null) return `${text.trimEnd()}\n${block.missing}`;
    listIndent = listIndentAfter(lines[index]?.text ?? '', listIndent);
    if (block !== null) index = block.last;
  }
  return text;
}

/** Where the text of the list item that this line begins or goes on with stands; 0 outside of lists. */
export function listIndentAfter(text: string, before: number): number {
  if (text.trim() === '') return before;
  const indent = indentOf(text);
  const marker = listMarker.exec(text.trimStart())?.[0];
  if (marker !== undefined) return indent + marker.length;
  return indent === 0 ? 0 : before;
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

function fenceStart(text: string, listIndent: number): FenceStart | null {
  const indent = indentOf(text);
  const marker = listMarker.exec(text.trimStart())?.[0] ?? '';
  // What is indented by four is code by that, or the text of a list item.
  if (indent > 3 && (listIndent === 0 || indent - listIndent > 3)) return null;
  const [, run = '', info = ''] = fence.exec(text.trimStart().slice(marker.length)) ?? [];
  const [character] = run;
  if (character === undefined || (character === '`' && info.includes('`'))) return null;
  const isInItem = marker !== '' || (listIndent > 0 && indent >= listIndent);
  const own = marker === '' ? listIndent : indent + marker.length;
  return { character, length: run.length, indent: isInItem ? own : 0 };
}

/** The length of a closing fence; 0 for any other line. */
function closingLength(text: string, character: string): number {
  const own = text.trim();
  return own.length >= 3 && own === character.repeat(own.length) ? own.length : 0;
}
