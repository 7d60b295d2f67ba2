import { card, cardIn, expectColumn } from './pages/board.ts';
import { runCommand, toasts } from './pages/frame.ts';
import { focusCard, goWithKeys, pressWithKeys, runFocused, tabTo } from './pages/keyboard.ts';
import { taskPanel, terminal } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

/** The stories of the other files once more, by somebody who has no mouse. */
const one = `---
id: TASK-1
title: Greet people
status: To Do
script: echo hello > greeting.txt
---
`;

story.describe('without a mouse, with a Backlog.md folder', () => {
  story.use({ appOptions: { files: { 'backlog/tasks/task-1 - Greet.md': one } } });

  story('it is imported and run', async ({ page, enter }) => {
    await enter();
    await expect(page.getByRole('button', { name: 'Import 1 task' })).toBeVisible();
    await runCommand(page, 'Import epics and tasks');
    const dialog = page.getByRole('dialog', { name: 'Import epics and tasks' });
    await pressWithKeys(page, dialog.getByRole('button', { name: 'Import 1 task' }));
    await expect(dialog.getByRole('status')).toContainText('1 task added');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await focusCard(page, 'TASK-1');
    await runFocused(page);
    await expectColumn(page, 'Done', ['TASK-1']);
  });
});

story(
  'without a mouse, an agent that asks is found in the inbox, answered, and its terminal left',
  async ({ app, page, enter }) => {
    const ask = `printf 'Overwrite the file? (y/n) '; read answer </dev/tty; echo "$answer" > a.txt; ${app.until('left')}`;
    app.addTasks([{ id: 'e.1', title: 'Ask first', script: ask }]);
    await enter();
    await focusCard(page, 'e.1');
    await runFocused(page);
    await expect(cardIn(page, 'In progress', 'e.1')).toContainText('Overwrite the file? (y/n)');

    await goWithKeys(page, 'i', 'Inbox');
    const entry = page.getByRole('main').getByRole('button', { name: /Overwrite the file/ });
    await pressWithKeys(page, entry);
    const panel = taskPanel(page, 'e.1');
    await expect(terminal(panel)).toContainText('Overwrite the file? (y/n)');
    await tabTo(page, terminal(panel).getByRole('textbox', { name: 'Terminal input' }));
    await page.keyboard.type('yes');
    await page.keyboard.press('Enter');

    // Tab is the program's; this key is what leads out.
    await expect(terminal(panel)).toContainText('Ctrl+Shift+↵ leaves the terminal');
    await page.keyboard.press('Control+Shift+Enter');
    const exit = panel.getByRole('button', { name: 'Copy the selection, or all text' });
    await expect(exit).toBeFocused();
    await expect(toasts(page)).not.toContainText('The text of the terminal was copied.');
    app.makeSign('left');
    await goWithKeys(page, 'b', 'Board');
    await expectColumn(page, 'Done', ['e.1']);
    expect(app.git('show', 'epic/e:a.txt')).toBe('yes');
  },
);

story(
  'without a mouse, a move that may not be says why, and leaves the card where it was',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }, { id: 'e.2', dependencies: ['e.1'] }]);
    await enter();
    await focusCard(page, 'e.2');
    await page.keyboard.press('m');
    const menu = page.getByRole('menu');
    const refused = menu.getByRole('menuitem', { name: /^Checking/ });
    await expect(menu.getByRole('menuitem', { name: /^In progress/ })).toContainText(
      'e.2 waits for e.1.',
    );
    await expect(refused).toContainText('e.2 goes to Checking by itself');
    await page.keyboard.press('End');
    for (let up = 0; up < 2; up += 1) await page.keyboard.press('ArrowUp');
    await expect(refused).toBeFocused();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
    await expectColumn(page, 'Backlog', ['e.2']);
    await expect(card(page, 'e.2')).toBeFocused();
  },
);

story('without a mouse, a run is cancelled', async ({ app, page, enter }) => {
  app.addTasks([
    { id: 'e.1', script: `echo Half done; ${app.until('rest')}; echo all > all.txt` },
    { id: 'e.2', dependencies: ['e.1'] },
  ]);
  await enter();
  await expectColumn(page, 'Ready', ['e.1']);
  await runCommand(page, 'Run all open tasks');
  const dialog = page.getByRole('dialog', { name: 'Run 2 tasks' });
  await pressWithKeys(page, dialog.getByRole('button', { name: 'Run 2 tasks' }));
  await expect(cardIn(page, 'In progress', 'e.1')).toContainText('Half done');
  await goWithKeys(page, 'r', 'Runs');
  await pressWithKeys(page, page.getByRole('button', { name: 'Cancel the run' }));
  // The list of runs, which is closed, has the same words.
  const words = (text: string) => page.getByText(text).filter({ visible: true });
  await expect(words('2 tasks, finishing what runs, starting nothing new')).toBeVisible();
  app.makeSign('rest');
  await expect(words('2 tasks, cancelled')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('1/2 completed');
});

story(
  'without a mouse, the diff and the evidence of a merged task are read',
  async ({ app, page, enter }) => {
    const script = `sed -i 's/Story/A better story/' README.md; echo 'export {};' > new.ts`;
    app.addTasks([{ id: 'e.1', script, verify: ['grep better README.md'] }]);
    app.cli('run', 'e.1');
    await enter();
    await expectColumn(page, 'Done', ['e.1']);
    await focusCard(page, 'e.1');
    await page.keyboard.press('Enter');
    const panel = taskPanel(page, 'e.1');
    const tab = (name: string) => panel.getByRole('tab', { name });
    await tabTo(page, panel.getByRole('tab', { selected: true }));
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(tab('Diff')).toBeFocused();
    await page.keyboard.press('Enter');
    const diff = panel.getByRole('tabpanel', { name: 'Diff' });
    const changed = diff.getByRole('list', { name: 'Changed files' });
    await pressWithKeys(page, changed.getByRole('button', { name: 'README.md' }));
    const editor = diff.getByRole('group', { name: 'Changes of README.md' });
    await expect(editor).toContainText('# A better story');

    await page.keyboard.press('Shift+Tab');
    while ((await tab('Diff').and(page.locator(':focus')).count()) === 0) {
      await page.keyboard.press('Shift+Tab');
    }
    await page.keyboard.press('ArrowRight');
    await expect(tab('Evidence')).toBeFocused();
    await page.keyboard.press('Enter');
    const evidence = panel.getByRole('tabpanel', { name: 'Evidence' });
    await expect(evidence.getByRole('article')).toContainText('Passed');
    await pressWithKeys(page, evidence.getByRole('button', { name: 'Show the output' }));
    await expect(evidence.getByRole('article')).toContainText('# A better story');
  },
);
