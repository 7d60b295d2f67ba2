import type { Locator } from '@playwright/test';
import { card, cardIn } from '../pages/board.ts';
import { goToView } from '../pages/frame.ts';
import { untilKept } from '../pages/kept-page.ts';
import { openTab, openTask, taskPanel } from '../pages/task-panel.ts';
import { expect, servedStory as story } from '../story.ts';

/** The text of something, as it is now and as it is two seconds later. */
async function textsOf(shown: Locator): Promise<readonly string[]> {
  const first = await shown.innerText();
  await shown.page().waitForTimeout(2_000);
  return [first, await shown.innerText()];
}

/** Only with serve: on the desktop the host ends with its page. */
story(
  'work whose process is gone is not shown as going on, by card, panel, graph or run view',
  async ({ app, page, served, enter }) => {
    const script = `echo Working hard; ${app.until('go')}; echo a > a.txt`;
    app.addTasks([{ id: 'e.1', script }]);
    await enter();
    await card(page, 'e.1').focus();
    await page.keyboard.press('r');
    await page.getByRole('button', { name: 'Run 1 task' }).click();
    await expect(cardIn(page, 'In progress', 'e.1')).toContainText('Working hard');
    await expect(card(page, 'e.1')).toContainText('Running');

    await untilKept(page);
    await served.kill();
    await expect(card(page, 'e.1')).toContainText('Host away');
    const [away, awayLater] = await textsOf(card(page, 'e.1'));
    expect(awayLater).toBe(away);
    // A page that is loaded now cannot know when it went away, but not that it went on until now either.
    await page.reload();
    await expect(card(page, 'e.1')).toContainText('Host away');
    const [reloaded, reloadedLater] = await textsOf(card(page, 'e.1'));
    expect(reloadedLater).toBe(reloaded);
    await goToView(page, 'Runs');
    await expect(page.getByText('1 task, host away')).toBeVisible();
    await expect(page.getByRole('log').getByTitle('Runs now')).toHaveCount(0);
    await goToView(page, 'Board');

    await served.start();
    await expect(card(page, 'e.1')).toContainText('Interrupted; its work is kept.');
    await expect(card(page, 'e.1')).toContainText(/00:\d\d/);
    const [gone, goneLater] = await textsOf(card(page, 'e.1'));
    expect(goneLater).toBe(gone);

    const panel = await openTask(page, 'e.1');
    await expect(panel.getByRole('heading', { name: 'Do e.1' })).toBeVisible();
    await openTab(panel, 'Session');
    await expect(panel.getByText('Interrupted', { exact: true })).toHaveCount(2);
    await expect(panel.getByText('Running', { exact: true })).toHaveCount(0);
    await goToView(page, 'Graph');
    await expect(page.getByRole('button', { name: /^e\.1\s*Interrupted/ })).toBeVisible();
    await goToView(page, 'Runs');
    const tile = page.getByRole('region', { name: 'Session of e.1' });
    await expect(tile).toContainText('Interrupted');
    await expect(tile).toContainText(/00:\d\d/);
    await goToView(page, 'Board');
    await page.reload();
    await expect(card(page, 'e.1')).toContainText('Interrupted; its work is kept.');
    await expect(taskPanel(page, 'e.1')).toContainText('Interrupted');
  },
);
