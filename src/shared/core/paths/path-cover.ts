import { normalPath, wholeRepository } from './repository-path.ts';

/** More ways to read the braces of one entry are not looked at. */
const mostAlternatives = 64;

/**
 * Whether an entry of a task's files means this path of git. An entry is a file; a folder, with all that
 * is in it (`tests/`); or a pattern: `*` and `?` inside of a name, `**` for any folders, `{a,b}` for either.
 * A name that is there as it is written is meant whatever characters it has, such as `app/[id]/page.tsx`.
 */
export function coversPath(entry: string, path: string): boolean {
  const normal = normalPath(entry);
  if (!normal.ok) return false;
  const wanted = normal.value.normalize('NFC');
  const actual = path.normalize('NFC');
  if (wanted === wholeRepository || wanted === actual) return true;
  // A path is never a file and a folder at once, so that a folder may be named without its slash.
  if (actual.startsWith(wanted.endsWith('/') ? wanted : `${wanted}/`)) return true;
  if (!isPattern(wanted)) return false;
  const names = actual.split('/');
  return alternatives(wanted.endsWith('/') ? `${wanted}**` : wanted).some((pattern) =>
    matchesNames(pattern.split('/'), names),
  );
}

/** Whether an entry has to be compared with paths, and cannot be asked of git by its name. */
export function isPattern(entry: string): boolean {
  return entry === wholeRepository || /[*?{]/.test(entry);
}

/** The patterns that `a{b,c}` stands for; one that is not closed stands for itself. */
function alternatives(pattern: string): readonly string[] {
  const patterns = [pattern];
  for (let index = 0; index < patterns.length && patterns.length < mostAlternatives;) {
    const [whole = '', before = '', choice = '', after = ''] =
      /^(.*?)\{([^{}]*)\}(.*)$/s.exec(patterns[index] ?? '') ?? [];
    if (whole === '') index += 1;
    else patterns.splice(index, 1, ...choice.split(',').map((one) => before + one + after));
  }
  return patterns;
}

/** Compares name by name; row by row, so that no pattern takes longer than its length times the path's. */
function matchesNames(pattern: readonly string[], names: readonly string[]): boolean {
  return matches(
    pattern,
    names,
    (wanted) => wanted === '**',
    (wanted, name) =>
      matches(
        Array.from(wanted),
        Array.from(name),
        (sign) => sign === '*',
        (sign, letter) => sign === '?' || sign === letter,
      ),
  );
}

/** Whether `pattern`, some of whose parts match any number of pieces, matches all of `pieces`. */
function matches<Part>(
  pattern: readonly Part[],
  pieces: readonly Part[],
  isAny: (part: Part) => boolean,
  isOne: (part: Part, one: Part) => boolean,
): boolean {
  // reached[n]: the pattern so far may match the first n pieces.
  let reached = [true, ...pieces.map(() => false)];
  for (const part of pattern) {
    const next = [isAny(part) && reached[0] === true];
    for (const [index, one] of pieces.entries()) {
      next.push(
        isAny(part)
          ? next[index] === true || reached[index + 1] === true
          : reached[index] === true && isOne(part, one),
      );
    }
    reached = next;
  }
  return reached.at(-1) === true;
}
