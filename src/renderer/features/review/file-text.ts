import type { FileSide } from '#shared/contract/reviews.ts';

/** What can be shown of a file's change, so that its lines are those that git counts. */
export type FileText =
  /** Both sides, to be compared line by line. */
  | { readonly kind: 'pair'; readonly before: string; readonly after: string }
  /** All lines of one side: the other has none, which is not the same as one empty line. */
  | { readonly kind: 'whole'; readonly change: 'added' | 'removed'; readonly text: string }
  /** No side has a line. */
  | { readonly kind: 'empty' };

/** What git says of a last line that does not end. */
const noNewline = String.raw` \ No newline at end of file`;

/**
 * What to show of a file's two sides; null when one of them is no text. An editor takes the end of the last
 * line for the beginning of another one, git does not: it is taken off, and a last line that has none says
 * so where that is a part of the change.
 */
export function fileTextOf(before: FileSide, after: FileSide): FileText | null {
  const [old, present] = [textOf(before), textOf(after)];
  if (old === null || present === null) return null;
  if (old === '' && present === '') return { kind: 'empty' };
  if (old === '') return { kind: 'whole', change: 'added', text: linesOf(present, true) };
  if (present === '') return { kind: 'whole', change: 'removed', text: linesOf(old, true) };
  const isMarked = endsLine(old) !== endsLine(present);
  return { kind: 'pair', before: linesOf(old, isMarked), after: linesOf(present, isMarked) };
}

function textOf(side: FileSide): string | null {
  if (side.kind === 'text') return side.text;
  return side.kind === 'absent' ? '' : null;
}

function endsLine(text: string): boolean {
  return text.endsWith('\n');
}

function linesOf(text: string, isMarked: boolean): string {
  if (endsLine(text)) return text.replace(/\r?\n$/, '');
  return isMarked ? text + noNewline : text;
}
