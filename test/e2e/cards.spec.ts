import { card, cardIn, expectColumn, runAllReady } from './pages/board.ts';
import { openTab, openTask } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story.describe('a task whose checks fail', () => {
  story.use({ appOptions: { config: { workflow: { redispatch_limit: 0 } } } });

  story(
    'says why it is blocked on its card and in its panel, and is run or opened again with one button',
    async ({ app, page, enter }) => {
      app.addTasks([{ id: 'e.1', verify: ['test -f never.txt'] }]);
      await enter();
      await runAllReady(page);
      const reason = cardIn(page, 'Blocked', 'e.1').getByTitle(/^Stuck after 1 attempt: /);
      await expect(reason).toHaveText('Verification failed: "test -f never.txt" (exit 1).');
      expect(await reason.evaluate((line) => line.scrollHeight <= line.clientHeight)).toBe(true);
      const panel = await openTask(page, 'e.1');
      const evidence = panel.getByRole('tab', { name: 'Evidence', selected: true });
      await expect(evidence).toBeVisible();
      const note = panel.getByRole('region', { name: 'Why it is blocked' });
      await expect(note).toContainText(
        'Stuck after 1 attempt: Verification failed: "test -f never.txt" ended with exit code 1.',
      );
      await expect(note).toContainText('The work of its attempts is kept in Snapshots.');
      await openTab(panel, 'Spec');
      await note.getByRole('button', { name: 'Show the check' }).click();
      await expect(evidence).toBeVisible();
      await expect(evidence).toBeFocused();
      await note.getByRole('button', { name: 'Run again' }).click();
      // The tab stays for its reader while the agent works and fails again.
      await expect(panel.getByRole('tab', { name: /^Session\s*2/ })).toBeVisible();
      await expect(evidence).toHaveText(/2/);
      await expectColumn(page, 'Blocked', ['e.1']);
      await note.getByRole('button', { name: 'Reopen' }).press('Enter');
      await expect(panel.getByRole('heading', { name: 'Do e.1' })).toBeFocused();
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
