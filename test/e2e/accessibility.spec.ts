import { expectAccessible } from './pages/accessibility.ts';
import { cardIn, expectColumn, runAllOpen } from './pages/board.ts';
import { goToView, runCommand } from './pages/frame.ts';
import { openTab, openTask } from './pages/task-panel.ts';
import type { StoryApp } from './story-app.ts';
import { expect, story } from './story.ts';

/** Tasks that end in every column there is. */
function addTasks(app: StoryApp): void {
  const ask = `printf 'Go on? (y/n) '; read answer </dev/tty; echo x > x.txt`;
  app.addTasks([
    { id: 'e.1', acceptance_criteria: ['It is there'], labels: ['docs'] },
    { id: 'e.2', script: 'echo Oh no; exit 1' },
    { id: 'e.3', title: 'Ask the person', script: ask },
    { id: 'e.4', dependencies: ['e.3'] },
  ]);
}

story.use({ appOptions: { config: { workflow: { redispatch_limit: 0 } } } });

story('every view of a workspace is accessible', async ({ app, page, enter }) => {
  await enter();
  await expect(page.getByText('A task says what one agent should do.')).toBeVisible();
  await expectAccessible(page, 'empty board');
  addTasks(app);
  await expectColumn(page, 'Ready', ['e.1', 'e.2', 'e.3']);
  await runAllOpen(page);
  await expectColumn(page, 'Done', ['e.1']);
  await expectColumn(page, 'Blocked', ['e.2']);
  await expect(cardIn(page, 'In progress', 'e.3')).toContainText('waits for your answer');
  await expectAccessible(page, 'board');
  await page.getByRole('radio', { name: 'Epics' }).click();
  await expectAccessible(page, 'board in lanes');
  for (const view of ['Runs', 'Graph', 'Inbox', 'Settings'] as const) {
    await goToView(page, view);
    await expect(page.getByRole('main')).not.toBeEmpty();
    await expectAccessible(page, view);
  }
  await page.getByRole('radio', { name: 'This machine' }).click();
  await expect(page.getByRole('group', { name: /All of them are in the inbox/ })).toBeVisible();
  await expectAccessible(page, 'settings of this machine');
});

story('every tab of a task is accessible', async ({ app, page, enter }) => {
  addTasks(app);
  app.cli('run', 'e.1');
  await enter();
  await expectColumn(page, 'Done', ['e.1']);
  const panel = await openTask(page, 'e.1');
  for (const [title, sign] of [
    ['Spec', panel.getByRole('textbox', { name: 'Title' })],
    ['Terminal', panel.getByText('Ended with exit code 0')],
    ['Diff', panel.getByRole('group', { name: 'Changes of e.1.txt' }).getByText('e.1')],
    ['Evidence', panel.getByRole('article')],
    ['Receipts', panel.getByText('The merged tree is the checked tree.')],
    ['Snapshots', panel.getByRole('button', { name: 'Restore as a branch' })],
    ['History', panel.getByRole('list', { name: 'History of the task' })],
  ] as const) {
    await openTab(panel, title);
    await expect(sign.first()).toBeVisible();
    await expectAccessible(page, `tab ${title}`);
  }
});

story('every dialog is accessible', async ({ app, page, enter }) => {
  addTasks(app);
  await enter();
  await expectColumn(page, 'Ready', ['e.1', 'e.2', 'e.3']);
  const { keyboard } = page;
  const dialog = page.getByRole('dialog');
  for (const [title, sign] of [
    ['New task', 'Acceptance criteria'],
    ['New epic', 'Its goal'],
    ['Run all ready tasks', 'Critical path'],
    ['Import epics and tasks', 'Backlog.md folder'],
    ['Show the keyboard shortcuts', 'Move to a column'],
  ] as const) {
    await runCommand(page, title);
    await expect(dialog).toContainText(sign);
    await expectAccessible(page, title);
    await keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
  await keyboard.press('ControlOrMeta+k');
  await expect(dialog).toContainText('Tasks');
  await expectAccessible(page, 'palette');
  await keyboard.press('Escape');
  await cardIn(page, 'Ready', 'e.1').click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
  // A menu lies above all landmarks, as the platform's own do.
  await expectAccessible(page, 'menu of a card', ['region']);
});

story.describe('with no workspace', () => {
  story.use({ appOptions: { nowhere: true } });

  story('Welcome is accessible', async ({ app, page, shown, enter }) => {
    await enter();
    await expect(page.getByRole('button', { name: 'Try the demo' })).toBeVisible();
    await expectAccessible(page, 'welcome');
    await shown.chooseRepository(app.folder);
    await expect(page.getByRole('alert')).toBeVisible();
    await expectAccessible(page, 'welcome with a refusal');
  });
});
