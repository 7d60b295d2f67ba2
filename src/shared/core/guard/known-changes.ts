import { assertNever } from '#shared/lib/assert-never.ts';
import type { ForeignChange, ForeignItem } from '#shared/model/foreign-change.ts';
import type { Differences, Moved, StashEntry } from './compare.ts';

/**
 * What of some differences is news: not what went back to what it was before a change that was reported, whoever put it
 * back, nor such a change that came again because the person took the putting back back.
 */
export function withoutKnown(
  differences: Differences,
  changes: readonly Pick<ForeignChange, 'items'>[],
): Differences {
  const items = changes.flatMap((change) => change.items);
  if (items.length === 0) return differences;
  const { refs, heads, files, lost, added } = differences;
  const isNews = (kind: NamedItem['kind'], moved: Moved): boolean =>
    !items.some((item) => isNamed(item) && item.kind === kind && isKnownMove(item, moved));
  return {
    refs: refs.filter((moved) => isNews('ref', moved)),
    heads: heads.filter((moved) => isNews('head', moved)),
    files: files.filter((moved) => isNews('file', moved)),
    lost: lost.filter((entry) => !items.some((item) => isKnownEntry(item, 'lost', entry))),
    added: added.filter((entry) => !items.some((item) => isKnownEntry(item, 'added', entry))),
  };
}

type NamedItem = Exclude<ForeignItem, { readonly kind: 'stash' }>;

function isNamed(item: ForeignItem): item is NamedItem {
  return item.kind !== 'stash';
}

/** What a named item is about. */
export function nameOfItem(item: NamedItem): string {
  switch (item.kind) {
    case 'ref':
      return item.ref;
    case 'head':
      return item.folder;
    case 'file':
      return item.path;
    default:
      return assertNever(item, 'foreign item');
  }
}

function isKnownMove(item: NamedItem, { name, from, to }: Moved): boolean {
  if (nameOfItem(item) !== name) return false;
  const isBack = item.from === to && item.to === from;
  const isAgain = item.from === from && item.to === to && !item.isPutBack;
  return isBack || isAgain;
}

function isKnownEntry(
  item: ForeignItem,
  change: 'lost' | 'added',
  { commit }: StashEntry,
): boolean {
  if (item.kind !== 'stash' || item.commit !== commit) return false;
  return item.change !== change || !item.isPutBack;
}
