import { findSections, protectSectionText, sectionBlock, sectionNamed } from './sections.ts';
import type { SectionName } from './section-names.ts';
import type { Section } from './sections.ts';

/** The line break that the text uses around `offset`, so that a mixed file stays as mixed as it is. */
function eolAt(text: string, offset: number): string {
  const before = text.lastIndexOf('\n', Math.max(offset - 1, 0));
  const at = before === -1 ? text.indexOf('\n') : before;
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** Where the last line with something on it ends, looking back from `end` no further than `from`. */
function lastTextEnd(text: string, from: number, end: number): number {
  const trimmed = from + text.slice(from, end).trimEnd().length;
  const breakAt = text.indexOf('\n', trimmed);
  if (breakAt === -1 || breakAt >= end) return trimmed === from ? from : end;
  return text[breakAt - 1] === '\r' ? breakAt - 1 : breakAt;
}

function insert(text: string, offset: number, addition: string): string {
  return text.slice(0, offset) + addition + text.slice(offset);
}

/** Text as it is compared: the real tool may change line breaks, line ends and runs of blank lines. */
function comparable(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

function holdsParagraphs(content: string, paragraphs: string): boolean {
  return `\n\n${comparable(content)}\n\n`.includes(`\n\n${comparable(paragraphs)}\n\n`);
}

/** Places for a new section, best first, as the real tool chooses them. */
const places: Readonly<
  Record<'notes' | 'summary', readonly (readonly ['after' | 'before', SectionName])[]>
> = {
  notes: [
    ['after', 'plan'],
    ['after', 'definitionOfDone'],
    ['after', 'criteria'],
    ['before', 'comments'],
    ['before', 'summary'],
  ],
  summary: [
    ['after', 'comments'],
    ['after', 'notes'],
    ['after', 'plan'],
    ['after', 'definitionOfDone'],
    ['after', 'criteria'],
  ],
};

function insertAfter(text: string, from: number, end: number, block: string): string {
  const at = lastTextEnd(text, from, end);
  const eol = eolAt(text, at);
  const rest = text.slice(at);
  const gap = /^(?:[ \t]*\r?\n)*/.exec(rest)?.[0] ?? '';
  const breaks = gap.split('\n').length - 1;
  if (gap.length === rest.length && breaks >= 2) {
    // Blank lines end the file already: use them as the gap instead of leaving them behind.
    const used = gap.indexOf('\n', gap.indexOf('\n') + 1) + 1;
    return insert(text, at + used, breaks === 2 ? block + eol : block);
  }
  const needed = gap.length === rest.length ? 1 : 2;
  return insert(text, at, eol + eol + block + eol.repeat(Math.max(needed - breaks, 0)));
}

function addSection(
  text: string,
  bodyStart: number,
  name: 'notes' | 'summary',
  content: string,
): string {
  const sections = findSections(text, bodyStart);
  for (const [side, other] of places[name]) {
    const section = sectionNamed(sections, other);
    if (section === undefined) continue;
    const { headingStart, end } = section;
    if (side === 'after') {
      return insertAfter(text, headingStart, end, sectionBlock(name, content, eolAt(text, end)));
    }
    const eol = eolAt(text, headingStart);
    return insert(text, headingStart, sectionBlock(name, content, eol) + eol + eol);
  }
  // Looking back to the start finds the closing line of the front matter when the body is empty.
  return insertAfter(text, 0, text.length, sectionBlock(name, content, eolAt(text, text.length)));
}

/**
 * Gives an empty Final Summary its text. A section without markers gets them, so that it is clear
 * what belongs to it; what stands below another heading of the user's stays.
 */
function fillSummary(text: string, section: Section, content: string): string {
  const eol = eolAt(text, section.contentStart);
  if (section.marked) {
    const own = content.replaceAll('\n', eol);
    return text.slice(0, section.contentStart) + own + eol + text.slice(section.contentEnd);
  }
  const start = section.headingStart;
  const end = start + text.slice(start, section.ownEnd).trimEnd().length;
  return text.slice(0, start) + sectionBlock('summary', content, eol) + text.slice(end);
}

function appendContent(text: string, section: Section, content: string): string {
  const { contentStart, contentEnd, marked } = section;
  const eol = eolAt(text, contentStart);
  const own = content.replaceAll('\n', eol);
  if (!marked) return insertAfter(text, section.headingStart, contentEnd, own);
  if (text.slice(contentStart, contentEnd).trim() === '')
    return insert(text, contentStart, own + eol);
  const at = lastTextEnd(text, contentStart, contentEnd);
  const needsBreak = !text.slice(at, contentEnd).includes('\n');
  return insert(text, at, eol + eol + own + (needsBreak ? eol : ''));
}

/**
 * Appends a paragraph to the Implementation Notes, or makes the section where the real tool would.
 * Notes that contain it already, and empty notes, change nothing.
 */
export function appendNotes(text: string, bodyStart: number, notes: string): string {
  return editWith(text, bodyStart, 'notes', notes, (own) => {
    const section = sectionNamed(findSections(text, bodyStart), 'notes');
    if (section === undefined) return addSection(text, bodyStart, 'notes', own);
    const content = text.slice(section.contentStart, section.contentEnd);
    return holdsParagraphs(content, own) ? text : appendContent(text, section, own);
  });
}

/**
 * Writes the Final Summary, or makes the section where the real tool would. A summary that stands there stays,
 * and this one goes under it, unless the section contains it already; empty changes nothing.
 */
export function writeSummary(text: string, bodyStart: number, summary: string): string {
  return editWith(text, bodyStart, 'summary', summary, (own) => {
    const section = sectionNamed(findSections(text, bodyStart), 'summary');
    if (section === undefined) return addSection(text, bodyStart, 'summary', own);
    const { contentStart, contentEnd, ownEnd, marked } = section;
    const content = text.slice(contentStart, ownEnd);
    if (content.trim() === '') return fillSummary(text, section, own);
    // What was written under it may have headings of its own, where an unmarked text seems to end.
    if (holdsParagraphs(text.slice(contentStart, contentEnd), own)) return text;
    return appendContent(text, { ...section, contentEnd: marked ? contentEnd : ownEnd }, own);
  });
}

/**
 * Edits one section with words that are safe to stand in it. Where their fences would belong together with
 * one that is open further up, and so change what other sections are, they lose their meaning as fences.
 */
function editWith(
  text: string,
  bodyStart: number,
  name: SectionName,
  words: string,
  edit: (own: string) => string,
): string {
  const own = protectSectionText(words);
  if (own === '') return text;
  const edited = edit(own);
  if (edited === text || leavesOthers(text, edited, bodyStart, name)) return edited;
  return edit(own.replaceAll(/^([ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)*)(`{3}|~{3}|<)/gm, '$1\\$2'));
}

function leavesOthers(
  before: string,
  after: string,
  bodyStart: number,
  changed: SectionName,
): boolean {
  const others = (text: string): string =>
    findSections(text, bodyStart)
      .filter(({ name }) => name !== changed)
      .map((one) => `${one.name}\n${text.slice(one.contentStart, one.contentEnd).trimEnd()}`)
      .join('\n');
  return others(before) === others(after);
}

/** Whether the Final Summary says anything. */
export function hasSummary(text: string, bodyStart: number): boolean {
  const section = sectionNamed(findSections(text, bodyStart), 'summary');
  return section !== undefined && text.slice(section.contentStart, section.ownEnd).trim() !== '';
}
