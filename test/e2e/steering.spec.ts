import type { Locator, Page } from '@playwright/test';
import { cardIn, expectColumn, runAllReady, runButton } from './pages/board.ts';
import { goToView, toasts } from './pages/frame.ts';
import { openTab, openTask } from './pages/task-panel.ts';
import { expect, story } from './story.ts';
import type { StoryApp } from './story-app.ts';

/** One after the other. */
const config = { workflow: { max_parallel_tasks: 1 } };

story.use({ appOptions: { config } });

/** The top bar's word on the run, which ends ten seconds after it. */
function runInTopBar(page: Page): Locator {
  return page.getByRole('banner').getByRole('button', { name: /^Show the run/ });
}

function addTwo(app: StoryApp): void {
  const script = `echo half > half.txt; echo Half done; ${app.until('rest')}; echo all > all.txt`;
  app.addTasks([{ id: 'e.1', script }, { id: 'e.2' }]);
}

story(
  'a cancelled run finishes what runs, starts nothing new and tells its tally',
  async ({ app, page, enter }) => {
    addTwo(app);
    await enter();
    await runAllReady(page);
    await expect(cardIn(page, 'In progress', 'e.1')).toContainText('Half done');
    await goToView(page, 'Runs');
    await page.getByRole('button', { name: 'Cancel the run' }).click();
    await expect(
      page.getByText('2 tasks, finishing what runs, starting nothing new'),
    ).toBeVisible();
    await expect(runInTopBar(page)).toHaveAccessibleName(/tasks done, finishing what runs/);
    await expect(runInTopBar(page)).toContainText('Finishing');
    await goToView(page, 'Board');
    const why = 'The run is being cancelled: start a new one when it has ended.';
    await expect(runButton(page)).toBeDisabled();
    const panel = await openTask(page, 'e.2');
    await expect(panel.getByText('Open', { exact: true })).toBeVisible();
    const runTask = panel.getByRole('button', { name: 'Run task' });
    await expect(runTask).toBeDisabled();
    await expect(runTask).toHaveAccessibleDescription(why);
    await page.keyboard.press('Shift+R');
    await expect(toasts(page)).toContainText(why);
    await panel.getByRole('button', { name: 'Close the panel' }).click();
    await goToView(page, 'Runs');

    app.makeSign('rest');
    await expect(page.getByText('2 tasks, cancelled')).toBeVisible();
    await expect(runInTopBar(page)).toHaveAccessibleName(
      /^Show the run. Cancelled: 1\/2 completed/,
    );
    await expect(page.getByRole('main')).toContainText('1/2 completed');
    await expect(page.getByRole('log')).toContainText('Batch run cancelled: 1/2 done');
    await goToView(page, 'Board');
    await expectColumn(page, 'Done', ['e.1']);
    await expectColumn(page, 'Ready', ['e.2']);
  },
);

story(
  'stopped now, the agent ends at once and its work is in the vault',
  async ({ app, page, enter }) => {
    addTwo(app);
    await enter();
    await runAllReady(page);
    await expect(cardIn(page, 'In progress', 'e.1')).toContainText('Half done');
    await goToView(page, 'Runs');
    await page.getByRole('button', { name: 'Stop now' }).click();
    await expect(page.getByText('2 tasks, cancelled')).toBeVisible();
    await expect(page.getByRole('main')).toContainText('0/2 completed');

    await goToView(page, 'Board');
    await expectColumn(page, 'In progress', []);
    const panel = await openTask(page, 'e.1');
    const snapshots = await openTab(panel, 'Snapshots');
    await expect(snapshots.getByRole('combobox', { name: 'Snapshot' })).toContainText(
      'work of attempt 1',
    );
    await expect(snapshots.getByRole('list', { name: 'Changed files' })).toContainText('half.txt');
    await snapshots.getByRole('button', { name: 'Restore as a branch' }).click();
    const restored = page.getByText(/^The snapshot is on the branch /);
    await expect(restored).toBeVisible();
    const branch = (await restored.textContent())?.match(/branch (\S+?)\.?$/)?.[1] ?? '';
    expect(app.git('show', `${branch}:half.txt`)).toBe('half');
    expect(app.git('branch', '--show-current')).toBe('main');
  },
);

story('a paused run starts nothing until it goes on', async ({ app, page, enter }) => {
  addTwo(app);
  await enter();
  await runAllReady(page);
  await expectColumn(page, 'In progress', ['e.1']);
  await goToView(page, 'Runs');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('2 tasks, paused')).toBeVisible();
  await expect(runInTopBar(page)).toContainText('Paused');
  app.makeSign('rest');
  await goToView(page, 'Board');
  await expectColumn(page, 'Done', ['e.1']);
  await expectColumn(page, 'Ready', ['e.2']);
  await expectColumn(page, 'In progress', []);
  await expect(cardIn(page, 'Ready', 'e.2').getByTitle('Queued')).toBeVisible();
  const panel = await openTask(page, 'e.2');
  await expect(panel.getByText('Queued', { exact: true })).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Run task' })).toHaveAccessibleDescription(
    'e.2 is in the active run: it starts when the run goes on.',
  );
  await goToView(page, 'Graph');
  const graph = page.getByRole('region', { name: 'Dependency graph' });
  await expect(graph.getByText('Queued', { exact: true })).toBeVisible();

  await goToView(page, 'Runs');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('2 tasks, completed')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('2/2 completed');
});
