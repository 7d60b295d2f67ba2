import { card, expectColumn, runAllReady } from './pages/board.ts';
import { openTab, openTask } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

const manifest = '{"scripts":{"test":"true"}}';

story(
  'work that changes its own check is marked on its card, its changes, its evidence and its receipt',
  async ({ app, page, enter }) => {
    const script = `echo '${manifest}' > package.json; echo x > x.txt`;
    app.addTasks([{ id: 'e.1', title: 'Change the check', script, verify: ['true'] }]);
    await enter();
    await runAllReady(page);
    await expectColumn(page, 'Done', ['e.1']);
    const seen = 'The check was changed by this work: package.json (scripts.test)';
    await expect(card(page, 'e.1')).toContainText(`Marked: ${seen}.`);
    const panel = await openTask(page, 'e.1');
    const diff = await openTab(panel, 'Diff');
    await expect(diff.getByRole('region', { name: 'Marks of this work' })).toContainText(seen);
    const evidence = await openTab(panel, 'Evidence');
    const check = evidence.getByRole('article');
    await expect(check.getByRole('region', { name: 'Marks of this check' })).toContainText(seen);
    await expect(check).toContainText('Clean: no agent has ever worked there');
    await expect(check).toContainText('Not known: the check does not say which tests it ran');
    const receipts = await openTab(panel, 'Receipts');
    await expect(receipts.getByRole('region', { name: 'Marks of this merge' })).toContainText(seen);
  },
);

story(
  'work whose checks passed and failed on the same tree waits for a word, which the keyboard gives',
  async ({ app, page, enter }) => {
    const tries = app.sign('tries');
    const verify = [`echo x >> ${tries}; test $(wc -l < ${tries}) -gt 1`];
    app.addTasks([{ id: 'e.1', script: 'echo a > a.txt', verify }]);
    await enter();
    await runAllReady(page);
    const reason = 'passed and failed on the same tree: 1 of 2 tries passed';
    await expect(card(page, 'e.1')).toContainText(reason);
    const panel = await openTask(page, 'e.1');
    const note = panel.getByRole('region', { name: 'Why its merge waits' });
    await expect(note).toContainText(reason);
    const evidence = await openTab(panel, 'Evidence');
    await expect(evidence.getByRole('article')).toHaveCount(2);
    await expect(evidence.getByRole('article').first()).toContainText('Flaky');
    await note.getByRole('button', { name: 'Run the checks again' }).press('Enter');
    await expect(note).toContainText('2 of 3 tries passed');
    await note.getByRole('button', { name: 'Land it with the mark' }).press('Enter');
    await expectColumn(page, 'Done', ['e.1']);
    const receipts = await openTab(panel, 'Receipts');
    await expect(receipts.getByRole('region', { name: 'Marks of this merge' })).toContainText(
      '2 of 3 tries passed',
    );
  },
);
