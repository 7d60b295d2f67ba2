import { column, expectColumn, runAllReady } from './pages/board.ts';
import { openTab, openTask } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story.use({ appOptions: { config: { workflow: { redispatch_limit: 0 } } } });

story(
  'a merged task shows its diff, its evidence and its receipt, and can be taken back',
  async ({ app, page, enter }) => {
    const script = `sed -i 's/Story/A better story/' README.md; echo 'export {};' > new.ts`;
    const verify = ['grep better README.md'];
    app.addTasks([{ id: 'e.1', title: 'Tell it better', script, verify }]);
    await enter();
    await runAllReady(page);
    await expectColumn(page, 'Done', ['e.1']);
    const panel = await openTask(page, 'e.1');
    const terminal = await openTab(panel, 'Session');
    await expect(terminal).toContainText('It printed nothing.');

    const diff = await openTab(panel, 'Diff');
    const changed = diff.getByRole('list', { name: 'Changed files' });
    await expect(changed).toContainText('new.ts');
    // Git counts one line: there is none that was removed, and none after its end.
    await changed.getByRole('button', { name: 'new.ts' }).click();
    const fresh = diff.getByRole('group', { name: 'Changes of new.ts' });
    await expect(fresh.locator('.view-line')).toHaveText(['export {};']);
    await expect(fresh.locator('.line-insert')).toHaveCount(1);
    await expect(fresh.locator('.line-delete')).toHaveCount(0);
    await changed.getByRole('button', { name: 'README.md' }).click();
    const editor = diff.getByRole('group', { name: 'Changes of README.md' });
    await expect(editor).toContainText('# A better story');
    await expect(editor).toContainText('# Story');
    await diff.getByRole('radio', { name: 'Side by side' }).click();
    await expect(diff.getByRole('status')).toContainText('There is no room here for two sides');
    await diff.getByRole('button', { name: 'Widen the panel' }).click();
    await expect(editor.locator('.original .view-line')).toHaveText('# Story');
    await expect(editor.locator('.modified .view-line')).toHaveText('# A better story');
    await expect(diff.getByRole('status')).toBeEmpty();
    await panel.getByRole('button', { name: 'Show beside the view' }).click();

    const evidence = await openTab(panel, 'Evidence');
    await expect(evidence.getByRole('article')).toContainText('Passed');
    await expect(evidence.getByRole('article')).toContainText('grep better README.md');
    await evidence.getByRole('button', { name: 'Show the output' }).click();
    await expect(evidence.getByRole('article')).toContainText('# A better story');

    const receipts = await openTab(panel, 'Receipts');
    await expect(receipts).toContainText('The merged tree is the checked tree.');
    await expect(receipts).toContainText(app.git('rev-parse', 'epic/e'));
    await expect(receipts).toContainText(app.git('rev-parse', 'epic/e^{tree}'));
    await receipts.getByRole('button', { name: 'Take the merge back' }).click();
    await expect(receipts).toContainText('Merge taken back');
    await expect(column(page, 'Done').getByRole('option')).toHaveCount(0);
    expect(app.git('show', 'epic/e:README.md')).toBe('# Story');
    // What is claimed of it is true: nothing was checked when it was taken back.
    const revert = receipts.getByRole('listitem').first();
    await expect(revert).toContainText('The branch has exactly the tree from before the merge.');
    await expect(revert).toContainText('No check was run when the merge was taken back.');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(receipts.getByRole('listitem').first()).toContainText('Merge brought back');
    await expectColumn(page, 'Done', ['e.1']);
    expect(app.git('show', 'epic/e:README.md')).toBe('# A better story');

    const history = await openTab(panel, 'History');
    await expect(history.getByRole('listitem').first()).toBeVisible();
  },
);

story(
  'a check that fails blocks its task, and its output says why',
  async ({ app, page, enter }) => {
    const verify = [`${app.until('seen')}; echo 'expected 2, got 3'; exit 1`];
    app.addTasks([{ id: 'e.1', verify }]);
    await enter();
    await runAllReady(page);
    await expectColumn(page, 'Checking', ['e.1']);
    const checked = await openTask(page, 'e.1');
    const running = (await openTab(checked, 'Evidence')).getByRole('article');
    await expect(running).toContainText(/Running the checks….*echo 'expected 2, got 3'/);
    await checked.getByRole('button', { name: 'Close the panel' }).click();
    app.makeSign('seen');
    await expectColumn(page, 'Blocked', ['e.1']);
    const panel = await openTask(page, 'e.1');
    // Nobody has chosen a tab: the panel opens where the reason can be seen.
    const evidence = panel.getByRole('tabpanel', { name: 'Evidence' });
    const check = evidence.getByRole('article');
    await expect(check).toContainText('Failed');
    await expect(check).toContainText('exit 1');
    await expect(check).toContainText('expected 2, got 3');
    const diff = await openTab(panel, 'Diff');
    await expect(diff.getByRole('list', { name: 'Changed files' })).toContainText('e.1.txt');
    expect(app.git('for-each-ref', 'refs/switchyard/vault/e.1')).not.toBe('');
  },
);

story(
  'a task is opened again, which can be undone, and its merge taken back',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }]);
    await enter();
    await runAllReady(page);
    await expectColumn(page, 'Done', ['e.1']);
    const panel = await openTask(page, 'e.1');
    await panel.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: /^Reopen/ }).click();
    await expectColumn(page, 'Ready', ['e.1']);
    await expect(page.getByText('What was merged stays on the epic branch.')).toBeVisible();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expectColumn(page, 'Done', ['e.1']);
    await panel.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: /^Reopen/ }).click();
    await expectColumn(page, 'Ready', ['e.1']);
    const receipts = await openTab(panel, 'Receipts');
    await receipts.getByRole('button', { name: 'Take the merge back' }).click();
    await expect(receipts).toContainText('Merge taken back');
    expect(app.git('ls-tree', '--name-only', 'epic/e')).not.toContain('e.1.txt');
    await receipts.getByRole('button', { name: 'Bring the merge back' }).click();
    await expectColumn(page, 'Done', ['e.1']);
    expect(app.git('ls-tree', '--name-only', 'epic/e')).toContain('e.1.txt');
  },
);
