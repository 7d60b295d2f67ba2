import type { Page } from '@playwright/test';
import { expectAccessible } from '../pages/accessibility.ts';
import { card, expectColumn, runAllReady } from '../pages/board.ts';
import { goToView, statusBar } from '../pages/frame.ts';
import { untilKept } from '../pages/kept-page.ts';
import { openTab, openTask, taskPanel, session } from '../pages/task-panel.ts';
import { expect, servedStory as story } from '../story.ts';

/** Only with serve: the desktop's page comes out of the app, which is the host itself. */

function awayBanner(page: Page) {
  return page.getByText('Host is away: you can go on working');
}

story(
  'a reload while the host is away shows the board, keeps an edit, and catches up',
  async ({ app, page, context, served, enter }) => {
    app.addTasks([{ id: 'e.1' }, { id: 'e.2', title: 'Old title' }]);
    await enter();
    await expectColumn(page, 'Ready', ['e.1', 'e.2']);
    await untilKept(page);
    await served.kill();
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });

    await page.reload();
    await expectColumn(page, 'Ready', ['e.1', 'e.2']);
    await expect(awayBanner(page)).toBeVisible();
    await expect(statusBar(page)).toContainText('host is away');
    const panel = await openTask(page, 'e.2');
    await panel.getByRole('textbox', { name: 'Title' }).fill('New title');
    await page.keyboard.press('Tab');
    await expect(page.getByText('1 edit waiting')).toBeVisible();

    await page.reload();
    await expect(card(page, 'e.2')).toContainText('New title');
    await expect(taskPanel(page, 'e.2').getByRole('textbox', { name: 'Title' })).toHaveValue(
      'New title',
    );
    await expect(page.getByText('1 edit waiting')).toBeVisible();
    // Whoever types the address begins where they were, in another tab too.
    const tab = await context.newPage();
    await tab.goto(`http://127.0.0.1:${served.port}/`);
    await expect(card(tab, 'e.2')).toContainText('New title');
    await tab.close();

    await served.start();
    await expect(awayBanner(page)).toBeHidden();
    await expect(page.getByText('1 edit waiting')).toBeHidden();
    await expect.poll(() => app.cli('show', 'e.2')).toContain('New title');
    await expect(statusBar(page)).toContainText('main @');
    // What the browser says of a host that is away, or that went away under a request.
    const isAway = /WebSocket|ERR_CONNECTION_(REFUSED|RESET)/;
    expect(errors.filter((text) => !isAway.test(text))).toEqual([]);
    await page.reload();
    await expect(card(page, 'e.2')).toContainText('New title');
  },
);

story(
  'all views open after a reload without the host, and say what needs it',
  async ({ app, page, served, enter }) => {
    app.addTasks([{ id: 'e.1' }, { id: 'e.2', dependencies: ['e.1'], script: 'false' }]);
    await enter();
    await runAllReady(page);
    await expectColumn(page, 'Done', ['e.1']);
    await untilKept(page);
    await served.kill();
    await page.reload();
    await expectColumn(page, 'Done', ['e.1']);

    const panel = await openTask(page, 'e.1');
    await openTab(panel, 'Session');
    await expect(session(panel)).toContainText('The host is away.');
    for (const tab of ['Diff', 'Snapshots', 'History'] as const) {
      const shown = await openTab(panel, tab);
      await expect(shown.getByText('The host does not answer')).toBeVisible();
    }
    const evidence = await openTab(panel, 'Evidence');
    await expect(evidence.getByRole('article')).toContainText('exit 0');
    await evidence.getByRole('button', { name: 'Show the output' }).click();
    await expect(evidence.getByText('The host does not answer')).toBeVisible();
    const receipts = await openTab(panel, 'Receipts');
    await expect(receipts.getByText('The merged tree is the checked tree.')).toBeVisible();

    await goToView(page, 'Graph');
    await expect(page.getByRole('button', { name: /^e\.1/ })).toBeVisible();
    await goToView(page, 'Inbox');
    await page.getByRole('radio', { name: 'What happened' }).click();
    await page.getByRole('button', { name: /Run of 1 task/, expanded: false }).click();
    await expect(page.getByText('Task e.1 completed').first()).toBeVisible();
    await goToView(page, 'Settings');
    await expect(page.getByText('The host does not answer')).toBeVisible();
    await goToView(page, 'Runs');
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
    await expect(page.getByRole('heading', { name: '1 task, ' })).toBeVisible();
    await expect(awayBanner(page)).toBeVisible();
    await expectAccessible(page, 'reloaded while the host is away');
  },
);

story(
  'Welcome opens what was open in this browser, and says that the rest needs the host',
  async ({ app, page, served, enter }) => {
    app.addTasks([{ id: 'e.1' }]);
    await enter();
    await expectColumn(page, 'Ready', ['e.1']);
    await untilKept(page);
    await served.kill();
    await page.reload();
    await expectColumn(page, 'Ready', ['e.1']);
    await page.getByRole('button', { name: 'repository' }).click();
    await page.getByRole('menuitem', { name: 'Open another repository' }).click();
    await expect(page.getByText('Host is away: until it is back')).toBeVisible();
    await expectAccessible(page, 'Welcome while the host is away');
    const recent = page.getByRole('region', { name: 'Recent workspaces' });
    await recent.getByRole('button', { name: /^repository/ }).click();
    await expectColumn(page, 'Ready', ['e.1']);
  },
);

story(
  'a workspace whose tasks have not come to this browser says so, until the host is back',
  async ({ app, page, served, enter }) => {
    app.addTasks([{ id: 'e.1' }]);
    await enter();
    await expectColumn(page, 'Ready', ['e.1']);
    await untilKept(page);
    await served.kill();
    await page.evaluate(`(async () => {
      for (const { name } of await indexedDB.databases()) {
        if (name !== 'switchyard-session') indexedDB.deleteDatabase(name);
      }
    })()`);
    await page.reload();
    await expect(page.getByText('have not come to this browser yet')).toBeVisible();
    await served.start();
    await expectColumn(page, 'Ready', ['e.1']);
  },
);
