import { diffArrays } from 'diff';

/** A text that differs in more lines is taken as the program writes it. */
const mostSteps = 2_000;

/** A line that is not blank, with the blank ones above it. */
interface Line {
  readonly blanks: readonly string[];
  readonly text: string;
}

export interface RewrittenText {
  /** The text as the person wrote it. */
  readonly original: string;
  /** The same, unchanged, as the program would write it. */
  readonly before: string;
  /** The changed one as the program would write it. */
  readonly after: string;
  /** Whether the line of `before` at this index is a comment; such lines stay. */
  readonly isComment: (index: number) => boolean;
}

/**
 * The changed text with the person's own lines (spaces, blank lines, comments) wherever the change
 * is not about them. Null when the person's lines cannot be distinguished from how the program would write them.
 */
export function keepLines({ original, before, after, isComment }: RewrittenText): string | null {
  const own = linesOf(original);
  const old = linesOf(before);
  if (own.lines.length !== old.lines.length) return null;
  if (own.lines.some(({ text }, index) => bare(text) !== bare(old.lines[index]?.text ?? ''))) {
    return null;
  }
  const steps = compare(textsOf(old.lines), textsOf(linesOf(after).lines));
  if (steps === null) return null;
  return [...rewrite(own.lines, old, steps, isComment), ...own.blanksAtEnd].join('\n');
}

/** The new lines: the person's where they are kept, else the program's as the person would indent them. */
function rewrite(
  own: readonly Line[],
  old: Lines,
  steps: readonly Step[],
  isComment: RewrittenText['isComment'],
): readonly string[] {
  const indents = new Indents();
  /** Blank lines above a line that is gone part what comes in its place from what is above. */
  let left: { readonly blanks: readonly string[]; readonly width: number } | null = null;
  const written: string[] = [];
  for (const step of steps) {
    if (step.kind === 'added') {
      if (left?.width === indentOf(step.text).length) {
        written.push(...left.blanks);
        left = null;
      }
      written.push(indents.own(step.text));
      continue;
    }
    const line = own[step.index];
    const program = old.lines[step.index];
    if (line === undefined || program === undefined) continue;
    const blanks: readonly string[] = line.blanks.length > 0 ? line.blanks : (left?.blanks ?? []);
    const isKept = step.kind === 'kept';
    indents.see(program.text, line.text, isKept);
    if (isKept || isComment(old.numbers[step.index] ?? -1)) {
      written.push(...blanks, line.text);
      left = null;
    } else {
      left = { blanks, width: indentOf(program.text).length };
    }
  }
  return written;
}

/** How far the person indents what the program would indent otherwise, at the line that was read last. */
class Indents {
  /** By the program's indent, from the outside in. */
  #known: readonly (readonly [program: number, own: string])[] = [];
  /** Lines that are gone: what comes in their place may belong to the line before them. */
  #gone: (readonly [program: number, own: string])[] = [];

  see(program: string, own: string, isKept: boolean): void {
    const pair = [indentOf(program).length, indentOf(own)] as const;
    this.#gone.push(pair);
    if (isKept) this.#learn();
  }

  /** The program's line with the person's indent. */
  own(line: string): string {
    const width = indentOf(line).length;
    if (!this.#known.some(([program]) => program === width)) this.#learn();
    const [outer, indent] = this.#known.findLast(([program]) => program <= width) ?? [0, ''];
    const own = indent + ' '.repeat(width - outer);
    this.#set(width, own);
    return own + line.trimStart();
  }

  #learn(): void {
    for (const [width, own] of this.#gone) this.#set(width, own);
    this.#gone = [];
  }

  /** What is further in belongs to a line that is over. */
  #set(width: number, own: string): void {
    this.#known = [...this.#known.filter(([program]) => program < width), [width, own]];
  }
}

function indentOf(line: string): string {
  return line.slice(0, line.length - line.trimStart().length);
}

interface Lines {
  readonly lines: readonly Line[];
  /** Where in the text each of them is, from 0. */
  readonly numbers: readonly number[];
  readonly blanksAtEnd: readonly string[];
}

function linesOf(text: string): Lines {
  const lines: Line[] = [];
  const numbers: number[] = [];
  let blanks: string[] = [];
  for (const [number, line] of text.split('\n').entries()) {
    if (line.trim() === '') {
      blanks.push(line);
    } else {
      lines.push({ blanks, text: line });
      numbers.push(number);
      blanks = [];
    }
  }
  return { lines, numbers, blanksAtEnd: blanks };
}

function textsOf(lines: readonly Line[]): readonly string[] {
  return lines.map(({ text }) => text);
}

function bare(line: string): string {
  return line.replaceAll(/\s/g, '');
}

/** What became of the lines, in the order of the new text; `index` counts in the old one. */
type Step =
  | { readonly kind: 'kept' | 'gone'; readonly index: number }
  | { readonly kind: 'added'; readonly text: string };

/** The fewest steps from one list of lines to the other; null when they differ in too much. */
function compare(from: readonly string[], to: readonly string[]): readonly Step[] | null {
  // What is gone comes before what is added in its place.
  const parts = diffArrays([...from], [...to], { maxEditLength: mostSteps });
  if (parts === undefined) return null;
  let index = 0;
  return parts.flatMap(({ value, added, removed }): readonly Step[] => {
    if (added) return value.map((text) => ({ kind: 'added', text }));
    const kind = removed ? 'gone' : 'kept';
    return value.map(() => ({ kind, index: index++ }));
  });
}
