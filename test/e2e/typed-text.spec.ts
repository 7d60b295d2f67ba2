import type { Locator, Page } from '@playwright/test';
import { card, expectColumn } from './pages/board.ts';
import { goToView } from './pages/frame.ts';
import { inPage } from './pages/in-page.ts';
import { editDescription, openTask, taskPanel } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

async function openNewTask(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await page.getByRole('menuitem', { name: 'New task' }).click();
  return page.getByRole('dialog', { name: 'New task' });
}

story(
  'Enter in the list of a new task picks what matches, and never creates the task without it',
  async ({ app, page, enter }) => {
    app.addTasks([
      { id: 'e.1', title: 'Subtract' },
      { id: 'e.2', title: 'Divide' },
    ]);
    await enter();
    const dialog = await openNewTask(page);
    await dialog.getByRole('textbox', { name: 'Title', exact: true }).fill('Uses both');
    const waits = dialog.getByRole('combobox', { name: 'Waits for' });
    await waits.click();
    await page.keyboard.type('sub');
    await expect(page.getByRole('option', { name: /Subtract/ })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('list', { name: 'Waits for' })).toContainText('e.1');
    await expect(waits).toHaveValue('');
    // Faster than the list can be drawn.
    await page.keyboard.type('divi');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('list', { name: 'Waits for' })).toContainText('e.2');

    // What matches nothing stays, is told, and holds the form back.
    await page.keyboard.type('nothing like it');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText(/Nothing matches “nothing like it”/)).toBeVisible();
    await expect(waits).toHaveValue('nothing like it');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(dialog).toBeVisible();
    await dialog.getByRole('button', { name: 'Create the task' }).click();
    await expect(waits).toBeFocused();
    await expect(dialog).toBeVisible();
    await waits.fill('');
    await dialog.getByRole('button', { name: 'Create the task' }).click();
    await expect(dialog).toBeHidden();
    await expectColumn(page, 'Backlog', ['e.3']);
    await expect.poll(() => app.cli('show', 'e.3', '--json')).toMatch(/"e\.1",\s*"e\.2"/);
  },
);

story(
  'Enter in the list of the panel adds the first that matches; what is left there is not taken away',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }, { id: 'e.2', title: 'Subtract' }, { id: 'e.3' }]);
    await enter();
    const panel = await openTask(page, 'e.1');
    const waits = panel.getByRole('combobox', { name: 'Wait for another task' });
    await waits.click();
    await page.keyboard.type('subtr');
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('group', { name: 'Waits for' })).toContainText('Subtract');
    await expectColumn(page, 'Backlog', ['e.1']);
    await page.keyboard.type('e.3');
    await page.keyboard.press('Tab');
    await expect(waits).toHaveValue('e.3');
    await expect(panel.getByText(/“e\.3” is not chosen yet: Enter takes e\.3/)).toBeVisible();
    await waits.press('Enter');
    await expect.poll(() => app.cli('show', 'e.1', '--json')).toMatch(/"e\.2",\s*"e\.3"/);
    const writer = panel.getByRole('combobox', { name: 'Tests are written by' });
    await writer.fill('subtr');
    await writer.press('Enter');
    await expect(writer).toHaveValue('e.2 Subtract');
  },
);

story(
  'Esc keeps what was typed, in every field of the panel; Ctrl+Z goes back',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1', title: 'Add' }]);
    await enter();
    const panel = await openTask(page, 'e.1');
    const typed: readonly (readonly [string, string])[] = [
      ['Title', 'Add two numbers'],
      ['Description', 'A paragraph that took a while.'],
      ['Labels', 'arithmetic'],
      ['Checks', 'npm run sums'],
      ['Files to modify', 'src/add.js'],
      ['Test files', 'test/add.js'],
      ['Script', 'echo typed'],
    ];
    for (const [name, text] of typed) {
      const field = panel.getByRole('textbox', { name, exact: true });
      await field.click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(text);
      await page.keyboard.press('Escape');
      await expect(panel).toBeVisible();
      await expect(field).toHaveValue(text);
      await expect.poll(() => app.cli('show', 'e.1', '--json')).toContain(text);
    }

    const description = await editDescription(panel);
    await expect(description).toBeFocused();
    await page.keyboard.press('End');
    await page.keyboard.type(' And more.');
    await page.keyboard.press('Escape');
    await expect.poll(() => app.cli('show', 'e.1', '--json')).toContain('And more.');
    // The browser takes back a few letters at a time.
    await expect(async () => {
      await page.keyboard.press('ControlOrMeta+Z');
      expect(await description.inputValue()).not.toContain('And more');
    }).toPass();
    await page.keyboard.press('Escape');
    await expect.poll(() => app.cli('show', 'e.1', '--json')).not.toContain('And more.');

    // The line of a new criterion keeps it for the next time.
    const criterion = panel.getByRole('textbox', { name: 'New criterion' });
    await criterion.click();
    await page.keyboard.type('Half a criterion');
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await openTask(page, 'e.1');
    await expect(criterion).toHaveValue('Half a criterion');
    await criterion.press('Enter');
    const first = panel.getByRole('textbox', { name: 'Criterion 1' });
    await first.click();
    await page.keyboard.press('End');
    await page.keyboard.type(', now whole');
    await page.keyboard.press('Escape');
    await expect
      .poll(() => app.cli('show', 'e.1', '--json'))
      .toContain('Half a criterion, now whole');
  },
);

