import type { Line } from './literal-lines.ts';
import { sectionForms } from './section-names.ts';
import type { SectionName } from './section-names.ts';

/**
 * Which `<!-- …:END -->` line belongs to which `<!-- …:BEGIN -->` line. As in the real tool, a marker is a
 * line of its own at the very left, and pairs of the same name may stand in each other.
 */
export class MarkerPairs {
  readonly #lines: readonly Line[];
  readonly #pairs = new Map<SectionName, ReadonlyMap<number, number>>();

  constructor(lines: readonly Line[]) {
    this.#lines = lines;
  }

  /** The lines of the pair that makes a marked section of the heading on line `heading`. */
  after(
    heading: number,
    name: SectionName,
  ): { readonly begin: number; readonly end: number } | null {
    let begin = heading + 1;
    while (begin < this.#lines.length && this.#lines[begin]?.text.trim() === '') begin += 1;
    const end = this.#pairsOf(name).get(begin);
    return end === undefined ? null : { begin, end };
  }

  #pairsOf(name: SectionName): ReadonlyMap<number, number> {
    const known = this.#pairs.get(name);
    if (known !== undefined) return known;
    const { marker } = sectionForms[name];
    const pairs = new Map<number, number>();
    const open: number[] = [];
    for (const [index, { text }] of this.#lines.entries()) {
      if (!text.startsWith('<!--')) continue;
      const own = text.trimEnd().toUpperCase();
      if (own === `<!-- ${marker}:BEGIN -->`) open.push(index);
      if (own !== `<!-- ${marker}:END -->`) continue;
      const begin = open.pop();
      if (begin !== undefined) pairs.set(begin, index);
    }
    this.#pairs.set(name, pairs);
    return pairs;
  }
}
