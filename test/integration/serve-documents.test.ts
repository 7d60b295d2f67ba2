import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DocumentChange } from '#shared/contract/documents.ts';
import { freshTask, emptySpec } from '#shared/core/edits/new-items.ts';
import { silentLogger } from '#shared/lib/logger.ts';
import { DocumentFeed } from '#main/engine/feeds/document-feed.ts';
import { commit } from '#main/store/ledger.ts';
import { nextOf, serveWorkspace, valueOf } from '../helpers/serving.ts';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** A page of a host that serves a fresh workspace. */
async function openPage() {
  const test = await testWorkspace();
  const served = await serveWorkspace(test);
  const { client, socket } = await served.page();
  const workspaceId = (await client.host.describe()).startWorkspaceId ?? '';
  return { test, served, client, socket, workspaceId };
}

/** Changes until one of `collection` has come. */
async function changeOf(
  stream: AsyncIterator<DocumentChange, unknown, void>,
  collection: string,
): Promise<Extract<DocumentChange, { kind: 'changed' }>> {
  for (;;) {
    const change = await nextOf(stream);
    if (change.kind === 'changed' && change.collection === collection) return change;
  }
}

function addMany(test: TestWorkspace, count: number): void {
  const { workspace } = test;
  const first = test.task('e.1');
  const entries = Array.from({ length: count - 1 }, (_, index) => {
    const id = `e.${index + 2}`;
    const command = { kind: 'add', task: { ...first, id, title: `Task ${id}` } } as const;
    return { to: 'tasks', id, command } as const;
  });
  const written = commit(workspace.store, entries);
  if (!written.ok) throw new Error(written.error.message);
}

