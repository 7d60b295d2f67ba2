import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { removableFactRow } from '#shared/core/records/collection-table.ts';
import { collections } from '#shared/core/records/collections.ts';
import { systemClock } from '#shared/lib/clock.ts';
import { notificationSchema } from '#shared/model/notification.ts';
import type { TaskSpec } from '#shared/model/task.ts';
import { commit } from '#main/store/ledger.ts';
import { Store } from '#main/store/store.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { buildReplicaPage, replicaPages } from '../helpers/replica-pages.ts';
import type { Tab } from '../helpers/replica-pages.ts';
import { makeNotification } from '../helpers/stores.ts';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';
import { record } from '#main/store/record.ts';

let pageFolder = '';
let browser: Browser;
beforeAll(async () => {
  pageFolder = await buildReplicaPage();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  rmSync(pageFolder, { recursive: true, force: true });
});

const soon = { timeout: 10_000, interval: 30 };

/** Edits a task as another process does that works on the same workspace. */
function editAtHost(on: TestWorkspace, id: string, changes: Partial<TaskSpec>): void {
  const at = new Date().toISOString();
  record(on.workspace, [{ to: 'tasks', id, command: { kind: 'edit', changes, at } }]);
}

/** The workspace's store as a program has it that may remove what it told. */
function removableInbox({ workspace }: TestWorkspace) {
  const { lookups, since } = collections.notifications;
  const schema = notificationSchema;
  const notifications = removableFactRow({ since, schema, lookups, replicated: 'first' });
  const opened = Store.openOf(
    { ...collections, notifications },
    {
      file: workspace.paths.database,
      backupsFolder: workspace.paths.backups,
      clock: systemClock,
    },
  );
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  onTestFinished(() => store.close());
  return {
    put: (id: string, text = id) =>
      commit(store, [{ to: 'notifications', document: makeNotification(id, text) }]),
    remove: (id: string) => commit(store, [{ to: 'notifications', removed: id }]),
  };
}

async function twoTasks() {
  const on = await testWorkspace();
  on.task('e.1', { title: 'One' });
  on.task('e.2', { title: 'Two' });
  return { on, ...(await replicaPages(on, pageFolder, browser)) };
}

/** Two tabs of one browser; the first is the one that replicates. */
async function twoTabs() {
  const pages = await twoTasks();
  const first = await pages.tab();
  await first.loaded();
  const second = await pages.tab();
  await second.loaded();
  return { ...pages, first, second };
}

const pending = async (tab: Tab): Promise<number | undefined> =>
  (await tab.call('state'))?.pendingEdits;

