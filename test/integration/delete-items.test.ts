import { describe, expect, it } from 'vitest';
import { emptySpec, freshTask } from '#shared/core/edits/new-items.ts';
import { pushDocuments } from '#main/engine/feeds/push-documents.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

describe('deleting tasks and epics', () => {
  it('takes the records away, tells it in the feed, and brings them back exactly as they were', async () => {
    const test = await testWorkspace();
    const { store } = test.workspace;
    test.task('e.1');
    const before = test.task('e.2', { title: 'Mistyped', labels: ['ui'] });
    const since = store.lastSequence();
    expect(await test.words('delete', 'e.2')).toMatchObject({ code: 0, stdout: 'Deleted e.2.\n' });
    expect(store.get('tasks', 'e.2')).toBeNull();
    expect(store.changes('tasks', since, 10)).toMatchObject([{ id: 'e.2', document: null }]);

    // What was recorded under its id is not taken for that of another one.
    expect((await test.words('add', 'Another', '--epic', 'e')).stdout).toContain('e.3');
    const spec = { ...emptySpec, id: 'e.2', epicId: 'e', title: 'From a page' };
    const desired = freshTask(spec, '2026-01-01T00:00:00.000Z');
    await pushDocuments(test.workspace, {
      workspaceId: 'w',
      collection: 'tasks',
      rows: [{ assumed: null, desired }],
    });
    expect(store.get('tasks', 'e.2')).toBeNull();
    expect(store.get('tasks', 'e.4')?.title).toBe('From a page');

    expect(await test.words('restore', 'e.2')).toMatchObject({ code: 0 });
    expect(store.get('tasks', 'e.2')).toEqual(before);
    const history = await test.words('show', 'e.2');
    expect(history.code).toBe(0);
  });

  it('takes an epic with all its tasks, and brings an epic back with a task of it', async () => {
    const test = await testWorkspace();
    const { store } = test.workspace;
    test.task('e.1');
    test.task('e.2', { dependencies: ['e.1'] });
    const epic = store.get('epics', 'e');
    expect(await test.words('delete', 'e')).toMatchObject({ stdout: 'Deleted e, e.1, e.2.\n' });
    expect(store.all('tasks')).toEqual([]);
    expect(store.all('epics')).toEqual([]);
    expect((await test.words('restore', 'e.1')).code).toBe(0);
    expect(store.get('epics', 'e')).toEqual(epic);
    expect(store.all('tasks').map(({ id }) => id)).toEqual(['e.1']);
  });

  it('is refused for what others wait for, and for what does not exist', async () => {
    const test = await testWorkspace();
    test.task('e.1');
    test.task('e.2', { dependencies: ['e.1'] });
    const refused = await test.words('delete', 'e.1');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('e.2 waits for what would be deleted: e.2 for e.1.');
    expect((await test.words('delete', 'e.9')).stderr).toContain('There is no task or epic e.9.');
    expect((await test.words('delete', 'e.1', 'e.2')).code).toBe(0);
  });
});
