import { assertNever } from '#shared/lib/assert-never.ts';
import type { ForeignChange, ForeignItem } from '#shared/model/foreign-change.ts';

/** The branches that epics are on. */
const epicBranches = 'refs/heads/epic/';

/**
 * Whether a change waits for the person: something that they had is gone from its place, or their git does
 * something else now, while an agent or a check of ours ran. A branch that grew is only mentioned, and so is all that
 * happened while nothing of ours ran; but for an epic's branch, on which nothing is merged meanwhile.
 */
export function needsPerson({ ran, items }: Pick<ForeignChange, 'ran' | 'items'>): boolean {
  return items.some((item) => isEpicBranch(item) || (ran.length > 0 && isGrave(item)));
}

/** Whether the person has still to say what becomes of a change: to put it back, or to leave it. */
export function isOpen({ leftAt, items }: Pick<ForeignChange, 'leftAt' | 'items'>): boolean {
  const isAsked = (item: ForeignItem): boolean => canPutBack(item) || isGrave(item);
  return leftAt === null && items.some((item) => !item.isPutBack && isAsked(item));
}

/** Whether there is a way back. What came into the stash is the person's to take out again. */
export function canPutBack(item: ForeignItem): boolean {
  switch (item.kind) {
    case 'ref':
      return true;
    case 'head':
      return item.from !== null && item.to !== null;
    case 'stash':
      return item.change === 'lost';
    case 'file':
      return item.isKept;
    default:
      return assertNever(item, 'foreign item');
  }
}

/** Whether the item is the branch of an epic. */
export function isEpicBranch(item: ForeignItem): boolean {
  return item.kind === 'ref' && item.ref.startsWith(epicBranches);
}

function isGrave(item: ForeignItem): boolean {
  switch (item.kind) {
    case 'ref':
      return !item.isForward;
    case 'stash':
      return item.change === 'lost';
    case 'head':
      return item.to === null;
    case 'file':
      // The app writes what it remembers whenever the person agrees to something.
      return item.area !== 'own';
    default:
      return assertNever(item, 'foreign item');
  }
}
