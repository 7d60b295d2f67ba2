import { card, cardIn, expectColumn, runAllReady } from './pages/board.ts';
import { openTask } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story.describe('a task whose checks fail', () => {
  story.use({ appOptions: { config: { workflow: { redispatch_limit: 0 } } } });

  story(
    'says on its card why it is blocked, and is opened again with one button',
    async ({ app, page, enter }) => {
      app.addTasks([{ id: 'e.1', verify: ['test -f never.txt'] }]);
      await enter();
      await runAllReady(page);
      const reason = cardIn(page, 'Blocked', 'e.1').getByTitle(/^Stuck after 1 attempt: /);
      await expect(reason).toHaveText('Verification failed: "test -f never.txt" exit 1.');
      expect(await reason.evaluate((line) => line.scrollHeight <= line.clientHeight)).toBe(true);
      const panel = await openTask(page, 'e.1');
      await panel.getByRole('button', { name: 'Reopen' }).click();
      await expectColumn(page, 'Ready', ['e.1']);
      await expect(panel.getByRole('button', { name: 'Run task' })).toBeVisible();
    },
  );
});

story('the card of the task in the panel is marked', async ({ app, page, enter }) => {
  app.addTasks([{ id: 'e.1' }, { id: 'e.2' }]);
  await enter();
  const panel = await openTask(page, 'e.2');
  await expect(card(page, 'e.2')).toHaveAttribute('aria-current', 'true');
  await expect(card(page, 'e.1')).not.toHaveAttribute('aria-current');
  await openTask(page, 'e.1');
  await expect(card(page, 'e.1')).toHaveAttribute('aria-current', 'true');
  await expect(card(page, 'e.2')).not.toHaveAttribute('aria-current');
  await expect(panel).toBeHidden();
});