describe('a page', () => {
  it('gets what the host has, and what changes there', async () => {
    const { on, tab } = await twoTasks();
    const page = await tab();
    await page.loaded();
    expect(await page.titles()).toEqual({ 'e.1': 'One', 'e.2': 'Two' });
    editAtHost(on, 'e.1', { title: 'One at the host' });
    on.task('e.3', { title: 'Three' });
    await expect
      .poll(() => page.titles(), soon)
      .toEqual({ 'e.1': 'One at the host', 'e.2': 'Two', 'e.3': 'Three' });
  });

  it('loses what is removed at the host, also while it was away', async () => {
    const { on, tab, stopHost, startHost } = await twoTasks();
    const inbox = removableInbox(on);
    for (const id of ['n1', 'n2', 'n3']) inbox.put(id);
    const page = await tab();
    await page.loaded();
    const all = { n1: 'n1', n2: 'n2', n3: 'n3' };
    await expect.poll(() => page.call('notices'), soon).toEqual(all);
    inbox.remove('n1');
    await expect.poll(() => page.call('notices'), soon).toEqual({ n2: 'n2', n3: 'n3' });
    await stopHost();
    await expect.poll(() => page.call('hostState'), soon).toBe('offline');
    inbox.remove('n2');
    expect(await page.call('notices')).toEqual({ n2: 'n2', n3: 'n3' });
    await startHost();
    await expect.poll(() => page.call('notices'), soon).toEqual({ n3: 'n3' });
    // A page that never had it hears of the removal, and of what took its place.
    inbox.put('n1', 'again');
    await page.page.reload();
    await page.loaded();
    await expect.poll(() => page.call('notices'), soon).toEqual({ n1: 'again', n3: 'n3' });
  });

  it('shows its own edit at once and sends it', async () => {
    const { on, tab } = await twoTasks();
    const page = await tab();
    await page.loaded();
    expect(await page.call('titleRightAfterEdit', 'e.1', 'One by hand')).toBe('One by hand');
    await expect.poll(() => on.get('e.1').title, soon).toBe('One by hand');
    const added = await page.call('addTask', 'e', 'Made here');
    expect(added).toEqual({ ok: true, id: 'e.3', message: null });
    await expect.poll(() => on.workspace.store.get('tasks', 'e.3')?.title, soon).toBe('Made here');
    await expect.poll(() => pending(page), soon).toBe(0);
    expect(await page.call('shown')).toEqual([]);
  });

  it('sends edits of several tasks together, all or none', async () => {
    const { on, tab } = await twoTasks();
    const page = await tab();
    await page.loaded();
    const commits: number[] = [];
    const hostCommits = (): number => on.workspace.store.log().length;
    const numbered = { id: 'e.1', changes: { ordinal: 1_000 } };
    const both = [numbered, { id: 'e.2', changes: { ordinal: 2_000 } }];
    const before = hostCommits();
    expect((await page.call('editTasks', both)).ok).toBe(true);
    await expect
      .poll(() => {
        commits.push(hostCommits());
        return on.get('e.2').ordinal;
      }, soon)
      .toBe(2_000);
    expect(on.get('e.1').ordinal).toBe(1_000);
    // What one of them does to the host's store is never seen without the other.
    expect(commits).not.toContain(before + 1);
    await expect.poll(() => pending(page), soon).toBe(0);
    const one = { id: 'e.1', changes: { title: 'Not taken' } };
    const answer = await page.call('editTasks', [one, { id: 'e.9', changes: { title: 'Gone' } }]);
    expect(answer.message).toBe('There is no e.9 any more.');
    expect((await page.titles())['e.1']).toBe('One');
    expect(await pending(page)).toBe(0);
  });

  it('refuses at once what the host would refuse', async () => {
    const { tab } = await twoTasks();
    const page = await tab();
    await page.loaded();
    const answer = await page.call('editTask', 'e.1', { dependencies: ['e.1'] });
    expect(answer.ok).toBe(false);
    expect((await page.call('tasks')).find(({ id }) => id === 'e.1')?.dependencies).toEqual([]);
    expect(await pending(page)).toBe(0);
  });

  it('goes on while the host is away, and sends what was edited when it is back', async () => {
    const { on, tab, stopHost, startHost } = await twoTasks();
    const page = await tab();
    await page.loaded();
    await stopHost();
    await expect.poll(() => page.call('hostState'), soon).toBe('offline');
    expect((await page.call('editTask', 'e.1', { title: 'Written away' })).ok).toBe(true);
    expect((await page.call('addEpic', 'A new epic')).ok).toBe(true);
    expect((await page.call('addTask', 'e', 'Added away')).ok).toBe(true);
    expect(await page.titles()).toEqual({
      'e.1': 'Written away',
      'e.2': 'Two',
      'e.3': 'Added away',
    });
    expect(await pending(page)).toBe(3);
    editAtHost(on, 'e.2', { title: 'Two at the host' });
    await startHost();
    await expect.poll(() => on.get('e.1').title, soon).toBe('Written away');
    await expect.poll(() => on.workspace.store.all('epics').length, soon).toBe(2);
    await expect
      .poll(() => page.titles(), soon)
      .toEqual({ 'e.1': 'Written away', 'e.2': 'Two at the host', 'e.3': 'Added away' });
    await expect.poll(() => pending(page), soon).toBe(0);
  });

  it('gives way to the host where both changed the same, and says so', async () => {
    const { on, tab, stopHost, startHost } = await twoTasks();
    const page = await tab();
    await page.loaded();
    await stopHost();
    await page.call('editTask', 'e.1', { title: 'Mine', description: 'Also mine' });
    editAtHost(on, 'e.1', { title: 'Theirs' });
    await startHost();
    await expect.poll(async () => (await page.titles())['e.1'], soon).toBe('Theirs');
    await expect.poll(() => pending(page), soon).toBe(0);
    // What the host had not touched is taken all the same.
    expect(on.get('e.1')).toMatchObject({ title: 'Theirs', description: 'Also mine' });
    expect(await page.call('shown')).toEqual(['The host kept its own title of e.1.']);
    expect(on.notices().join('\n')).toContain('e.1');
  });
});

