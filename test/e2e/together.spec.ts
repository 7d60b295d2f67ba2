import { card, expectColumn, runAllReady } from './pages/board.ts';
import { openTask } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story('the command line and the page work side by side', async ({ app, page, enter }) => {
  app.addTasks([{ id: 'e.1' }]);
  await enter();
  await expectColumn(page, 'Ready', ['e.1']);
  app.cli('add', 'Added from a terminal', '--epic', 'e', '--script', 'echo 2 > two.txt');
  await expect(card(page, 'e.2')).toContainText('Added from a terminal');
  app.cli('run', 'e.2');
  await expectColumn(page, 'Done', ['e.2']);
  const panel = await openTask(page, 'e.1');
  await panel.getByRole('textbox', { name: 'Title' }).fill('Edited in the page');
  await page.keyboard.press('Tab');
  await expect.poll(() => app.cli('show', 'e.1')).toContain('Edited in the page');
});

story.describe('while somebody writes into a task', () => {
  story.use({ appOptions: { config: { workflow: { max_parallel_tasks: 1 } } } });

  story(
    'an agent that begins leaves the tab, the focus and the text as they are',
    async ({ app, page, enter }) => {
      app.addTasks([
        { id: 'e.1', script: `${app.until('first')}; echo 1 > 1.txt` },
        { id: 'e.2', script: `${app.until('second')}; echo 2 > 2.txt` },
      ]);
      await enter();
      await runAllReady(page);
      await expectColumn(page, 'In progress', ['e.1']);
      const panel = await openTask(page, 'e.2');
      const description = panel.getByRole('textbox', { name: 'Description' });
      await description.pressSequentially('Half a sen');
      app.makeSign('first');
      await expectColumn(page, 'In progress', ['e.2']);
      await expect(panel).toContainText('your text is kept and can be saved when the attempt');
      // These are keys of commands outside of a field.
      await page.keyboard.type('cmX');
      await expect(description).toBeFocused();
      await expect(description).toHaveValue('Half a sen');
      await expect(description).not.toBeEditable();
      await expect(panel.getByRole('tab', { name: 'Spec', selected: true })).toBeVisible();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.keyboard.press('ControlOrMeta+Enter');
      await page.keyboard.press('Tab');
      await expect(description).toHaveValue('Half a sen');

      app.makeSign('second');
      await expectColumn(page, 'Done', ['e.1', 'e.2']);
      // It is closed by now: the text waits until the task is open again.
      await expect(panel).toContainText('your text is kept and can be saved when it is open again');
      await panel.getByRole('button', { name: 'Reopen to change' }).click();
      await expect(panel).toContainText('Not saved yet');
      await panel.getByRole('button', { name: 'Save mine' }).click();
      await expect(panel).not.toContainText('Not saved yet');
      await expect.poll(() => app.cli('show', 'e.2')).toContain('Half a sen');
    },
  );
});