describe('a page', () => {
  it('finds the workspace it was served in, and others by folder and id', async () => {
    const { test, client, workspaceId } = await openPage();
    const info = valueOf(await client.workspaces.describe({ workspaceId }));
    expect(info).toMatchObject({
      id: workspaceId,
      folder: test.root,
      name: 'repository',
      baseBranch: 'main',
      configExists: true,
      importable: [{ kind: 'backlog-md', isThere: false }, { kind: 'json' }],
    });
    expect(valueOf(await client.workspaces.open({ folder: test.root })).id).toBe(workspaceId);
    expect(await client.workspaces.open({ folder: test.folder })).toMatchObject({
      ok: false,
      error: { code: 'not-a-repository' },
    });
    expect(await client.workspaces.describe({ workspaceId: 'nowhere-1' })).toMatchObject({
      ok: false,
      error: { code: 'unknown-workspace' },
    });
    expect(await client.host.recent()).toMatchObject([{ id: workspaceId, exists: true }]);
    const listing = valueOf(await client.host.browse({ folder: test.folder }));
    expect(listing.folders.find(({ name }) => name === 'repository')?.isRepository).toBe(true);
  });

  it('makes and opens the demo', async () => {
    const { client } = await openPage();
    const demo = valueOf(await client.workspaces.openDemo());
    const pulled = valueOf(
      await client.documents.pull({
        workspaceId: demo.id,
        collection: 'tasks',
        checkpoint: 0,
        limit: 100,
      }),
    );
    expect(pulled.documents).toHaveLength(10);
  });

  it('is told that its input is wrong, and nothing of a bug but that there was one', async () => {
    const { client, workspaceId } = await openPage();
    await expect(
      client.documents.pull({ workspaceId, collection: 'tasks', checkpoint: -1, limit: 1 }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(
      client.documents.changes({ workspaceId: 'nowhere' }).then((stream) => nextOf(stream)),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('pull', () => {
  it('gives all documents in pieces, then those that changed', async () => {
    const { test, client, workspaceId } = await openPage();
    for (const id of ['e.1', 'e.2', 'e.3']) test.task(id);
    const pull = async (checkpoint: number, limit: number) =>
      valueOf(await client.documents.pull({ workspaceId, collection: 'tasks', checkpoint, limit }));
    const first = await pull(0, 2);
    expect(first.documents.map(({ id }) => id)).toEqual(['e.1', 'e.2']);
    const rest = await pull(first.checkpoint, 2);
    expect(rest.documents.map(({ id }) => id)).toEqual(['e.3']);
    expect(await pull(rest.checkpoint, 2)).toEqual({
      documents: [],
      checkpoint: rest.checkpoint,
      storeId: test.workspace.store.id,
    });
    // The store was replaced by an older one.
    expect((await pull(1_000, 9)).documents).toHaveLength(3);
  });

  it('brings 10,000 tasks over in pages without delay', async () => {
    const { test, client, workspaceId } = await openPage();
    addMany(test, 10_000);
    const started = performance.now();
    const before = process.cpuUsage();
    let count = 0;
    for (let checkpoint = 0; ;) {
      const pulled = valueOf(
        await client.documents.pull({ workspaceId, collection: 'tasks', checkpoint, limit: 1_000 }),
      );
      count += pulled.documents.length;
      checkpoint = pulled.checkpoint;
      if (pulled.documents.length < 1_000) break;
    }
    const elapsed = performance.now() - started;
    const { user, system } = process.cpuUsage(before);
    // Both ends are in this process, and its other half may be busy with other tests.
    console.log(
      `10,000 tasks in pages of 1,000 over a WebSocket: ${elapsed.toFixed(0)} ms, ` +
        `${((user + system) / 1_000).toFixed(0)} ms of processor time at both ends`,
    );
    expect(count).toBe(10_000);
    expect(elapsed).toBeLessThan(5_000);
  });
});

describe('changes', () => {
  it('begin with resync, then tell what this and other processes write', async () => {
    const { test, served, client, workspaceId } = await openPage();
    const stream = await client.documents.changes({ workspaceId });
    expect(await nextOf(stream)).toEqual({ kind: 'resync' });
    // The test's own workspace is another connection to the database, as another process has.
    test.task('e.1');
    const foreign = await changeOf(stream, 'tasks');
    expect(foreign.documents.map(({ id }) => id)).toEqual(['e.1']);
    const pulled = valueOf(
      await client.documents.pull({
        workspaceId,
        collection: 'tasks',
        checkpoint: foreign.checkpoint,
        limit: 9,
      }),
    );
    expect(pulled.documents).toEqual([]);
    const { workspace } = served.host.openWorkspaces[0]!;
    const at = '2026-01-01T00:00:00.000Z';
    const edit = { kind: 'edit', changes: { title: 'Here' }, at } as const;
    commit(workspace.store, [{ to: 'tasks', id: 'e.1', command: edit }]);
    expect((await changeOf(stream, 'tasks')).documents).toMatchObject([{ title: 'Here' }]);
    await stream.return?.();
  });

  it('end when the page goes away, and cost nothing then', async () => {
    const { served, client, socket, workspaceId } = await openPage();
    const stream = await client.documents.changes({ workspaceId });
    await nextOf(stream);
    const { documents } = served.host.openWorkspaces[0]!;
    expect(documents.subscribers).toBe(1);
    socket.close();
    await expect.poll(() => documents.subscribers).toBe(0);
  });

  it('of a subscriber that is too far behind are replaced by resync', async () => {
    const test = await testWorkspace();
    const feed = new DocumentFeed(test.workspace.store, silentLogger, {
      queueLimit: 3,
      pieceSize: 2,
      gatherMs: 1,
    });
    const slow = feed.changes();
    const quick = feed.changes();
    const next = async (stream: typeof slow): Promise<DocumentChange> => nextOf(stream);
    expect([await next(slow), await next(quick)]).toEqual([{ kind: 'resync' }, { kind: 'resync' }]);
    const ids: string[] = [];
    for (const id of ['e.1', 'e.2', 'e.3', 'e.4', 'e.5', 'e.6']) {
      test.task(id);
      const change = await changeOf(quick, 'tasks');
      ids.push(...change.documents.map((one) => one.id));
    }
    expect(ids).toEqual(['e.1', 'e.2', 'e.3', 'e.4', 'e.5', 'e.6']);
    expect(await next(slow)).toEqual({ kind: 'resync' });
    test.task('e.7');
    expect((await changeOf(slow, 'tasks')).documents).toMatchObject([{ id: 'e.7' }]);
    feed.close();
    expect(await slow.next()).toEqual({ done: true, value: undefined });
  });
});

describe('push', () => {
  const typedAt = '2026-01-02T03:04:05.000Z';

  it('takes edits, and the feed tells other pages', async () => {
    const { test, client, workspaceId } = await openPage();
    const assumed = test.task('e.1');
    const stream = await client.documents.changes({ workspaceId });
    await nextOf(stream);
    const desired = { ...assumed, title: 'Better' };
    const pushed = await client.documents.push({
      workspaceId,
      collection: 'tasks',
      rows: [{ assumed, desired }],
    });
    expect(valueOf(pushed)).toEqual({ conflicts: [] });
    expect((await changeOf(stream, 'tasks')).documents).toMatchObject([{ title: 'Better' }]);
    expect(test.get('e.1').title).toBe('Better');
  });

  it('keeps what it does not take in the inbox, once', async () => {
    const { test, client, workspaceId } = await openPage();
    const assumed = test.task('e.1');
    const host = { ...assumed, title: 'Of the host' };
    const rows = [{ assumed, desired: { ...assumed, title: 'Mine', description: 'Also mine.' } }];
    await client.documents.push({
      workspaceId,
      collection: 'tasks',
      rows: [{ assumed, desired: host }],
    });
    for (let time = 0; time < 2; time += 1) {
      const pushed = await client.documents.push({ workspaceId, collection: 'tasks', rows });
      expect(valueOf(pushed).conflicts).toMatchObject([
        { id: 'e.1', title: 'Of the host', description: 'Also mine.' },
      ]);
    }
    const refused = test.workspace.store
      .all('notifications')
      .filter(({ type }) => type === 'edit_refused');
    expect(refused).toMatchObject([
      { subject: { kind: 'task', id: 'e.1' }, detail: 'title:\nMine', read: false },
    ]);
    expect(refused[0]?.text).toContain('its title had changed meanwhile');
  });

  it('refuses what the rules refuse, keeping the text, and gives back what it has', async () => {
    const { test, client, workspaceId } = await openPage();
    const one = test.task('e.1');
    const two = test.task('e.2', { dependencies: ['e.1'] });
    const stranger = freshTask(
      { ...emptySpec, id: 'x.1', epicId: 'x', title: 'Of no epic', description: 'Long text.' },
      typedAt,
    );
    const pushed = await client.documents.push({
      workspaceId,
      collection: 'tasks',
      rows: [
        { assumed: one, desired: { ...one, dependencies: ['e.2'] } },
        { assumed: two, desired: { ...two, status: 'closed' } },
        { assumed: null, desired: stranger },
      ],
    });
    const { conflicts } = valueOf(pushed);
    expect(conflicts).toHaveLength(3);
    expect(conflicts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: 'e.1', dependencies: [] }),
        expect.objectContaining({ id: 'e.2', status: 'open' }),
        expect.objectContaining({ id: 'x.1', _deleted: true }),
      ]),
    );
    expect(test.notices('edit_refused')).toEqual([
      expect.stringContaining('There is no epic x'),
      expect.stringContaining('Circular dependency: e.1 -> e.2 -> e.1.'),
    ]);
    const [first] = test.workspace.store.all('notifications');
    expect(first?.detail).toContain('Long text.');
  });

  it('gives a new task a free id when its own is taken, and means that one by it', async () => {
    const { test, client, workspaceId } = await openPage();
    test.task('e.1');
    const fresh = (id: string, title: string, dependencies: string[] = []) =>
      freshTask({ ...emptySpec, id, epicId: 'e', title, dependencies }, typedAt);
    const rows = [
      { assumed: null, desired: fresh('e.1', 'Mine') },
      { assumed: null, desired: fresh('e.9', 'After mine', ['e.1']) },
    ];
    const push = async () =>
      valueOf(await client.documents.push({ workspaceId, collection: 'tasks', rows }));
    const { conflicts } = await push();
    expect(conflicts).toMatchObject([{ id: 'e.1', title: 'Do e.1' }, { id: 'e.9' }]);
    expect(test.get('e.2')).toMatchObject({ title: 'Mine', createdAt: typedAt });
    expect(test.get('e.9').dependencies).toEqual(['e.2']);
    // The answer was lost and the page pushes again.
    await push();
    expect(test.workspace.store.all('tasks')).toHaveLength(3);
    // It was edited again before the page heard of the other id.
    const [mine] = rows;
    const again = { ...fresh('e.1', 'Mine'), description: 'Written at once.' };
    if (mine !== undefined) rows[0] = { ...mine, desired: again };
    await push();
    expect(test.workspace.store.all('tasks')).toHaveLength(3);
    expect(test.get('e.2').description).toBe('Written at once.');
    expect(test.get('e.1').description).toBe('');
  });

  it('lets new tasks wait a moment for their epic', async () => {
    const { test, client, workspaceId } = await openPage();
    const epic = { id: 'late', title: 'Late', description: '', baseBranch: 'main' };
    const task = freshTask({ ...emptySpec, id: 'late.1', epicId: 'late', title: 'One' }, typedAt);
    const tasks = client.documents.push({
      workspaceId,
      collection: 'tasks',
      rows: [{ assumed: null, desired: task }],
    });
    const epics = await client.documents.push({
      workspaceId,
      collection: 'epics',
      rows: [
        {
          assumed: null,
          desired: {
            ...epic,
            status: 'open',
            baseCommit: null,
            branch: 'epic/late',
            planId: null,
            createdAt: typedAt,
            closedAt: null,
          },
        },
      ],
    });
    expect(valueOf(epics).conflicts).toEqual([]);
    expect(valueOf(await tasks).conflicts).toEqual([]);
    expect(test.get('late.1').title).toBe('One');
  });
});

describe('a host that was started again', () => {
  it('goes on by the id that a page knows, also in another folder', async () => {
    const { test, served, workspaceId } = await openPage();
    test.task('e.1');
    await served.close();
    const other = await testWorkspace({ environment: { ...test.environment } });
    const again = await serveWorkspace(other);
    const { client } = await again.page();
    expect((await client.host.describe()).startWorkspaceId).not.toBe(workspaceId);
    const pulled = await client.documents.pull({
      workspaceId,
      collection: 'tasks',
      checkpoint: 0,
      limit: 9,
    });
    expect(valueOf(pulled).documents).toMatchObject([{ id: 'e.1' }]);
    const recent = await client.host.recent();
    expect(recent.map(({ folder }) => folder)).toEqual([test.root, other.root]);
    await client.host.forget({ workspaceId });
    expect(await client.host.recent()).toHaveLength(1);
  });

  it('puts damaged files of its own aside and goes on without them', async () => {
    const test = await testWorkspace();
    const data = test.environment['SWITCHYARD_HOME'] ?? '';
    writeFileSync(join(data, 'preferences.json'), '{"nativeNotifications": "all"}');
    writeFileSync(join(data, 'recent.json'), '{"works');
    const warnings: string[] = [];
    const logger = { ...silentLogger, warn: (text: string) => warnings.push(text) };
    const served = await serveWorkspace(test, { surroundings: { logger } });
    const { client } = await served.page();
    expect((await client.host.preferences()).nativeNotifications).toContain('attempt_waiting');
    expect(await client.host.recent()).toHaveLength(1);
    expect(warnings).toHaveLength(2);
    const wish = { nativeNotifications: ['run_failed' as const], editor: 'code' };
    await client.host.setPreferences(wish);
    expect(await client.host.preferences()).toEqual(wish);
  });
});

describe('transfers and the inbox', () => {
  it('imports a chosen file, exports it again, and marks as read', async () => {
    const { test, client, workspaceId } = await openPage();
    test.task('e.1');
    const { text } = valueOf(await client.transfers.export({ workspaceId, epicId: 'e' }));
    const request = { from: 'text', kind: 'json', name: 'e.json', text } as const;
    expect(valueOf(await client.transfers.import({ workspaceId, request })).unchanged).toEqual([
      'e.1',
    ]);
    expect(await client.transfers.export({ workspaceId, epicId: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'unknown-epic' },
    });
    await test.run();
    await client.inbox.markRead({ workspaceId, ids: null });
    const unread = test.workspace.store.all('notifications').filter(({ read }) => !read);
    expect(unread).toEqual([]);
  });
});
