import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { card, cardIn, expectColumn, runAllOpen, runAllReady } from './pages/board.ts';
import { expectBarFits, goToView, runCommand, toasts } from './pages/frame.ts';
import { taskPanel, terminal } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story.use({ appOptions: { config: { workflow: { redispatch_limit: 0 } } } });

story(
  'the inbox says what a run did as one entry, and what is blocked until it is not',
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
    await expect(tally).toContainText('1 done · 1 blocked · 1 skipped');
    // It can never start like this, and looks like it.
    await expect(card(page, 'e.3')).toContainText('waits fore.2');
    await page.getByRole('searchbox', { name: 'Filter the board' }).fill('is:needs-me');
    await expectColumn(page, 'Blocked', ['e.2']);
    await expect(page.getByRole('option')).toHaveCount(1);
    await page.getByRole('searchbox', { name: 'Filter the board' }).fill('');
    await expectBarFits(page);
    const inBar = page.getByRole('banner').getByRole('button', { name: /^Inbox/ });
    await expect(inBar).toHaveAccessibleName('Inbox, 1 needs you, 1 unread');
    await inBar.click();
    await expectBarFits(page);
    const inbox = page.getByRole('main', { name: 'Inbox' });
    const blocked = inbox.getByRole('button', { name: /e\.2 is blocked: .*exit code 3/ });
    await expect(blocked).toContainText('Unread');

    await blocked.click();
    const panel = taskPanel(page, 'e.2');
    await expect(panel).toContainText('Blocked');
    await expect(panel.getByRole('tab', { name: 'Session', selected: true })).toBeVisible();
    await expect(terminal(panel)).toContainText('Oh no');
    await expect(blocked).not.toContainText('Unread');
    await page.getByRole('radio', { name: 'What happened' }).click();
    const run = inbox.getByRole('button', { name: /Run of 3 tasks, ended with tasks left/ });
    await expect(run).toContainText('Unread');
    await expect(run).toContainText('1 done · 1 blocked · 1 skipped');
    await run.click();
    await expect(run).not.toContainText('Unread');
    const end = inbox.getByRole('button', { name: /Batch run complete: 1\/3 tasks done/ });
    await expect(end).toContainText('Run ended, not all tasks done');
    await page.reload();
    await expect(page.getByRole('radio', { name: 'What happened' })).toBeChecked();
    await expect(run).toBeVisible();

    // Read is not dealt with: the task is blocked as before, and is counted as before.
    await expect(inBar).toHaveAccessibleName('Inbox, 1 needs you');
    await expect(page).toHaveTitle(/^\(1\) Inbox/);
    await page.getByRole('radio', { name: 'Needs you' }).click();
    await expect(inbox.getByRole('region', { name: 'Blocked' })).toContainText('e.2');
    await panel.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Reopen' }).click();
    await expect(inbox.getByText('Nothing needs you now.')).toBeVisible();
    await expect(inBar).toHaveAccessibleName('Inbox');
    await expect(page).toHaveTitle(/^Inbox/);
    await page.getByRole('radio', { name: 'What happened' }).click();
    await inbox.getByRole('button', { name: 'Show the run of 3 tasks' }).click();
    await expect(page.getByRole('heading', { name: 'Runs' })).toBeVisible();
    await expect(page.getByRole('main')).toContainText('1/3 completed');
  },
);

story(
  'a question stands on its card, is answered with one key or click, and needs nobody afterwards',
  async ({ app, page, enter }) => {
    const ask = (file: string): string =>
      `printf 'Overwrite the file? (y/n) '; read answer </dev/tty; echo "$answer" > ${file}`;
    app.addTasks([
      { id: 'e.1', title: 'Ask first', script: ask('a.txt') },
      { id: 'e.2', title: 'Ask too', script: ask('b.txt') },
    ]);
    await enter();
    await runAllReady(page);
    const first = cardIn(page, 'In progress', 'e.1');
    await expect(first).toContainText('Overwrite the file? (y/n)');
    const rail = page.getByRole('navigation', { name: 'Views' });
    await expect(rail.getByRole('link', { name: /^Inbox, 2 need you/ })).toBeVisible();
    await page.getByRole('searchbox', { name: 'Filter the board' }).fill('is:waiting');
    await expectColumn(page, 'In progress', ['e.1', 'e.2']);
    await page.getByRole('searchbox', { name: 'Filter the board' }).fill('');

    await first.click();
    const answers = taskPanel(page, 'e.1').getByRole('group', { name: 'Answers to e.1' });
    await expect(answers).toBeFocused();
    await page.keyboard.press('y');
    await expectColumn(page, 'Done', ['e.1']);
    await expect(answers).toBeHidden();

    await goToView(page, 'Inbox');
    const inbox = page.getByRole('main', { name: 'Inbox' });
    const question = inbox.getByRole('button', { name: /e\.2 asks: Overwrite the file/ });
    await page.keyboard.press('Shift+M');
    await expect(question).not.toContainText('Unread');
    await expect(page).toHaveTitle(/^\(1\) /);
    await inbox.getByRole('button', { name: 'No' }).click();
    await expect(inbox.getByText('Nothing needs you now.')).toBeVisible();
    await expect(page).toHaveTitle(/^Inbox/);
    await expect.poll(() => app.git('branch', '--list', 'epic/e')).toContain('epic/e');
    await goToView(page, 'Board');
    await expectColumn(page, 'Done', ['e.1', 'e.2']);
    expect([app.git('show', 'epic/e:a.txt'), app.git('show', 'epic/e:b.txt')]).toEqual(['y', 'n']);
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
    await expect(page).toHaveTitle('(1) Board · repository · 0 of 1 done – Switchyard');

    app.makeSign('answered');
    await expect(page).toHaveTitle(/^Board · repository/);
  },
);
