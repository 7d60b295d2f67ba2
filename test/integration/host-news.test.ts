import { describe, expect, it, onTestFinished } from 'vitest';
import type { WorkspaceNews } from '#shared/contract/workspaces.ts';
import type { Notification } from '#shared/model/notification.ts';
import { createHost } from '#main/engine/host/host.ts';
import { commit } from '#main/store/ledger.ts';
import type { Store } from '#main/store/store.ts';
import { nextOf, valueOf } from '../helpers/serving.ts';
import { surroundings, testWorkspace } from '../helpers/workspaces.ts';

function tell(store: Store, fields: Partial<Notification>): void {
  const document: Notification = {
    id: 'notification-1',
    type: 'edit_refused',
    text: 'An edit was not taken.',
    subject: { kind: 'task', id: 'e.1' },
    read: false,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...fields,
  };
  valueOf(commit(store, [{ to: 'notifications', document }]));
}

/** A host that has two workspaces open, and the stream of what waits in them. */
async function twoWorkspaces() {
  const [first, second] = [await testWorkspace(), await testWorkspace()];
  const host = await createHost(surroundings(first.environment), {
    kind: 'serve',
    version: '0.0.0-test',
    startFolder: first.root,
    pickFolder: null,
  });
  onTestFinished(async () => host.dispose());
  const stream = host.news.watch();
  const [opened] = host.openWorkspaces;
  return { host, first, second, stream, store: opened!.workspace.store };
}

async function until(
  stream: AsyncIterator<readonly WorkspaceNews[], unknown, void>,
  isWanted: (news: readonly WorkspaceNews[]) => boolean,
): Promise<readonly WorkspaceNews[]> {
  for (;;) {
    const news = await nextOf(stream);
    if (isWanted(news)) return news;
  }
}

describe('the news of a host', () => {
  it('tell of each open workspace what waits in it, and whatever changes of that', async () => {
    const { host, second, stream, store } = await twoWorkspaces();
    expect(await nextOf(stream)).toMatchObject([{ name: 'repository', unread: 0, entries: [] }]);
    valueOf(await host.openFolder(second.root));
    expect(await nextOf(stream)).toHaveLength(2);
    tell(store, {});
    const [told] = await nextOf(stream);
    expect(told).toMatchObject({ unread: 1, needing: 1 });
    expect(told!.entries).toMatchObject([{ notification: { id: 'notification-1' }, taskId: null }]);
    // What the app did by itself needs nobody.
    tell(store, { id: 'notification-2', type: 'task_completed' });
    expect((await nextOf(stream))[0]).toMatchObject({ unread: 2, needing: 1 });
    tell(store, { read: true });
    tell(store, { id: 'notification-2', type: 'task_completed', read: true });
    expect((await nextOf(stream))[0]).toMatchObject({ unread: 0, needing: 0, entries: [] });
  });

  it('tell what another process has written', async () => {
    const { first, stream } = await twoWorkspaces();
    await nextOf(stream);
    tell(first.workspace.store, { type: 'plan_ready' });
    const [told] = await until(stream, ([one]) => one?.unread === 1);
    expect(told).toMatchObject({ needing: 1 });
  });

  it('end with the host', async () => {
    const { host, stream } = await twoWorkspaces();
    await nextOf(stream);
    await host.dispose();
    expect((await stream.next()).done).toBe(true);
  });
});
