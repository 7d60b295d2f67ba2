import type { Locator, Page } from '@playwright/test';
import { card, drag, expectColumn } from '../pages/board.ts';
import { openTask, taskPanel } from '../pages/task-panel.ts';
import { expect, servedStory as story } from '../story.ts';

/** Only with serve: the desktop app has one window. */
story(
  'two tabs and a second browser show the same, whoever edits',
  async ({ app, page, context, chromium, served, enter }) => {
    app.addTasks([{ id: 'e.1' }, { id: 'e.2' }]);
    await enter();
    await expectColumn(page, 'Ready', ['e.1', 'e.2']);
    const tab = await context.newPage();
    await tab.goto(page.url());
    // A host that is started again has a key for another browser.
    await served.kill();
    await served.start();
    const elsewhere = await chromium!.newContext();
    const second = await elsewhere.newPage();
    await second.goto(served.url);
    await expectColumn(tab, 'Ready', ['e.1', 'e.2']);
    await expectColumn(second, 'Ready', ['e.1', 'e.2']);

    const panel = await openTask(tab, 'e.1');
    await panel.getByRole('textbox', { name: 'Title' }).fill('From the other tab');
    await tab.keyboard.press('Tab');
    await expect(card(page, 'e.1')).toContainText('From the other tab');
    await expect(card(second, 'e.1')).toContainText('From the other tab');

    await drag(second, 'e.2', 'In progress');
    for (const one of [page, tab, second]) await expectColumn(one, 'Done', ['e.2']);

    await page.close();
    await panel.getByRole('textbox', { name: 'Title' }).fill('From the tab that is left');
    await tab.keyboard.press('Tab');
    await expect(card(second, 'e.1')).toContainText('From the tab that is left');
    await elsewhere.close();
  },
);

story(
  'a text that was changed elsewhere while it was written is not overwritten unasked',
  async ({ app, page, context, enter }) => {
    app.addTasks([{ id: 'e.1' }]);
    await enter();
    const mine = (await openTask(page, 'e.1')).getByRole('textbox', { name: 'Description' });
    await mine.fill('What I wrote');
    const other = await context.newPage();
    await other.goto(page.url());
    const panel = taskPanel(other, 'e.1');
    const theirs = panel.getByRole('textbox', { name: 'Description' });
    await expect(theirs).toHaveValue('');
    await theirs.fill('What they wrote');
    await theirs.press('Control+Enter');
    await expect(taskPanel(page, 'e.1').getByRole('alert')).toContainText('What they wrote');
    await mine.press('Tab');
    expect(app.cli('show', 'e.1')).toContain('What they wrote');
    await page.getByRole('button', { name: 'Save mine' }).click();
    await expect(theirs).toHaveValue('What I wrote');
    await expect.poll(() => app.cli('show', 'e.1')).toContain('What I wrote');
  },
);

story(
  'an epic that was edited elsewhere meanwhile keeps both edits, and asks where they meet',
  async ({ app, page, context, enter }) => {
    app.addTasks([{ id: 'e.1' }]);
    await enter();
    const edit = async (tab: Page): Promise<Locator> => {
      await tab.getByRole('radio', { name: 'Epics' }).click();
      await tab.getByRole('button', { name: 'Edit The epic' }).click();
      return tab.getByRole('dialog', { name: 'Edit epic e' });
    };
    const other = await context.newPage();
    await other.goto(page.url());
    const [mine, theirs] = [await edit(page), await edit(other)];
    await mine.getByRole('textbox', { name: 'Title' }).fill('My title');
    await mine.getByRole('textbox', { name: 'Description' }).fill('My goal');
    await theirs.getByRole('textbox', { name: 'Description' }).fill('Their goal');
    await theirs.getByRole('button', { name: 'Save the epic' }).click();
    await expect(theirs).toBeHidden();
    await expect.poll(() => app.cli('list', '--json')).toContain('Their goal');
    await mine.getByRole('button', { name: 'Save the epic' }).click();
    await expect(mine.getByRole('alert')).toContainText('It says now: “Their goal”');
    await mine.getByRole('button', { name: 'Save the epic' }).click();
    await expect(mine).toBeHidden();
    await expect.poll(() => app.cli('list', '--json')).toContain('My goal');
    await expect(other.getByRole('region', { name: 'My title' })).toBeVisible();
  },
);

story(
  'what is typed into a criterion stays with it, whatever others do to the list',
  async ({ app, page, context, enter }) => {
    app.addTasks([{ id: 'e.1', acceptance_criteria: ['It is one', 'It is two', 'It is three'] }]);
    await enter();
    const panel = await openTask(page, 'e.1');
    const criterion = (number: number) =>
      panel.getByRole('textbox', { name: `Criterion ${number}`, exact: true });
    await criterion(3).fill('It is three, mi');
    const other = await context.newPage();
    await other.goto(page.url());
    const theirs = taskPanel(other, 'e.1');
    await theirs.getByRole('button', { name: 'Remove criterion 1' }).click();
    await expect(criterion(2)).toHaveValue('It is three, mi');
    await expect(criterion(2)).toBeFocused();
    await page.keyboard.type('ne');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(theirs.getByRole('textbox', { name: 'Criterion 2', exact: true })).toHaveValue(
      'It is three, mine',
    );

    await criterion(1).fill('It is two, mi');
    await theirs.getByRole('button', { name: 'Remove criterion 1' }).click();
    const gone = panel.getByRole('textbox', { name: 'Removed criterion' });
    await expect(panel.getByRole('alert')).toContainText('removed elsewhere');
    await expect(gone).toBeFocused();
    await page.keyboard.type('ne');
    await page.reload();
    await expect(gone).toHaveValue('It is two, mine');
    await expect(criterion(1)).toHaveValue('It is three, mine');
    await panel.getByRole('button', { name: 'Add mine as a new one' }).click();
    await expect(gone).toBeHidden();
    await expect(criterion(2)).toHaveValue('It is two, mine');
    await expect
      .poll(() => app.cli('show', 'e.1'))
      .toMatch(/It is three, mine[\s\S]*It is two, mine/);
  },
);
