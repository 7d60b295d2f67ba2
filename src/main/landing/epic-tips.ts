import type { Store } from '#main/store/store.ts';

const epicBranches = 'refs/heads/epic/';
const restoredBranches = 'refs/heads/restored/';

/** Where this process put the branches of epics, or found them standing rightly; of each epic in that order. */
export class OwnTips {
  readonly #tips = new Map<string, string[]>();

  /** Notes the newest place of an epic's branch. */
  add(epicId: string, tip: string): void {
    const tips = this.#tips.get(epicId);
    if (tips === undefined) this.#tips.set(epicId, [tip]);
    else if (tips.at(-1) !== tip) tips.push(tip);
  }

  /** Notes a place that may have been noted already, and may not be the newest any more. */
  addFound(epicId: string, tip: string): void {
    if (this.#tips.get(epicId)?.includes(tip) !== true) this.add(epicId, tip);
  }

  /** Whether the branch was put to `to` after it was at `from`: back to where it once stood is no move of ours. */
  hasMoved(epicId: string, from: string | null, to: string): boolean {
    const tips = this.#tips.get(epicId) ?? [];
    return tips.lastIndexOf(to) > (from === null ? -1 : tips.lastIndexOf(from));
  }
}

/** What decides whether a tip is known. */
export interface TipParts {
  readonly store: Store;
  readonly ownTips: OwnTips;
}

/**
 * Whether an epic's branch stands where the records say: where the last merge or undo put it, where one that is
 * under way puts it, where it began, or where the person has said since that it may stand.
 */
export function isKnownTip({ store, ownTips }: TipParts, epicId: string, tip: string): boolean {
  const isKnown = isRecorded(store, epicId, tip);
  if (isKnown) ownTips.addFound(epicId, tip);
  return isKnown;
}

function isRecorded(store: Store, epicId: string, tip: string): boolean {
  const last = store.last('receipts', 'epic_id', epicId);
  const agreed = lastAgreedTip(store, epicId);
  const isNewer = agreed !== null && (last === null || agreed.at >= last.createdAt);
  if (isNewer ? agreed.tip === tip : last?.headAfter === tip) return true;
  if (last === null && !isNewer && isBeginning(store, epicId, tip)) return true;
  return store
    .find('landings', 'phase', 'checking', 'waiting', 'landing')
    .some((landing) => landing.intent?.parts.some(({ commit }) => commit === tip) === true);
}

/** Whether the epic's branch began there. Of one that has not begun there should be no branch. */
function isBeginning(store: Store, epicId: string, tip: string): boolean {
  return store.get('epics', epicId)?.baseCommit === tip;
}

function lastAgreedTip(
  store: Store,
  epicId: string,
): { readonly tip: string | null; readonly at: string } | null {
  const ref = `${epicBranches}${epicId}`;
  let last: { readonly tip: string | null; readonly at: string } | null = null;
  for (const { leftAt, items } of store.all('foreignChanges')) {
    if (leftAt === null || (last !== null && last.at > leftAt)) continue;
    for (const item of items) {
      if (item.kind !== 'ref' || item.ref !== ref || item.isPutBack) continue;
      last = { tip: item.to, at: leftAt };
    }
  }
  return last;
}

/** Whether the app itself moved a ref there: the branch of an epic, as its records say, or a restored snapshot. */
export function isOwnMove(
  parts: TipParts,
  ref: string,
  from: string | null,
  to: string | null,
): boolean {
  if (ref.startsWith(restoredBranches) && from === null) return true;
  if (to === null || !ref.startsWith(epicBranches)) return false;
  const epicId = ref.slice(epicBranches.length);
  return isKnownTip(parts, epicId, to) || parts.ownTips.hasMoved(epicId, from, to);
}
