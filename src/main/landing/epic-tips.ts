import type { Store } from '#main/store/store.ts';

const epicBranches = 'refs/heads/epic/';
const restoredBranches = 'refs/heads/restored/';

/** Commits that this process put epic branches to, or has found to be known. */
export class OwnTips {
  readonly #tips = new Set<string>();

  add(tip: string): void {
    this.#tips.add(tip);
  }

  has(tip: string): boolean {
    return this.#tips.has(tip);
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
  if (ownTips.has(tip)) return true;
  const isKnown = isRecorded(store, epicId, tip);
  if (isKnown) ownTips.add(tip);
  return isKnown;
}

function isRecorded(store: Store, epicId: string, tip: string): boolean {
  const last = store.find('receipts', 'epic_id', epicId).at(-1) ?? null;
  const agreed = lastAgreedTip(store, epicId);
  const isNewer = agreed !== null && (last === null || agreed.at >= last.createdAt);
  if (isNewer ? agreed.tip === tip : last?.headAfter === tip) return true;
  if (last === null && !isNewer && isBeginning(store, epicId, tip)) return true;
  return store
    .find('landings', 'phase', 'checking', 'waiting', 'landing')
    .some((landing) => landing.intent?.parts.some(({ commit }) => commit === tip) === true);
}

/** Whether the epic's branch began there, or has not begun, as far as the records say. */
function isBeginning(store: Store, epicId: string, tip: string): boolean {
  const base = store.get('epics', epicId)?.baseCommit ?? null;
  return base === null || base === tip;
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
  return isKnownTip(parts, ref.slice(epicBranches.length), to);
}
