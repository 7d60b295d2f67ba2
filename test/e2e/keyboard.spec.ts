import { card, cardIn, expectColumn, idOn } from './pages/board.ts';
import { runCommand } from './pages/frame.ts';
import { tabTo } from './pages/keyboard.ts';
import { taskPanel } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story.use({ appOptions: { config: { agents: { default: 'claude' } } } });

story('everything of the main story works without a mouse', async ({ app, page, enter }) => {
  const { keyboard } = page;
  await enter();
  await expect(page.getByText('A task says what one agent should do.')).toBeVisible();

  await keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'New task' });
  await expect(dialog.getByRole('textbox', { name: 'Title', exact: true })).toBeFocused();
  await keyboard.type('Write a greeting');
  await tabTo(page, dialog.getByRole('textbox', { name: 'Title of the new epic' }));
  await keyboard.type('Manners');
  await tabTo(page, dialog.getByRole('textbox', { name: 'Description' }));
  await keyboard.type('WRITE greeting.txt: hello');
  await keyboard.press('Shift+Tab');
  await keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  const first = page.getByRole('option', { name: /Write a greeting/ });
  await expect(first).toBeVisible();
  const id = await idOn(first);
  const second = id.replace(/1$/, '2');

  await keyboard.press('c');
  await keyboard.type('Write a farewell');
  await tabTo(page, dialog.getByRole('textbox', { name: 'Description' }));
  await keyboard.type('WRITE farewell.txt: bye');
  await tabTo(page, dialog.getByRole('button', { name: 'Create the task' }));
  await keyboard.press('Enter');
  await expectColumn(page, 'Ready', [id, second]);

  await keyboard.press('/');
  await keyboard.type('farewell');
  await expect(page.getByRole('option')).toHaveCount(1);
  await keyboard.press('Enter');
  await expect(card(page, second)).toBeFocused();
  await keyboard.press('m');
  await expect(page.getByRole('menu')).toBeVisible();
  await keyboard.type('Bl');
  await keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Reason' })).toBeFocused();
  await keyboard.type('Not yet');
  await keyboard.press('Enter');
  await expectColumn(page, 'Blocked', [second]);
  await expect(card(page, second)).toBeFocused();

  await keyboard.press('/');
  await keyboard.press('ControlOrMeta+a');
  await keyboard.press('Delete');
  await keyboard.press('Enter');
  await expect(card(page, second)).toBeFocused();
  await keyboard.press('ArrowLeft');
  await expect(card(page, id)).toBeFocused();
  await keyboard.press('Space');
  await expect(card(page, id)).toHaveAttribute('aria-selected', 'true');
  await keyboard.press('r');
  const run = page.getByRole('dialog', { name: 'Run 1 task' });
  await tabTo(page, run.getByRole('button', { name: 'Run 1 task' }));
  await keyboard.press('Enter');
  await expect(run).toBeHidden();
  await expectColumn(page, 'Done', [id]);
  expect(app.git('show', `epic/${id.replace(/\.1$/, '')}:greeting.txt`)).toBe('hello');

  await expect(cardIn(page, 'Done', id)).toBeFocused();
  await keyboard.press('Escape');
  await keyboard.press('Enter');
  const panel = taskPanel(page, id);
  await tabTo(page, panel.getByRole('tab', { selected: true }));
  await keyboard.press('End');
  await expect(panel.getByRole('tab', { name: 'History' })).toBeFocused();
  await keyboard.press('Enter');
  await expect(panel.getByRole('list', { name: 'History of the task' })).toBeVisible();
  await keyboard.press('z');
  await expect(panel.getByRole('button', { name: 'Show beside the view' })).toBeVisible();
  await keyboard.press('Escape');
  await keyboard.press('Escape');
  await expect(panel).toBeHidden();

  for (const [key, title] of [
    ['r', 'Runs'],
    ['g', 'Graph'],
    ['i', 'Inbox'],
    ['s', 'Settings'],
    ['b', 'Board'],
  ] as const) {
    await keyboard.press('g');
    await keyboard.press(key);
    await expect(page.getByRole('heading', { name: title, level: 1 })).toBeFocused();
  }
  await runCommand(page, 'Use the dark theme');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help).toContainText('Move to a column');
  await keyboard.press('Escape');
  await expect(help).toBeHidden();
});

story('the keys lead to the cards, into a task and back', async ({ app, page, enter }) => {
  const { keyboard } = page;
  app.addTasks([{ id: 'e.1' }, { id: 'e.2' }]);
  await enter();
  await expect(card(page, 'e.1')).toBeVisible();
  await keyboard.press('ArrowDown');
  await expect(card(page, 'e.1')).toBeFocused();
  await keyboard.press('ArrowDown');
  await expect(card(page, 'e.2')).toBeFocused();

  await keyboard.press('e');
  const panel = taskPanel(page, 'e.2');
  const title = panel.getByRole('textbox', { name: 'Title', exact: true });
  await expect(title).toBeFocused();
  await keyboard.type('!');
  await keyboard.press('Escape');
  await expect(title).toHaveValue(/!/);
  await expect(panel).toBeVisible();
  await keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(card(page, 'e.2')).toContainText('!');
  await expect(card(page, 'e.2')).toBeFocused();

  await keyboard.press('Enter');
  await expect(panel).toBeVisible();
  await keyboard.press('z');
  await expect(page.getByRole('complementary', { name: 'Task e.2' })).toBeFocused();
  await keyboard.press('Escape');
  await expect(card(page, 'e.2')).toBeFocused();
  await keyboard.press('Escape');
  await expect(panel).toBeHidden();

  await card(page, 'e.2').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await expect(title).toBeFocused();
  await keyboard.press('Escape');
  await expect(card(page, 'e.2')).toBeFocused();
  await runCommand(page, 'Edit the task');
  await expect(title).toBeFocused();
  await keyboard.press('Escape');
  await expect(panel).toBeHidden();

  await keyboard.press('g');
  await keyboard.press('i');
  await keyboard.press('g');
  await keyboard.press('b');
  await expect(page.getByRole('heading', { name: 'Board', level: 1 })).toBeFocused();
  await keyboard.press('ArrowRight');
  await expect(card(page, 'e.2')).toBeFocused();
  await keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help).toContainText('Select or deselect the task');
  // All of it is text to read: the arrow keys scroll it at once, and after Tab too.
  await page.setViewportSize({ width: 960, height: 600 });
  await expect(help).toBeFocused();
  await keyboard.press('ArrowDown');
  await expect.poll(async () => help.evaluate((list) => list.scrollTop)).toBeGreaterThan(0);
  await keyboard.press('Tab');
  await expect(help.getByRole('button', { name: 'Close' })).toBeFocused();
  await keyboard.press('Home');
  await expect.poll(async () => help.evaluate((list) => list.scrollTop)).toBe(0);
  // What is left of the scrolling of the key before moves it no more.
  await page.waitForTimeout(500);
  expect(await help.evaluate((list) => list.scrollTop)).toBe(0);
});
