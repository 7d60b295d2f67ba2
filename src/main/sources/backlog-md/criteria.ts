import type { AcceptanceCriterion } from '#shared/model/task.ts';
import { listIndentAfter, LiteralBlocks, splitLines } from './literal-lines.ts';
import type { Section } from './sections.ts';

/** A criterion and where its tick stands. */
export interface LocatedCriterion extends AcceptanceCriterion {
  /** Offset of the character between the brackets, in UTF-16 units. */
  readonly tick: number;
}

const item = /^([-*+] \[)([ xX])\][ \t]+(.*)$/;

/**
 * Reads the `- [ ] #1 …` lines of the Acceptance Criteria sections. Lines below one that are neither
 * blank nor a heading or item of their own belong to it. Marked sections win over unmarked ones.
 */
export function findCriteria(text: string, sections: readonly Section[]): LocatedCriterion[] {
  const own = sections.filter((section) => section.name === 'criteria');
  const marked = own.filter((section) => section.marked).flatMap((one) => sectionItems(text, one));
  return marked.length > 0 ? marked : own.flatMap((one) => sectionItems(text, one));
}

function sectionItems(text: string, section: Section): LocatedCriterion[] {
  const found: { tick: number; checked: boolean; lines: string[] }[] = [];
  let current: string[] | null = null;
  const lines = splitLines(text, section.contentStart, section.contentEnd);
  const literal = new LiteralBlocks(lines);
  let literalTo = -1;
  let listIndent = 0;
  for (const [index, { start, text: raw }] of lines.entries()) {
    const line = raw.trimEnd();
    const block = index > literalTo ? literal.startingAt(index, listIndent) : null;
    if (block?.isClosed === true) literalTo = block.last;
    listIndent = listIndentAfter(raw, listIndent);
    const match = index > literalTo ? item.exec(line) : null;
    if (match !== null) {
      const [, before = '', tick = '', words = ''] = match;
      current = [words];
      found.push({ tick: start + before.length, checked: tick !== ' ', lines: current });
    } else if (line === '' || /^#{1,6} /.test(line)) {
      current = null;
    } else {
      current?.push(line.replace(/^ {1,2}/, ''));
    }
  }
  return found.map(({ tick, checked, lines: own }, index) => ({
    tick,
    checked,
    text: withoutNumber(own.join('\n'), section.marked, index + 1),
  }));
}

/** Drops the `#n` of the real tool; where it may as well be an issue's number, only the right one. */
function withoutNumber(text: string, marked: boolean, position: number): string {
  const number = /^#(\d+)[ \t]+/.exec(text);
  if (number === null || (!marked && Number(number[1]) !== position)) return text;
  return text.slice(number[0].length);
}
