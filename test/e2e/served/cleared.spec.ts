import { card } from '../pages/board.ts';
import { untilKept } from '../pages/kept-page.ts';
import { openTask } from '../pages/task-panel.ts';
import { expect, servedStory as story } from '../story.ts';

// Only with serve: whoever listens on the port of a host that is gone can have the browser clear what it keeps.

story(
  'an open page whose storage is cleared while the host is away says so, and keeps its edits and its session',
  async ({ app, page, served, enter }) => {
    app.addTasks([{ id: 'e.1', title: 'Old title' }]);
    await enter();
    await expect(card(page, 'e.1')).toBeVisible();
    await untilKept(page);
    await served.kill();
    const panel = await openTask(page, 'e.1');
    await panel.getByRole('textbox', { name: 'Title' }).fill('New title');
    await page.keyboard.press('Tab');
    await expect(card(page, 'e.1')).toContainText('New title');
    await expect(page.getByText('1 edit waiting')).toBeVisible();

    const browser = await page.context().newCDPSession(page);
    const origin = `http://127.0.0.1:${served.port}`;
    await browser.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    await expect(page.getByText('Somebody else cleared what this browser kept.')).toBeVisible();
    await expect(page.getByText('1 edit waiting')).toBeVisible();

    await served.start();
    await expect(card(page, 'e.1')).toContainText('New title');
    await expect(page.getByText('1 edit waiting')).toHaveCount(0);
    await page.reload();
    await expect(card(page, 'e.1')).toContainText('New title');
  },
);
