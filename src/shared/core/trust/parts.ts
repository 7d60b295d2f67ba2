import { assertNever } from '#shared/lib/assert-never.ts';
import type { TrustPart, TrustPartKind } from '#shared/model/trust.ts';

/** Name of the part that stands for there being a config at all. */
export const wholeConfig = '(the file itself)';

/** A part before it is hashed and cut. */
export interface NamedText {
  readonly kind: TrustPartKind;
  readonly name: string;
  readonly place: string | null;
  readonly text: string;
}

/** Order of kinds in lists: what runs without an agent comes first. */
const kinds: readonly TrustPartKind[] = ['config', 'git', 'task', 'agent', 'prompt'];

/** Sorts parts by kind, name and place: the same parts are always in the same order. */
export function compareParts(a: Placed, b: Placed): number {
  return (
    kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
    compareTexts(a.name, b.name) ||
    compareTexts(a.place ?? '', b.place ?? '')
  );
}

type Placed = Pick<TrustPart, 'kind' | 'name' | 'place'>;

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The text whose hash is the digest of these parts. Unambiguous, whatever their names hold. */
export function digestText(parts: readonly TrustPart[]): string {
  const sorted = parts.toSorted((a, b) => compareParts(a, b) || compareTexts(a.hash, b.hash));
  return JSON.stringify(sorted.map(({ kind, name, place, hash }) => [kind, name, place, hash]));
}

/** Names a part and its content, wherever it is: what is agreed to on one branch is so on all. */
export function contentKey({
  kind,
  name,
  hash,
}: Pick<TrustPart, 'kind' | 'name' | 'hash'>): string {
  return JSON.stringify([kind, name, hash]);
}

/** What a person reads of a part in a list: where it stands. */
export function partTitle({ kind, name, place }: Placed): string {
  const where = place === null ? '' : ` (${place})`;
  switch (kind) {
    case 'config':
      return name === wholeConfig ? '.switchyard/project.yaml' : `${name}${where}`;
    case 'git':
      return /^(?:hook|include) /.test(name) ? `git ${name}` : `.git/config: ${name}${where}`;
    case 'task':
      return `task ${name}${where}`;
    case 'agent':
    case 'prompt':
      return `${name}${where}`;
    default:
      return assertNever(kind, 'kind of part');
  }
}
