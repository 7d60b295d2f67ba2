import { describe, expect, it } from 'vitest';
import { emptySpec, freshEpic, freshTask } from '#shared/core/edits/new-items.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task } from '#shared/model/task.ts';
import { serveWorkspace, valueOf } from '../helpers/serving.ts';
import { write } from '../helpers/stores.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

const typedAt = '2026-01-02T03:04:05.000Z';

/** A host with two pages; what one of them sends may get no answer that is heard. */
async function twoPages() {
  const test = await testWorkspace();
  const served = await serveWorkspace(test);
  const [one, other] = [await served.page(), await served.page()];
  const workspaceId = (await one.client.host.describe()).startWorkspaceId ?? '';
  const push = async (
    { client }: typeof one,
    assumed: Task | null,
    desired: Task,
    sent: Task[] = [],
  ) => {
    const rows = [{ assumed, desired, sent }];
    return valueOf(await client.documents.push({ workspaceId, collection: 'tasks', rows }));
  };
  const pushEpic = async ({ client }: typeof one, assumed: Epic | null, desired: Epic) => {
    const rows = [{ assumed, desired }];
    return valueOf(await client.documents.push({ workspaceId, collection: 'epics', rows }));
  };
  const kept = () =>
    test.workspace.store
      .all('notifications')
      .filter(({ type }) => type === 'edit_refused')
      .map(({ subject, detail }) => ({ id: subject?.id, detail }));
  return { test, one, other, push, pushEpic, kept };
}

const written = freshTask(
  { ...emptySpec, id: 'e.5', epicId: 'e', title: 'Mine', description: 'First.', verify: ['true'] },
  typedAt,
);

describe('a new task that is pushed again because its answer was lost', () => {
  it('leaves what another page wrote into it meanwhile', async () => {
    const { test, one, other, push, kept } = await twoPages();
    test.task('e.1');
    await push(one, null, written);
    const stored = test.get('e.5');
    await push(other, stored, { ...stored, description: 'Of the other.', verify: ['make test'] });
    await push(one, null, written);
    expect(test.get('e.5')).toMatchObject({ description: 'Of the other.', verify: ['make test'] });
    expect(kept()).toEqual([]);
  });

  it('adds what its own page wrote since, and keeps in the inbox what both wrote', async () => {
    const { test, one, other, push, kept } = await twoPages();
    test.task('e.1');
    await push(one, null, written);
    const stored = test.get('e.5');
    await push(other, stored, { ...stored, description: 'Of the other.' });
    await push(one, null, { ...written, description: 'Second.', script: 'true' });
    expect(test.get('e.5')).toMatchObject({ description: 'Of the other.', script: 'true' });
    expect(kept()).toEqual([{ id: 'e.5', detail: 'description:\nSecond.' }]);
  });

  it('is one task, with its new title, when its id was given away and the title changed', async () => {
    const { test, one, push, kept } = await twoPages();
    test.task('e.5');
    await push(one, null, written);
    await push(one, null, { ...written, title: 'Mine, renamed', description: 'Second.' });
    const own = test.workspace.store.all('tasks').filter(({ createdAt }) => createdAt === typedAt);
    expect(own).toMatchObject([{ id: 'e.6', title: 'Mine, renamed', description: 'Second.' }]);
    expect(test.get('e.5').title).toBe('Do e.5');
    expect(kept()).toEqual([]);
  });

  it('keeps the text in the inbox, under the id that it has, once an agent works on it', async () => {
    const { test, one, push, kept } = await twoPages();
    test.task('e.5');
    await push(one, null, written);
    write(test.workspace.store, {
      to: 'tasks',
      id: 'e.6',
      command: { kind: 'start', attemptId: 'a', at: typedAt },
    });
    await push(one, null, { ...written, description: 'Second.' });
    expect(test.get('e.6').description).toBe('First.');
    expect(kept()).toEqual([{ id: 'e.6', detail: 'description:\nSecond.' }]);
  });
});

describe('an edit that is pushed again because its answer was lost', () => {
  it('does not undo what another page made of it', async () => {
    const { test, one, other, push, kept } = await twoPages();
    const before = test.task('e.1');
    const desired = { ...before, description: 'Mine.' };
    await push(one, before, desired);
    const stored = test.get('e.1');
    await push(other, stored, { ...stored, description: before.description });
    await push(one, before, desired);
    expect(test.get('e.1').description).toBe(before.description);
    expect(kept()).toEqual([{ id: 'e.1', detail: 'description:\nMine.' }]);
  });

  it('may be taken back by who sent it', async () => {
    const { test, one, push, kept } = await twoPages();
    const before = test.task('e.1');
    const desired = { ...before, description: 'Mine.' };
    await push(one, before, desired);
    await push(one, before, before, [desired]);
    expect(test.get('e.1').description).toBe(before.description);
    expect(kept()).toEqual([]);
  });
});

describe('a new epic that is pushed again because its answer was lost', () => {
  const told = { id: 'x', title: 'Mine', description: '', baseBranch: 'main' };
  const epic = freshEpic(told, typedAt);

  it('leaves what another page wrote into it meanwhile', async () => {
    const { test, one, other, pushEpic, kept } = await twoPages();
    await pushEpic(one, null, epic);
    const stored = test.workspace.store.get('epics', 'x');
    if (stored === null) throw new Error('not stored');
    await pushEpic(other, stored, { ...stored, description: 'Of the other.' });
    await pushEpic(one, null, epic);
    await pushEpic(one, null, { ...epic, title: 'Mine, renamed' });
    expect(test.workspace.store.get('epics', 'x')).toMatchObject({
      title: 'Mine, renamed',
      description: 'Of the other.',
    });
    expect(kept()).toEqual([]);
  });

  it('is one epic, with its later text, when its id was given away', async () => {
    const { test, one, other, pushEpic, kept } = await twoPages();
    await pushEpic(other, null, { ...epic, title: 'Other', createdAt: '2026-01-02T00:00:00.000Z' });
    await pushEpic(one, null, epic);
    await pushEpic(one, null, { ...epic, title: 'Mine, renamed', description: 'Why.' });
    const titles = test.workspace.store.all('epics').map(({ id, title }) => `${id} ${title}`);
    expect(titles).toEqual(expect.arrayContaining(['x Other', 'x-2 Mine, renamed']));
    expect(titles.filter((one) => one.startsWith('x-3'))).toEqual([]);
    expect(test.workspace.store.get('epics', 'x-2')?.description).toBe('Why.');
    expect(kept()).toEqual([]);
  });
});
