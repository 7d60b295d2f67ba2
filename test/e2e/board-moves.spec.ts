import { card, cardIn, column, drag, expectColumn, take } from './pages/board.ts';
import { toasts } from './pages/frame.ts';
import { openTask } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story(
  'a drop that may not be says why, before and after, and the card goes back',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }, { id: 'e.2', dependencies: ['e.1'] }]);
    await enter();
    const held = await take(page, 'e.2');
    await expect(await held.over('In progress')).toContainText('e.2 waits for e.1.');
    await expect(await held.over('Done')).toContainText("Only the app's own checks close a task");
    await held.drop();
    await expect(toasts(page)).toContainText("Only the app's own checks close a task");
    await expectColumn(page, 'Backlog', ['e.2']);
    await expectColumn(page, 'Done', []);
    await expect(column(page, 'In progress')).not.toContainText('e.2 waits for e.1.');
  },
);

story('a card in Blocked needs a reason, and comes back to Ready', async ({ app, page, enter }) => {
  app.addTasks([{ id: 'e.1' }]);
  await enter();
  await drag(page, 'e.1', 'Blocked');
  const dialog = page.getByRole('dialog', { name: 'Block e.1' });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('The design is not decided');
  await dialog.getByRole('button', { name: 'Block e.1' }).click();
  await expect(cardIn(page, 'Blocked', 'e.1')).toContainText('The design is not decided');
  const panel = await openTask(page, 'e.1');
  await expect(panel.getByText('The design is not decided')).toBeVisible();
  await panel.getByRole('button', { name: 'Close the panel' }).click();
  await drag(page, 'e.1', 'Ready');
  await expectColumn(page, 'Ready', ['e.1']);
});

story('cards are put into another order with the mouse', async ({ app, page, enter }) => {
  app.addTasks([{ id: 'e.1' }, { id: 'e.2' }, { id: 'e.3' }]);
  await enter();
  const ids = async (): Promise<readonly string[]> =>
    (await column(page, 'Ready').getByRole('option').allTextContents()).map((text) =>
      text.slice(0, 3),
    );
  await expect.poll(ids).toEqual(['e.1', 'e.2', 'e.3']);
  await take(page, 'e.3');
  const first = await card(page, 'e.1').boundingBox();
  await page.mouse.move((first?.x ?? 0) + 60, (first?.y ?? 0) + 4, { steps: 10 });
  await page.mouse.up();
  await expect.poll(ids).toEqual(['e.3', 'e.1', 'e.2']);
  await expect.poll(() => app.cli('list')).toMatch(/e\.3[^]*e\.1[^]*e\.2/);
});
