import type { Locator, Page } from '@playwright/test';
import { card, cardIn, expectColumn } from './pages/board.ts';
import { runCommand, toasts } from './pages/frame.ts';
import { goWithKeys, pressWithKeys } from './pages/keyboard.ts';
import { taskPanel } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story.use({ appOptions: { config: { workflow: { redispatch_limit: 0 } } } });

/** What had the focus is gone, or cannot be pressed any more: something else has it. */
async function expectFocusAfter(page: Page, gone: Locator): Promise<void> {
  await expect(gone.and(page.locator(':enabled'))).toHaveCount(0);
  await expect(page.locator(':focus:enabled, h1:focus, h2:focus, [tabindex]:focus')).toHaveCount(1);
}

/** Chooses from a menu that is open. */
async function choose(page: Page, title: string): Promise<void> {
  const menu = page.getByRole('menu');
  await menu.waitFor();
  await page.keyboard.type(title);
  await expect(menu.getByRole('menuitem', { name: new RegExp(`^${title}`) })).toBeFocused();
  await page.keyboard.press('Enter');
}

story(
  'the focus is never lost in a task, and goes back from dialogs and toasts',
  async ({ app, page, enter }) => {
    const acceptance = { acceptance_criteria: ['It is one', 'It is two'] };
    app.addTasks([
      { id: 'e.1' },
      { id: 'e.2', dependencies: ['e.1'], ...acceptance },
      { id: 'e.3' },
      { id: 'e.4' },
    ]);
    app.cli('run', 'e.1');
    await enter();
    await card(page, 'e.1').focus();
    await page.keyboard.press('Enter');
    const done = taskPanel(page, 'e.1');
    const more = done.getByRole('button', { name: 'More actions' });
    const run = done.getByRole('button', { name: 'Run task' });
    await more.press('Enter');
    await choose(page, 'Take the merge back');
    await expect(run).toBeVisible();
    await expect(more).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await expect(run).toBeFocused();
    await page.keyboard.press('Enter');
    await expectColumn(page, 'Done', ['e.1']);
    await expectFocusAfter(page, run);
    await more.press('Enter');
    await choose(page, 'Reopen');
    await expect(run).toBeVisible();
    await expect(more).toBeFocused();
    await page.keyboard.press('Escape');

    await card(page, 'e.2').focus();
    await page.keyboard.press('Enter');
    const panel = taskPanel(page, 'e.2');
    const last = panel.getByRole('button', { name: 'Remove criterion 2' });
    await last.press('Enter');
    await expectFocusAfter(page, last);
    const wait = panel.getByRole('button', { name: 'Do not wait for e.1' });
    await wait.press('Enter');
    await expectFocusAfter(page, wait);
    await panel.getByRole('button', { name: 'More actions' }).press('Enter');
    await choose(page, 'Block');
    await page.keyboard.type('Not yet');
    await page.keyboard.press('Enter');
    const undone = toasts(page).getByRole('listitem').filter({ hasText: 'e.2 is blocked.' });
    await expect(undone.getByRole('button', { name: 'Undo' })).toBeVisible();
    const reopen = panel.getByRole('button', { name: 'Reopen' });
    await reopen.press('Enter');
    await expectFocusAfter(page, reopen);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();

    await card(page, 'e.3').focus();
    await page.keyboard.press('m');
    await choose(page, 'Blocked');
    await page.keyboard.type('Later');
    await page.keyboard.press('Enter');
    await expect(cardIn(page, 'Blocked', 'e.3')).toBeFocused();
    const blocked = toasts(page).getByRole('listitem').filter({ hasText: 'e.3 is blocked.' });
    const undo = blocked.getByRole('button', { name: 'Undo' });
    await expect(undo).toHaveCount(1);
    await page.keyboard.press('Alt+t');
    await pressWithKeys(page, undo);
    await expect(undo).toHaveCount(0);
    await expect(card(page, 'e.3')).toBeFocused();
  },
);

story('the focus is never lost in Runs and in the inbox', async ({ app, page, enter }) => {
  app.addTasks([
    { id: 'e.1', script: `echo Working; ${app.until('never')}` },
    { id: 'e.2', script: 'exit 3' },
    { id: 'e.3', script: 'exit 4' },
  ]);
  await enter();
  await expectColumn(page, 'Ready', ['e.1', 'e.2', 'e.3']);
  await runCommand(page, 'Run all open tasks');
  const dialog = page.getByRole('dialog', { name: 'Run 3 tasks' });
  await pressWithKeys(page, dialog.getByRole('button', { name: 'Run 3 tasks' }));
  await expectColumn(page, 'Blocked', ['e.2', 'e.3']);
  await goWithKeys(page, 'r', 'Runs');
  const stop = page.getByRole('button', { name: 'Stop now' });
  const cancel = page.getByRole('button', { name: 'Cancel the run' });
  await cancel.press('Enter');
  await expectFocusAfter(page, cancel);
  // A second press, meant for what is gone, must do no harm.
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeFocused();
  await stop.press('Enter');
  await expectFocusAfter(page, stop);
  await expect(page.getByRole('main')).toContainText('3 tasks, cancelled');

  await goWithKeys(page, 'i', 'Inbox');
  const inbox = page.getByRole('main', { name: 'Inbox' });
  const entry = inbox.getByRole('button', { name: /e\.2 is blocked/ });
  await entry.press('Enter');
  await page.getByRole('radio', { name: 'What happened' }).click();
  await inbox.getByRole('button', { name: /Run of 3 tasks/ }).press('Enter');
  const all = page.getByRole('button', { name: 'Mark all as read' });
  await all.press('Enter');
  await expect(all).toBeDisabled();
  await expectFocusAfter(page, all);
});
