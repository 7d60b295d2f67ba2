import { renameSync } from 'node:fs';
import { expectAccessible } from './pages/accessibility.ts';
import { cardIn, expectColumn, runAllReady } from './pages/board.ts';
import { goToView, toasts } from './pages/frame.ts';
import { openTask, taskPanel, terminal } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story(
  'a reload in the middle of a run loses nothing and shows the terminal again',
  async ({ app, page, enter }) => {
    const script = `for n in 1 2 3; do echo "line $n"; done; ${app.until('go')}; echo last > a.txt; echo The end`;
    app.addTasks([
      { id: 'e.1', script },
      { id: 'e.2', dependencies: ['e.1'] },
    ]);
    await enter();
    await runAllReady(page);
    await expect(cardIn(page, 'In progress', 'e.1')).toContainText('line 3');
    await openTask(page, 'e.1');
    await expect(terminal(taskPanel(page, 'e.1'))).toContainText('line 3');

    await page.reload();
    const shown = terminal(taskPanel(page, 'e.1'));
    await expect(shown).toContainText(/line 1.*line 2.*line 3/);
    await expect(shown).toContainText('Live');
    await expectColumn(page, 'In progress', ['e.1']);
    await expectColumn(page, 'Backlog', ['e.2']);
    app.makeSign('go');
    await expect(shown).toContainText('The end');
    await expectColumn(page, 'Done', ['e.1']);
    await expectColumn(page, 'Ready', ['e.2']);

    await page.reload();
    await expect(shown).toContainText(/line 1.*line 2.*line 3.*The end/);
    await expect(shown).toContainText('Ended with exit code 0');
  },
);

story(
  'a repository that is moved away is told on every view, refused by its reason, and found again',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }]);
    await enter();
    await expectColumn(page, 'Ready', ['e.1']);
    const elsewhere = `${app.root} elsewhere`;
    renameSync(app.root, elsewhere);
    const banner = page.getByRole('status').filter({ hasText: 'was moved or deleted' });
    await expect(banner).toContainText(app.root);
    await expect(banner).toContainText('All records are kept.');
    await expectAccessible(page, 'a workspace without its repository');
    for (const view of ['Runs', 'Graph', 'Inbox', 'Settings', 'Board'] as const) {
      await goToView(page, view);
      await expect(banner).toBeVisible();
    }
    const panel = await openTask(page, 'e.1');
    await panel.getByRole('button', { name: 'Run task' }).click();
    await expect(toasts(page)).toContainText('was moved or deleted');
    await expect(toasts(page).getByRole('button', { name: /^Copy the code / })).toBeVisible();
    await expectColumn(page, 'Ready', ['e.1']);

    renameSync(elsewhere, app.root);
    await expect(banner).toBeHidden();
    await panel.getByRole('button', { name: 'Run task' }).click();
    await expectColumn(page, 'Done', ['e.1']);
  },
);
