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
    await expect(await held.over('Checking')).toContainText('e.2 goes to Checking by itself');
    await held.drop();
    await expect(toasts(page)).toContainText('e.2 goes to Checking by itself');
    await expectColumn(page, 'Backlog', ['e.2']);
    await expectColumn(page, 'Done', []);
    await expect(column(page, 'In progress')).not.toContainText('e.2 waits for e.1.');
  },
);

story(
  'a card in Done is closed by hand, with a reason, and never looks verified',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }, { id: 'e.2', dependencies: ['e.1'] }]);
    await enter();
    const held = await take(page, 'e.1');
    await expect(await held.over('Done')).toContainText('Close e.1 by hand: nothing is checked');
    await held.drop();
    const dialog = page.getByRole('dialog', { name: 'Close e.1 by hand' });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Made in another repository');
    await dialog.getByRole('button', { name: 'Close e.1 by hand' }).click();
    await expectColumn(page, 'Done', ['e.1']);
    await expectColumn(page, 'Ready', ['e.2']);
    await expect(cardIn(page, 'Done', 'e.1')).toContainText('Closed by hand');
    const panel = await openTask(page, 'e.1');
    await expect(panel.getByText('Closed by hand, not checked')).toBeVisible();
    await expect(panel.getByText('Made in another repository')).toBeVisible();
    await expect(panel).not.toContainText('Verified');
    await panel.getByRole('button', { name: 'Reopen', exact: true }).click();
    await expectColumn(page, 'Ready', ['e.1']);
    await expect(panel.getByText('Made in another repository')).toBeHidden();
  },
);

story(
  'a task is closed by hand from its panel, also from under its agent',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1', script: 'echo half > half.txt; sleep 60' }]);
    await enter();
    await drag(page, 'e.1', 'In progress');
    await expectColumn(page, 'In progress', ['e.1']);
    const panel = await openTask(page, 'e.1');
    await panel.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Stop and close by hand' }).click();
    const dialog = page.getByRole('dialog', { name: 'Stop and close e.1' });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Not needed any more');
    await dialog.getByRole('button', { name: 'Stop and close e.1' }).click();
    await expectColumn(page, 'Done', ['e.1']);
    await expect(panel.getByText('Not needed any more')).toBeVisible();
    await expect(toasts(page)).toContainText('e.1 is closed by hand.');
  },
);

story('a card in Blocked needs a reason, and comes back to Ready', async ({ app, page, enter }) => {
  app.addTasks([{ id: 'e.1' }]);
  await enter();
  await drag(page, 'e.1', 'Blocked');
  const dialog = page.getByRole('dialog', { name: 'Block e.1' });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('The design is not decided');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await drag(page, 'e.1', 'Blocked');
  await expect(dialog.getByRole('textbox', { name: 'Reason' })).toHaveValue(
    'The design is not decided',
  );
  await dialog.getByRole('button', { name: 'Block e.1' }).click();
  await expect(cardIn(page, 'Blocked', 'e.1')).toContainText('The design is not decided');
  const panel = await openTask(page, 'e.1');
  await expect(panel.getByText('The design is not decided')).toBeVisible();
  await panel.getByRole('button', { name: 'Close the panel' }).click();
  const held = await take(page, 'e.1');
  await expect(await held.over('Backlog')).toContainText('e.1 waits for nothing: move it to Ready');
  await held.over('Ready');
  await held.drop();
  await expectColumn(page, 'Ready', ['e.1']);
});

