import type { Page } from '@playwright/test';
import { expectAccessible } from './pages/accessibility.ts';
import { cardIn, expectColumn, runAllOpen } from './pages/board.ts';
import { goToView, runCommand, toasts } from './pages/frame.ts';
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

const config = { workflow: { redispatch_limit: 0 } };
story.use({ appOptions: { config } });
// All rules of axe take seconds for each view and theme.
story.describe.configure({ timeout: 240_000 });

story('every view of an empty workspace is accessible', async ({ page, enter }) => {
  await enter();
  await expect(page.getByText('A task says what one agent should do.')).toBeVisible();
  await expectAccessible(page, 'empty board');
  for (const [view, sign] of [
    ['Runs', 'No run yet.'],
    ['Graph', 'Tasks and what they wait for are drawn here.'],
    ['Inbox', ''],
  ] as const) {
    await goToView(page, view);
    await expect(page.getByRole('main')).toContainText(sign);
    await expectAccessible(page, `empty ${view}`);
  }
});

/** A run with a task in every column; its agent waits for an answer. */
async function beginRun(app: StoryApp, page: Page): Promise<void> {
  addTasks(app);
  await expectColumn(page, 'Ready', ['e.1', 'e.2', 'e.3']);
  await runAllOpen(page);
  await expectColumn(page, 'Done', ['e.1']);
  await expectColumn(page, 'Blocked', ['e.2']);
  await expect(cardIn(page, 'In progress', 'e.3')).toContainText('?');
}

story(
  'the board of a run is accessible, and what it tells in passing',
  async ({ app, page, enter }) => {
    await enter();
    await beginRun(app, page);
    await expect(toasts(page)).toContainText('Go on? (y/n)');
    await expectAccessible(page, 'board with toasts');
    await page.getByRole('radio', { name: 'Epics' }).click();
    await expectAccessible(page, 'board in lanes');
    const panel = await openTask(page, 'e.2');
    await expect(panel.getByRole('region', { name: 'Why it is blocked' })).toBeVisible();
    await expectAccessible(page, 'panel of a blocked task');
  },
);

story('every other view of a run is accessible', async ({ app, page, enter }) => {
  await enter();
  await beginRun(app, page);
  for (const view of ['Runs', 'Graph', 'Inbox', 'Settings'] as const) {
    await goToView(page, view);
    await expect(page.getByRole('main')).not.toBeEmpty();
    await expectAccessible(page, view);
  }
  await page.getByRole('radio', { name: 'This machine' }).click();
  await expect(page.getByRole('group', { name: /All of them are in the inbox/ })).toBeVisible();
  await expectAccessible(page, 'settings of this machine');
  await goToView(page, 'Inbox');
  await page.getByRole('radio', { name: 'What happened' }).click();
  await page
    .getByRole('main')
    .getByRole('button', { name: /Run of/, expanded: false })
    .click();
  const entry = page.getByRole('main').getByRole('button', { name: /Starting batch/ });
  await expect(entry).toBeVisible();
  await expectAccessible(page, 'whole inbox');
});

story(
  'settings with mistakes, refusals and an open form are accessible',
  async ({ app, page, enter }) => {
    app.write(
      '.switchyard/project.yaml',
      [
        'colour: blue',
        'workflow: { mode: sequential, max_parallel_tasks: many }',
        'agents: { default: script, by_type: { docs: ghost }, custom: { house: { command: [house] } } }',
        '',
      ].join('\n'),
    );
    await enter();
    await goToView(page, 'Settings');
    await expect(page.getByText('"house" is in no folder of PATH').first()).toBeVisible();
    const pattern = page.getByRole('textbox', { name: 'Ignored files to copy, pattern 1' });
    await pattern.fill('/etc/passwd');
    await page.keyboard.press('Enter');
    await expect(page.getByText('expected paths inside the repository')).toBeVisible();
    await expectAccessible(page, 'settings with mistakes');
    await page.getByRole('button', { name: 'Change house' }).click();
    await expect(page.getByRole('dialog', { name: 'Agent house' })).toBeVisible();
    await expectAccessible(page, 'form of an agent');
  },
);

story.describe('with tasks that wait for each other', () => {
  const task = (id: number, other: number): string =>
    `---\nid: TASK-${id}\ntitle: Task ${id}\nstatus: To Do\ndependencies: [TASK-${other}]\n---\n`;
  const files = {
    'backlog/tasks/task-1 - One.md': task(1, 2),
    'backlog/tasks/task-2 - Two.md': task(2, 1),
  };
  story.use({ appOptions: { config, files } });

  story('the graph and the run dialog say so, accessibly', async ({ page, enter }) => {
    await enter();
    await page.getByRole('button', { name: 'Import 2 tasks' }).click();
    const report = page.getByRole('dialog', { name: 'Import epics and tasks' });
    await report.getByRole('button', { name: 'Import 2 tasks' }).click();
    await expect(report).toContainText('Circular dependency');
    await expectAccessible(page, 'import with problems');
    await page.keyboard.press('Escape');
    await expect(report).toBeHidden();
    await runCommand(page, 'Run all open tasks');
    const dialog = page.getByRole('dialog', { name: /^Run / });
    await expect(dialog).toContainText('Circular dependency');
    await expect(dialog.getByRole('button', { name: /^Copy the code / }).first()).toBeVisible();
    await expectAccessible(page, 'run dialog with problems');
    await page.keyboard.press('Escape');
    await goToView(page, 'Graph');
    await expect(page.getByRole('main')).toContainText('Circular dependency');
    await expectAccessible(page, 'graph with a cycle');
  });
});

story('every tab of a task is accessible', async ({ app, page, enter }) => {
  addTasks(app);
  app.cli('run', 'e.1');
  await enter();
  await expectColumn(page, 'Done', ['e.1']);
  const panel = await openTask(page, 'e.1');
  for (const [title, sign] of [
    ['Spec', panel.getByRole('textbox', { name: 'Title' })],
    ['Session', panel.getByText('Ended with exit code 0')],
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
  await panel.getByRole('button', { name: 'Fill the window' }).click();
  await expect(panel.getByRole('button', { name: 'Show beside the view' })).toBeVisible();
  await expectAccessible(page, 'panel that fills the window');
});

story(
  'the questions before a task is blocked or stopped are accessible',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1', script: app.until('go') }, { id: 'e.2' }]);
    await enter();
    for (const [id, entry, name] of [
      ['e.2', 'Block…', 'Block e.2'],
      ['e.1', 'Stop the agent…', 'Stop and block e.1'],
    ] as const) {
      const panel = await openTask(page, id);
      if (id === 'e.1') await panel.getByRole('button', { name: 'Run task' }).click();
      await panel.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: entry }).click();
      const dialog = page.getByRole('dialog', { name });
      await expect(dialog.getByRole('textbox', { name: 'Reason' })).toBeVisible();
      await expectAccessible(page, name);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    }
  },
);

story('every dialog is accessible', async ({ app, page, enter }) => {
  addTasks(app);
  await enter();
  await expectColumn(page, 'Ready', ['e.1', 'e.2', 'e.3']);
  const { keyboard } = page;
  const dialog = page.getByRole('dialog');
  for (const [title, sign] of [
    ['New task', 'Acceptance criteria'],
    ['New epic', 'Its goal'],
    ['Run only what is ready now', 'Lands on'],
    ['Check the setup: agent, checks, base branch', 'Base branch'],
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
  await expectAccessible(page, 'menu of a card');
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
