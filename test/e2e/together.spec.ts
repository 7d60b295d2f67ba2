import { card, expectColumn } from './pages/board.ts';
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
