import { needsPerson } from '#shared/core/guard/weigh.ts';
import { itemText } from '#shared/core/guard/words.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Landing } from '#shared/model/landing.ts';
import type { Mark } from '#shared/model/mark.ts';
import type { Entry } from '#main/store/ledger.ts';
import type { Store } from '#main/store/store.ts';
import type { LandingParts } from './landing-parts.ts';

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

/** The entries that add such marks to the landing of an attempt's work. */
export function escapeEntries(
  parts: Pick<LandingParts, 'store' | 'clock'>,
  { id, marks }: Pick<Landing, 'id' | 'marks'>,
  attemptId: string,
): readonly Entry[] {
  const fresh = escapeMarks(parts.store, attemptId).filter(
    ({ text }) => !marks.some((mark) => mark.text === text),
  );
  if (fresh.length === 0) return [];
  const command = { kind: 'mark', marks: [...marks, ...fresh], at: timestamp(parts) } as const;
  return [{ to: 'landings', id, command }];
}