story(
  'a reason that was refused is there again when the dialog is opened the next time',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }]);
    await enter();
    await drag(page, 'e.1', 'Blocked');
    const dialog = page.getByRole('dialog', { name: 'Block e.1' });
    const reason = dialog.getByRole('textbox', { name: 'Reason' });
    await reason.fill('The design is not decided');
    // Closed elsewhere while the reason was being written.
    app.cli('close', 'e.1', '--reason', 'Done by somebody else');
    await dialog.getByRole('button', { name: 'Block e.1' }).click();
    await expect(dialog).toBeHidden();
    await expect(cardIn(page, 'Done', 'e.1')).toBeVisible();
    app.cli('reopen', 'e.1');
    await expectColumn(page, 'Ready', ['e.1']);
    await drag(page, 'e.1', 'Blocked');
    await expect(reason).toHaveValue('The design is not decided');
    await dialog.getByRole('button', { name: 'Block e.1' }).click();
    await expect(cardIn(page, 'Blocked', 'e.1')).toContainText('The design is not decided');
  },
);

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

story(
  'one of several selected cards takes the others along, and who stays is told why',
  async ({ app, page, enter }) => {
    app.addTasks([
      { id: 'e.1' },
      { id: 'e.2' },
      { id: 'e.3', dependencies: ['e.1'] },
      { id: 'e.4', dependencies: ['e.1'] },
    ]);
    await enter();
    for (const id of ['e.1', 'e.2', 'e.3']) {
      await card(page, id).click({ modifiers: ['ControlOrMeta'] });
    }
    const held = await take(page, 'e.2');
    await expect(await held.over('In progress')).toContainText(
      'Start a run of 2 tasks. Not with them: e.3.',
    );
    await held.over('Blocked');
    await held.drop();
    const dialog = page.getByRole('dialog', { name: 'Block 3 tasks' });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Not this week');
    await dialog.getByRole('button', { name: 'Block 3 tasks' }).click();
    await expectColumn(page, 'Blocked', ['e.1', 'e.2', 'e.3']);

    // The key is about the selection too, wherever the active card is.
    await card(page, 'e.4').focus();
    await page.keyboard.press('m');
    const menu = page.getByRole('menu');
    await expect(menu).toContainText('Move 3 tasks to');
    await menu.getByRole('menuitem', { name: /^Ready/ }).click();
    await expectColumn(page, 'Ready', ['e.1', 'e.2']);
    await expectColumn(page, 'Backlog', ['e.3', 'e.4']);

    await page.keyboard.press('Escape');
    await card(page, 'e.1').click({ modifiers: ['ControlOrMeta'] });
    await card(page, 'e.3').click({ modifiers: ['ControlOrMeta'] });
    await drag(page, 'e.3', 'Checking');
    await expect(toasts(page)).toContainText('the app checks the work. The same holds for');
  },
);

story(
  'a card goes to no other epic: it is told before the drop and after',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }, { id: 'e.2' }, { id: 'f.1', epic: 'f' }]);
    await enter();
    await page.getByRole('radio', { name: 'Epics' }).click();
    const order = app.cli('list');
    const other = await card(page, 'f.1').boundingBox();
    const board = page.getByRole('group', { name: 'Board' });
    const reason = 'e.1 belongs to epic e: a task cannot change its epic.';
    await take(page, 'e.1');
    await page.mouse.move((other?.x ?? 0) + 60, (other?.y ?? 0) + 40, { steps: 10 });
    await expect(board).toContainText(reason);
    await page.mouse.up();
    await expect(board).not.toContainText(reason);
    await expect(toasts(page)).toContainText(reason);
    expect(app.cli('list')).toBe(order);
  },
);

story(
  'the board is found again as it was left, each workspace by itself',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }, { id: 'f.1', epic: 'f' }]);
    await enter();
    await page.getByRole('radio', { name: 'Epics' }).click();
    await page.getByRole('button', { name: 'Epic f', exact: true }).click();
    await expect(card(page, 'f.1')).toBeHidden();
    await page.reload();
    await expect(page.getByRole('radio', { name: 'Epics' })).toBeChecked();
    await expect(page.getByRole('button', { name: 'Epic f', exact: true })).toHaveAttribute(
      'aria-expanded',
      'false',
    );
    await expect(card(page, 'e.1')).toBeVisible();
    await expect(card(page, 'f.1')).toBeHidden();
  },
);