story(
  'a closed task is read, not edited: it has to be opened again first',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1', title: 'Done' }]);
    app.cli('run', '--all');
    await enter();
    await expectColumn(page, 'Done', ['e.1']);
    await card(page, 'e.1').focus();
    await page.keyboard.press('E');
    const panel = taskPanel(page, 'e.1');
    const reopen = panel.getByRole('button', { name: 'Reopen to change' });
    await expect(reopen).toBeFocused();
    const title = panel.getByRole('textbox', { name: 'Title', exact: true });
    await title.click();
    await page.keyboard.type('Changed');
    await expect(title).toHaveValue('Done');
    await expect(panel.getByRole('textbox', { name: 'New criterion' })).toBeHidden();
    await expect(panel.getByRole('combobox', { name: 'Wait for another task' })).toBeHidden();
    await expect(panel.getByRole('combobox', { name: 'Priority' })).toBeDisabled();

    await reopen.focus();
    await page.keyboard.press('Enter');
    await expectColumn(page, 'Ready', ['e.1']);
    await title.click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('Changed');
    await page.keyboard.press('Escape');
    await expect.poll(() => app.cli('show', 'e.1')).toContain('Changed');
  },
);

story(
  'the focus that a key leads somewhere is not fetched back from whoever moves it on at once',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1', title: 'Done' }]);
    app.cli('run', '--all');
    await enter();
    await expectColumn(page, 'Done', ['e.1']);
    await card(page, 'e.1').focus();
    await inPage(
      page,
      `document.addEventListener('focusin', ({ target }) => {
        if (target.textContent !== 'Reopen to change') return;
        document.querySelector('aside [role="tabpanel"] input').focus();
      })`,
    );
    await page.keyboard.press('E');
    const title = taskPanel(page, 'e.1').getByRole('textbox', { name: 'Title', exact: true });
    await expect(title).toBeFocused();
    await page.waitForTimeout(500);
    await expect(title).toBeFocused();
  },
);

story('Esc keeps what was typed into a setting', async ({ page, enter }) => {
  await enter();
  await goToView(page, 'Settings');
  const tests = page.getByRole('textbox', { name: 'Test command', exact: true });
  await tests.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('npm run sums');
  await page.keyboard.press('Escape');
  await expect(tests).toHaveValue('npm run sums');
  await page.reload();
  await expect(tests).toHaveValue('npm run sums');
});

story(
  'what is typed into the line of a new entry, or not chosen yet, is there again after a reload',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }, { id: 'e.2', title: 'Subtract' }]);
    await enter();
    const dialog = await openNewTask(page);
    const waits = dialog.getByRole('combobox', { name: 'Waits for' });
    await waits.click();
    await page.keyboard.type('sub');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await openNewTask(page);
    await expect(waits).toHaveValue('sub');
    await expect(dialog.getByText(/“sub” is not chosen yet/)).toBeVisible();
    await page.keyboard.press('Escape');

    await goToView(page, 'Settings');
    const type = page.getByRole('textbox', { name: 'New type', exact: true });
    await type.fill('docs');
    await page.reload();
    await expect(type).toHaveValue('docs');
  },
);

story(
  'the text of a field in two tabs is kept for both when they are closed',
  async ({ page, enter }) => {
    await enter();
    const other = await page.context().newPage();
    await other.goto(page.url());
    for (const [tab, text] of [
      [page, 'AAA'],
      [other, 'BBB'],
    ] as const) {
      const dialog = await openNewTask(tab);
      await dialog.getByRole('textbox', { name: 'Description' }).fill(text);
    }
    const address = page.url();
    const third = await page.context().newPage();
    await page.close();
    await other.close();
    await third.goto(address);
    const dialog = await openNewTask(third);
    const description = dialog.getByRole('textbox', { name: 'Description' });
    await expect(description).toHaveValue('BBB');
    await dialog.getByRole('button', { name: 'Start over' }).click();
    await third.keyboard.press('Escape');
    await openNewTask(third);
    await expect(description).toHaveValue('AAA');
  },
);
