export type SectionName =
  'description' | 'criteria' | 'definitionOfDone' | 'plan' | 'notes' | 'comments' | 'summary';

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

interface SectionForm {
  readonly title: string;
  readonly marker: string;
  /** Whether the real tool leaves a blank line between the heading and the begin marker. */
  readonly blankLine: boolean;
}

const forms: Readonly<Record<SectionName, SectionForm>> = {
  description: { title: 'Description', marker: 'SECTION:DESCRIPTION', blankLine: true },
  criteria: { title: 'Acceptance Criteria', marker: 'AC', blankLine: false },
  definitionOfDone: { title: 'Definition of Done', marker: 'DOD', blankLine: false },
  plan: { title: 'Implementation Plan', marker: 'SECTION:PLAN', blankLine: true },
  notes: { title: 'Implementation Notes', marker: 'SECTION:NOTES', blankLine: true },
  comments: { title: 'Comments', marker: 'COMMENTS', blankLine: true },
  summary: { title: 'Final Summary', marker: 'SECTION:FINAL_SUMMARY', blankLine: true },
};

/** Sections that, without markers, end at any heading of their level; the others only at a known one. */
const endsAtAnyHeading: ReadonlySet<SectionName> = new Set([
  'criteria',
  'definitionOfDone',
  'comments',
]);

const nameByTitle: ReadonlyMap<string, SectionName> = new Map([
  ['description', 'description'],
  ['acceptance criteria', 'criteria'],
  ['acceptance criteria (optional)', 'criteria'],
  ['definition of done', 'definitionOfDone'],
  ['implementation plan', 'plan'],
  ['implementation notes', 'notes'],
  ['comments', 'comments'],
  ['final summary', 'summary'],
]);

const knownTitles = [...nameByTitle.keys()]
  .map((title) => title.replaceAll(/[()]/g, String.raw`\$&`))
  .join('|');
const knownHeading = new RegExp(String.raw`^( {0,3})##[ \t]+(${knownTitles})[ \t]*$`, 'gim');
const anyMarker = /<!--(?=\s*(?:(?:SECTION:\w+|AC|DOD|COMMENTS?):(?:BEGIN|END))\s*-->)/gi;

/** A new section as the real tool writes it, without line breaks before and after. */
export function sectionBlock(name: SectionName, content: string, eol: string): string {
  const { title, marker, blankLine } = forms[name];
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

interface Line {
  readonly start: number;
  /** Where the next line starts. */
  readonly next: number;
  /** The line without its line break. */
  readonly text: string;
}

function splitLines(text: string, from: number): Line[] {
  const lines: Line[] = [];
  let start = from;
  while (start < text.length) {
    const breakAt = text.indexOf('\n', start);
    const next = breakAt === -1 ? text.length : breakAt + 1;
    lines.push({ start, next, text: text.slice(start, next).replace(/\r?\n$/, '') });
    start = next;
  }
  return lines;
}

/**
 * Makes a text safe to stand inside a section: neither a heading that Backlog.md knows nor one of its
 * markers in an agent's words may end the section or open another one. In code, too: the real tool
 * does not look at fences.
 */
export function protectSectionText(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(knownHeading, '$1**$2**')
    .replaceAll(anyMarker, '&lt;!--')
    .trim();
}

function headingTitle(line: string): string | null {
  return /^##[ \t]+(.*?)[ \t]*$/.exec(line)?.[1] ?? null;
}

/** The marked section whose heading is on `index`; null when no complete pair of markers follows. */
function markedSection(
  text: string,
  lines: readonly Line[],
  index: number,
  name: SectionName,
): Section | null {
  const { marker } = forms[name];
  let at = index + 1;
  while (at < lines.length && lines[at]?.text.trim() === '') at += 1;
  const begin = lines[at];
  const heading = lines[index];
  if (begin === undefined || heading === undefined) return null;
  if (begin.text.trim().toUpperCase() !== `<!-- ${marker}:BEGIN -->`) return null;
  const endMarker = new RegExp(`<!-- ${marker}:END -->[^\\n]*\\n?`, 'gi');
  endMarker.lastIndex = begin.next;
  const end = endMarker.exec(text);
  if (end === null) return null;
  return {
    name,
    headingStart: heading.start,
    contentStart: begin.next,
    contentEnd: end.index,
    ownEnd: end.index,
    end: end.index + end[0].length,
    marked: true,
  };
}

/** Finds the known sections of a body that starts at `bodyStart`, in the order they stand. */
export function findSections(text: string, bodyStart: number): Section[] {
  const lines = splitLines(text, bodyStart);
  const sections: Section[] = [];
  let open: {
    name: SectionName;
    headingStart: number;
    contentStart: number;
    ownEnd?: number;
  } | null = null;
  const close = (end: number): void => {
    if (open === null) return;
    const { ownEnd = end, ...start } = open;
    sections.push({ ...start, contentEnd: end, ownEnd, end, marked: false });
    open = null;
  };
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (line === undefined) break;
    const title = headingTitle(line.text);
    if (title === null) continue;
    const name = nameByTitle.get(title.toLowerCase());
    if (name === undefined) {
      if (open !== null && endsAtAnyHeading.has(open.name)) close(line.start);
      else if (open !== null) open.ownEnd ??= line.start;
      continue;
    }
    close(line.start);
    const marked = markedSection(text, lines, index, name);
    if (marked === null) {
      open = { name, headingStart: line.start, contentStart: line.next };
      continue;
    }
    sections.push(marked);
    while ((lines[index + 1]?.start ?? text.length) < marked.end) index += 1;
  }
  close(text.length);
  return sections;
}

/** The section that counts when there are several of a name: the first marked one, else the first. */
export function sectionNamed(sections: readonly Section[], name: SectionName): Section | undefined {
  const same = sections.filter((section) => section.name === name);
  return same.find((section) => section.marked) ?? same[0];
}
