import { needsPerson } from '#shared/core/guard/weigh.ts';
import { itemText } from '#shared/core/guard/words.ts';
import type { Mark } from '#shared/model/mark.ts';
import type { Store } from '#main/store/store.ts';

/** Marks for what changed outside of the worktree while an attempt, or a check of its work, ran. */
export function escapeMarks(store: Store, attemptId: string): readonly Mark[] {
  return store
    .all('foreignChanges')
    .filter(
      (change) => needsPerson(change) && change.ran.some((one) => one.attemptId === attemptId),
    )
    .map(({ items }) => ({
      kind: 'escape',
      text: `While it ran, something outside of its worktree changed: ${items.map(itemText).join('; ')}.`,
      paths: items.flatMap((item) => (item.kind === 'file' ? [item.path] : [])),
    }));
}
