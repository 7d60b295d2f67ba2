import { endsByHand } from '#shared/core/inbox/entry-kinds.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';
import { commit } from '#main/store/ledger.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** Marks notifications as read; null means all but those that end by hand. Ids of none are passed over. */
export function markRead(
  { store }: Pick<Workspace, 'store'>,
  ids: readonly string[] | null,
): Result<void, Failure> {
  const named =
    ids === null
      ? store.all('notifications').filter(({ type }) => !endsByHand(type))
      : ids.flatMap((id) => store.get('notifications', id) ?? []);
  const unread = named.filter(({ read }) => !read);
  return commit(
    store,
    unread.map((one) => ({ to: 'notifications', document: { ...one, read: true } })),
  );
}