describe('edits that were not sent', () => {
  it('are kept over a reload of the page', async () => {
    const { on, tab, context, stopHost, startHost } = await twoTasks();
    const page = await tab();
    await page.loaded();
    await stopHost();
    await page.call('editTask', 'e.1', { title: 'Before the reload' });
    await page.page.close();
    // The page comes from the host; its copy of the tasks does not.
    await startHost();
    const again = await tab();
    await expect.poll(() => on.get('e.1').title, soon).toBe('Before the reload');
    await again.loaded();
    await expect.poll(() => pending(again), soon).toBe(0);
    expect(context.pages()).toHaveLength(1);
  });

  it('are shown while the host is away, also by a page that finds them in the journal alone', async () => {
    const { on, first, second, stopHost, startHost } = await twoTabs();
    await stopHost();
    await second.call('journalOnly', 'e.1', { title: 'Only begun' });
    expect(await second.titles()).toEqual({ 'e.1': 'One', 'e.2': 'Two' });
    // The second tab takes over, as a page does that is opened again.
    await first.page.close();
    await expect.poll(() => second.titles(), soon).toMatchObject({ 'e.1': 'Only begun' });
    expect(await pending(second)).toBe(1);
    await startHost();
    await expect.poll(() => on.get('e.1').title, soon).toBe('Only begun');
    await expect.poll(() => pending(second), soon).toBe(0);
  });

  it('are not made again when they were taken back before they were sent', async () => {
    const { on, first, second, stopHost, startHost } = await twoTabs();
    await stopHost();
    await second.call('editTask', 'e.1', { title: 'A slip' });
    await first.page.close();
    // The second tab is the one that replicates as soon as the browser gives it the lock.
    const waiting = async () => (await navigator.locks.query()).pending?.length;
    await expect.poll(() => second.page.evaluate(waiting), soon).toBe(0);
    await second.call('editTask', 'e.1', { title: 'One' });
    await second.call('editTask', 'e.2', { title: 'Sent' });
    await startHost();
    await expect.poll(() => on.get('e.2').title, soon).toBe('Sent');
    await expect.poll(() => pending(second), soon).toBe(0);
    expect(on.get('e.1').title).toBe('One');
    // What was sent first comes back too, and what followed it right after.
    await expect.poll(() => second.titles(), soon).toEqual({ 'e.1': 'One', 'e.2': 'Sent' });
    expect(await second.call('shown')).toEqual([]);
  });

  it('are in the inbox when they come too late from a store that was wiped', async () => {
    const { on, tab, stopHost, startHost } = await twoTasks();
    const page = await tab();
    await page.loaded();
    await stopHost();
    await page.call('editTask', 'e.1', { description: 'A long text of mine' });
    await page.call('dropDocuments');
    editAtHost(on, 'e.1', { description: 'Theirs' });
    await startHost();
    const texts = () => on.workspace.store.all('notifications').map(({ detail }) => detail);
    await expect.poll(() => texts().join('\n'), soon).toContain('A long text of mine');
    expect(on.get('e.1').description).toBe('Theirs');
    await expect.poll(() => pending(page), soon).toBe(0);
  });

  it('outlive the documents that they were made on, and are sent', async () => {
    const { on, tab, stopHost, startHost } = await twoTasks();
    const page = await tab();
    await page.loaded();
    await stopHost();
    await page.call('editTask', 'e.1', { title: 'Kept in the journal' });
    await page.call('addTask', 'e', 'Added away');
    await page.call('dropDocuments');
    await expect.poll(() => page.call('shown'), soon).toHaveLength(1);
    editAtHost(on, 'e.2', { title: 'Two at the host' });
    await startHost();
    await expect.poll(() => on.get('e.1').title, soon).toBe('Kept in the journal');
    await expect
      .poll(() => page.titles(), soon)
      .toEqual({ 'e.1': 'Kept in the journal', 'e.2': 'Two at the host', 'e.3': 'Added away' });
    await expect.poll(() => pending(page), soon).toBe(0);
    expect(on.get('e.3').title).toBe('Added away');
  });
});

