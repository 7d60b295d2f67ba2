import { isOpen, needsPerson } from '#shared/core/guard/weigh.ts';
import { changeText } from '#shared/core/guard/words.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { ForeignChange } from '#shared/model/foreign-change.ts';
import { notification } from '#main/notify/notification.ts';
import type { Entry } from '#main/store/ledger.ts';
import type { Store } from '#main/store/store.ts';

/** The entries that record a change of the repository that is not the app's own, and report it. */
export function foreignEntries(
  parts: { readonly clock: Clock; readonly ids: IdSource },
  change: ForeignChange,
): readonly Entry[] {
  const type = needsPerson(change) ? 'repository_changed' : 'repository_moved';
  return [
    { to: 'foreignChanges', document: change },
    notification(parts, type, changeText(change), { kind: 'change', id: change.id }),
  ];
}

/** The changes that wait for the person. */
export function openChanges(store: Store): readonly ForeignChange[] {
  return store.all('foreignChanges').filter((change) => needsPerson(change) && isOpen(change));
}
