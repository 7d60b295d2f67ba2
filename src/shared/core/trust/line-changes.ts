import { diffArrays } from 'diff';

/** A line of a change, and on which side it stands. */
export interface ChangedLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Lines around a change that are shown with it. */
const around = 3;
/** Texts that differ in more lines than this are shown one after the other. */
const mostSteps = 1_000;
/** Lines that are shown at most. */
const lineLimit = 2_000;

/** How one text became another, line by line; unchanged lines only near a change, the rest as `…`. */
export function changedLines(before: string, after: string): readonly ChangedLine[] {
  const old = before.split('\n');
  const present = after.split('\n');
  const steps = diffArrays(old, present, { maxEditLength: mostSteps });
  const lines: readonly ChangedLine[] =
    steps === undefined
      ? [...linesOf('removed', old), ...linesOf('added', present)]
      : steps.flatMap(({ added, removed, value }) =>
          linesOf(added ? 'added' : removed ? 'removed' : 'same', value),
        );
  return nearChanges(lines).slice(0, lineLimit);
}

function linesOf(kind: ChangedLine['kind'], lines: readonly string[]): readonly ChangedLine[] {
  return lines.map((text) => ({ kind, text }));
}

function nearChanges(lines: readonly ChangedLine[]): readonly ChangedLine[] {
  const near = new Set<number>();
  for (const [index, { kind }] of lines.entries()) {
    if (kind === 'same') continue;
    for (let other = index - around; other <= index + around; other += 1) near.add(other);
  }
  const shown: ChangedLine[] = [];
  for (const [index, line] of lines.entries()) {
    if (near.has(index)) shown.push(line);
    else if (shown.at(-1)?.text !== '…' || near.has(index - 1))
      shown.push({ kind: 'same', text: '…' });
  }
  return shown;
}
