import { listIndentAfter, LiteralBlocks, splitLines, withClosedBlocks } from './literal-lines.ts';
import type { Line, LiteralBlock } from './literal-lines.ts';
import { MarkerPairs } from './marker-pairs.ts';
import { endsAtAnyHeading, nameByTitle, sectionForms } from './section-names.ts';
import type { SectionName } from './section-names.ts';

/** A part of a task's body under a heading that Backlog.md knows; offsets are UTF-16 units. */
export interface Section {
  readonly name: SectionName;
  readonly headingStart: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  /** Where an unmarked section's text ends before a heading that Backlog.md does not know. */
  readonly ownEnd: number;
  /** Where the section ends, with the line of its end marker. */
  readonly end: number;
  /** Whether `<!-- …:BEGIN -->` and `<!-- …:END -->` enclose the content. */
  readonly marked: boolean;
}

const knownTitles = [...nameByTitle.keys()]
  .map((title) => title.replaceAll(/[()]/g, String.raw`\$&`))
  .join('|');
const knownHeading = new RegExp(String.raw`^( {0,3})##[ \t]+(${knownTitles})[ \t]*$`, 'gim');
const anyMarker = /<!--(?=\s*(?:(?:SECTION:\w+|AC|DOD|COMMENTS?):(?:BEGIN|END))\s*-->)/gi;

/** A new section as the real tool writes it, without line breaks before and after. */
export function sectionBlock(name: SectionName, content: string, eol: string): string {
  const { title, marker, blankLine } = sectionForms[name];
  const gap = blankLine ? [''] : [];
  const lines = [
    `## ${title}`,
    ...gap,
    `<!-- ${marker}:BEGIN -->`,
    content,
    `<!-- ${marker}:END -->`,
  ];
  return lines.join('\n').replaceAll('\n', eol);
}

/**
 * Makes a text safe to stand inside a section: neither a heading that Backlog.md knows nor one of its
 * markers in an agent's words may end the section or open another one, in code, too: the real tool
 * does not look at fences. A fence that is never closed is closed.
 */
export function protectSectionText(text: string): string {
  const plain = text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(knownHeading, '$1**$2**')
    .replaceAll(anyMarker, '&lt;!--')
    .trim();
  return withClosedBlocks(plain);
}

function headingTitle(line: string): string | null {
  return /^##[ \t]+(.*?)[ \t]*$/.exec(line)?.[1] ?? null;
}

/**
 * Finds the known sections of a body that starts at `bodyStart`, in the order they stand. What looks
 * like a heading in code, in a comment or in raw HTML is text. Where such a block has no end, the
 * sections of the real tool below it, with their markers, are sections all the same.
 */
export function findSections(text: string, bodyStart: number): Section[] {
  return new SectionScan(text, splitLines(text, bodyStart)).run();
}

/** An unmarked section that has not ended yet. */
interface OpenSection {
  readonly name: SectionName;
  readonly headingStart: number;
  readonly contentStart: number;
  ownEnd?: number;
}

class SectionScan {
  readonly #text: string;
  readonly #lines: readonly Line[];
  readonly #literal: LiteralBlocks;
  readonly #markers: MarkerPairs;
  readonly #sections: Section[] = [];
  #open: OpenSection | null = null;
  /** Whether what is being read is a literal block without an end. */
  #isLost = false;

  constructor(text: string, lines: readonly Line[]) {
    this.#text = text;
    this.#lines = lines;
    this.#literal = new LiteralBlocks(lines);
    this.#markers = new MarkerPairs(lines);
  }

  run(): Section[] {
    let listIndent = 0;
    for (let index = 0; index < this.#lines.length; index += 1) {
      const line = this.#lines[index];
      if (line === undefined) break;
      const block = this.#isLost ? null : this.#literal.startingAt(index, listIndent);
      if (block?.isClosed === true && !this.#isCrossed(index, block)) {
        index = block.last;
        continue;
      }
      if (block !== null) this.#lose(line.start);
      listIndent = listIndentAfter(line.text, listIndent);
      const title = headingTitle(line.text);
      if (title !== null) index = this.#heading(index, line, title);
    }
    this.#close(this.#text.length);
    return this.#sections;
  }

  /** Takes a line that looks like a heading; the index of the last line that is done with it. */
  #heading(index: number, line: Line, title: string): number {
    const name = nameByTitle.get(title.toLowerCase());
    const pair = name === undefined ? null : this.#markers.after(index, name);
    if (name !== undefined && pair !== null) {
      this.#close(line.start);
      this.#sections.push(this.#marked(name, line, pair));
      this.#isLost = false;
      return pair.end;
    }
    if (this.#isLost) return index;
    if (name !== undefined) {
      this.#close(line.start);
      this.#open = { name, headingStart: line.start, contentStart: line.next };
    } else if (this.#open !== null) {
      if (endsAtAnyHeading.has(this.#open.name)) this.#close(line.start);
      else this.#open.ownEnd ??= line.start;
    }
    return index;
  }

  #marked(name: SectionName, heading: Line, pair: { begin: number; end: number }): Section {
    const contentEnd = this.#lines[pair.end]?.start ?? this.#text.length;
    return {
      name,
      headingStart: heading.start,
      contentStart: this.#lines[pair.begin]?.next ?? contentEnd,
      contentEnd,
      ownEnd: contentEnd,
      end: this.#lines[pair.end]?.next ?? this.#text.length,
      marked: true,
    };
  }

  /** Whether a marked section begins in the block and ends below it: then no block was meant to end there. */
  #isCrossed(first: number, { last }: LiteralBlock): boolean {
    for (let index = first + 1; index <= last; index += 1) {
      const title = headingTitle(this.#lines[index]?.text ?? '');
      const name = title === null ? undefined : nameByTitle.get(title.toLowerCase());
      const pair = name === undefined ? null : this.#markers.after(index, name);
      if (pair !== null && pair.end > last) return true;
    }
    return false;
  }

  /** From here on, it is unknown what belongs to the section that is open. */
  #lose(from: number): void {
    this.#isLost = true;
    if (this.#open !== null) this.#open.ownEnd ??= from;
  }

  #close(end: number): void {
    if (this.#open === null) return;
    const { ownEnd = end, ...start } = this.#open;
    this.#sections.push({ ...start, contentEnd: end, ownEnd, end, marked: false });
    this.#open = null;
  }
}

/** The section that counts when there are several of a name: the first marked one, else the first. */
export function sectionNamed(sections: readonly Section[], name: SectionName): Section | undefined {
  const same = sections.filter((section) => section.name === name);
  return same.find((section) => section.marked) ?? same[0];
}
