import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expectColumn, runAllOpen, runAllReady } from './pages/board.ts';
import { expectBarFits, goToView, runCommand, toasts } from './pages/frame.ts';
import { taskPanel, terminal } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story.use({ appOptions: { config: { workflow: { redispatch_limit: 0 } } } });

story(
  'the inbox tells what a run did; an entry opens its task and counts as read',
  async ({ app, page, enter }) => {
    app.addTasks([
      { id: 'e.1' },
      { id: 'e.2', script: 'echo Oh no; exit 3' },
      { id: 'e.3', dependencies: ['e.2'] },
    ]);
    await enter();
    await runAllOpen(page);
    await expectColumn(page, 'Blocked', ['e.2']);
    await expectColumn(page, 'Done', ['e.1']);
    const tally = page.getByRole('button', { name: /^Show the run\. Ended/ });
    await expect(tally).toHaveAccessibleName(/1\/3 completed, 1 skipped, 1 blocked/);
    await expectBarFits(page);
    const bell = page
      .getByRole('banner')
      .getByRole('button', { name: /^Inbox, 1 needs you, \d+ unread/ });
    await expect(bell).toBeVisible();
    await bell.click();
    await expectBarFits(page);
    const inbox = page.getByRole('main', { name: 'Inbox' });
    const blocked = inbox.getByRole('button', { name: /e\.2.*blocked/i });
    await expect(blocked).toContainText('Unread');
    const end = inbox.getByRole('button', { name: /Batch run complete: 1\/3 tasks done/ });
    await expect(end).toContainText('Run ended, not all tasks done');

    await blocked.click();
    const panel = taskPanel(page, 'e.2');
    await expect(panel).toContainText('Blocked');
    await expect(panel.getByRole('tab', { name: 'Terminal', selected: true })).toBeVisible();
    await expect(terminal(panel)).toContainText('Oh no');
    await expect(blocked).toBeHidden();
    await page.getByRole('radio', { name: 'All' }).click();
    await expect(blocked).not.toContainText('Unread');
    await page.reload();
    await expect(page.getByRole('radio', { name: 'All' })).toBeChecked();
    await expect(blocked).toBeVisible();

    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await page.getByRole('radio', { name: 'Unread' }).click();
    await expect(inbox.getByText('Nothing is unread.')).toBeVisible();
    // Read is not dealt with: the task is blocked as before, and is told as before.
    const inBar = page.getByRole('banner').getByRole('button', { name: /^Inbox/ });
    await expect(inBar).toHaveAccessibleName('Inbox, 1 needs you');
    await page.reload();
    await expect(inbox.getByText('Nothing is unread.')).toBeVisible();
    await expect(page).toHaveTitle(/^\(1\) Inbox/);
    await inbox.getByRole('button', { name: 'Show what still needs you' }).click();
    await expect(inbox.getByRole('region', { name: 'Blocked' })).toContainText('e.2');

    await panel.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Reopen' }).click();
    await expect(inbox.getByText('Nothing needs you now.')).toBeVisible();
    await expect(inBar).toHaveAccessibleName('Inbox');
    await expect(page).toHaveTitle(/^Inbox/);
  },
);

story('the end of a run in the inbox leads to that run', async ({ app, page, enter }) => {
  app.addTasks([{ id: 'e.1' }]);
  app.cli('run', '--all');
  await enter();
  await goToView(page, 'Inbox');
  await page.getByRole('button', { name: /Batch run complete: 1\/1 tasks done/ }).click();
  await expect(page.getByRole('heading', { name: 'Runs' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('1/1 completed');
});

story(
  'what needs the person stays in Needs you and the counts, read or not, until its cause is over',
  async ({ app, page, enter }) => {
    const ask = `printf 'Overwrite the file? (y/n) '; ${app.until('answered')}; echo a > a.txt`;
    app.addTasks([{ id: 'e.1', title: 'Ask first', script: ask }]);
    await enter();
    await runAllReady(page);
    const rail = page.getByRole('navigation', { name: 'Views' });
    await expect(rail.getByRole('link', { name: /^Inbox, 1 needs you/ })).toBeVisible();
    await goToView(page, 'Inbox');
    await page.getByRole('radio', { name: 'Needs you' }).click();
    const inbox = page.getByRole('main', { name: 'Inbox' });
    const question = inbox.getByRole('button', { name: /Overwrite the file/ });
    await expect(question).toContainText('Waiting for an answer');
    await page.keyboard.press('Shift+M');
    await expect(question).not.toContainText('Unread');
    await question.click();
    await expect(question).toBeVisible();
    await expect(rail.getByRole('link', { name: 'Inbox, 1 needs you', exact: true })).toBeVisible();
    await expect(page).toHaveTitle(/^\(1\) /);

    app.makeSign('answered');
    await expect(question).toBeHidden();
    await expect(rail.getByRole('link', { name: /^Inbox(, \d+ unread)?$/ })).toBeVisible();
    await page.getByRole('radio', { name: 'All' }).click();
    await expect(question).toContainText('Waiting for an answer, over');
  },
);

story(
  'what needs the person in another open repository is told, counted, and one click away',
  async ({ app, page, shown, enter }) => {
    const other = join(app.folder, 'other-with-a-name-that-is-rather-long');
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid'];
    execFileSync('git', ['init', '--quiet', other]);
    execFileSync('git', ['-C', other, ...identity, 'commit', '-q', '--allow-empty', '-m', 'First']);
    const ask = `${app.until('left')}; printf 'Overwrite the file? (y/n) '; ${app.until('answered')}`;
    app.addTasks([{ id: 'e.1', title: 'Ask first', script: `${ask}; echo a > a.txt` }]);
    await enter();
    await runAllReady(page);
    await runCommand(page, 'Open another repository');
    await shown.chooseRepository(other);
    await expect(page).toHaveTitle(/^Board · other-with-a-name/);

    app.makeSign('left');
    const told = toasts(page).getByRole('listitem').filter({ hasText: 'repository: ' });
    await expect(told).toContainText('Overwrite the file? (y/n)');
    await expect(page).toHaveTitle(/^\(1\) Board · other-with-a-name/);
    await expectBarFits(page);
    await page.getByRole('button', { name: /^other.* 1 needs you in other workspaces/ }).click();
    const entry = page.getByRole('menuitem', { name: /^repository/ });
    await expect(entry).toContainText('1 needs you');
    await page.keyboard.press('Escape');
    await told.getByRole('button', { name: 'Open' }).click();
    await expect(terminal(taskPanel(page, 'e.1'))).toContainText('Overwrite the file?');
    await expect(page).toHaveTitle('(1) Board · repository · run 0/1 – Switchyard');

    app.makeSign('answered');
    await expect(page).toHaveTitle(/^Board · repository/);
  },
);