describe('a host whose store was replaced', () => {
  it('is followed: what it does not have is gone from the page', async () => {
    const { on, tab, stopHost, startHost } = await twoTasks();
    const page = await tab();
    await page.loaded();
    await stopHost();
    for (const name of readdirSync(on.workspace.folder)) {
      if (name.includes('.db')) rmSync(join(on.workspace.folder, name));
    }
    await startHost();
    await expect.poll(() => page.call('taskCount'), soon).toBe(0);
    await page.loaded();
    expect((await page.call('addEpic', 'A beginning')).ok).toBe(true);
  });

  it('is followed also when its new store has seen more changes than the old one', async () => {
    const { on, tab, stopHost, startHost } = await twoTasks();
    const page = await tab();
    await page.loaded();
    await stopHost();
    const longer = await testWorkspace();
    for (let number = 11; number < 20; number += 1) longer.task(`e.${number}`, { title: 'New' });
    for (const folder of [on.workspace.folder, longer.workspace.folder]) {
      for (const name of readdirSync(folder)) {
        if (!name.includes('.db')) continue;
        if (folder === on.workspace.folder) rmSync(join(folder, name));
        else copyFileSync(join(folder, name), join(on.workspace.folder, name));
      }
    }
    await startHost();
    const others = Array.from({ length: 9 }, (_, index) => [`e.${index + 11}`, 'New']);
    await expect.poll(() => page.titles(), soon).toEqual(Object.fromEntries(others));
    // Nothing of this makes it begin anew again.
    await page.loaded();
    expect(await page.call('shown')).toHaveLength(1);
    await page.page.reload();
    await page.loaded();
    expect(await page.call('shown')).toEqual([]);
  });
});

describe('two tabs', () => {
  it('show the same, whichever edits, also when the first one is closed', async () => {
    const { on, first, second } = await twoTabs();
    await second.call('editTask', 'e.1', { title: 'From the second' });
    await expect.poll(async () => (await first.titles())['e.1'], soon).toBe('From the second');
    await expect.poll(() => on.get('e.1').title, soon).toBe('From the second');
    await first.call('editTask', 'e.2', { title: 'From the first' });
    await expect.poll(async () => (await second.titles())['e.2'], soon).toBe('From the first');
    // What the host does not have yet when its page is closed may come too late for what follows.
    await expect.poll(() => pending(first), soon).toBe(0);
    await first.page.close();
    editAtHost(on, 'e.2', { title: 'After the first was closed' });
    await expect
      .poll(async () => (await second.titles())['e.2'], soon)
      .toBe('After the first was closed');
    await second.call('editTask', 'e.1', { title: 'Still sent' });
    await expect.poll(() => on.get('e.1').title, soon).toBe('Still sent');
    expect(await second.call('shown')).toEqual([]);
  });
});

describe('a lost store of the browser', () => {
  it('is made again when it is wiped under the open page', async () => {
    const { tab } = await twoTasks();
    const page = await tab();
    await page.loaded();
    await page.call('wipe');
    await expect.poll(() => page.call('shown'), soon).toHaveLength(1);
    await expect.poll(() => page.titles(), soon).toEqual({ 'e.1': 'One', 'e.2': 'Two' });
    expect((await page.call('editTask', 'e.1', { title: 'After the wipe' })).ok).toBe(true);
  });

  it('is made again when it cannot be opened', async () => {
    const { on, tab } = await twoTasks();
    const page = await tab();
    await page.loaded();
    await page.page.goto('about:blank');
    const other = await tab();
    await other.loaded();
    await other.call('spoil');
    await other.page.reload();
    await other.loaded();
    await expect.poll(() => other.titles(), soon).toEqual({ 'e.1': 'One', 'e.2': 'Two' });
    expect(await other.call('shown')).toHaveLength(1);
    await other.call('editTask', 'e.1', { title: 'Works again' });
    await expect.poll(() => on.get('e.1').title, soon).toBe('Works again');
  });
});
