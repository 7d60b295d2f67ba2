import { card, cardIn, expectColumn, runAllReady } from './pages/board.ts';
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
  'the host dies and comes back: the page works on, sends what was edited, resumes the run',
  async ({ app, page, context, enter }) => {
    const script = `echo started >> log.txt; echo Working; ${app.until('go')}; echo ended >> log.txt`;
    app.addTasks([
      { id: 'e.1', script },
      { id: 'e.2', title: 'Old title' },
    ]);
    await enter();
    await card(page, 'e.1').focus();
    await page.keyboard.press('r');
    await page.getByRole('button', { name: 'Run 1 task' }).click();
    await expect(cardIn(page, 'In progress', 'e.1')).toContainText('Working');

    await app.killHost();
    await expect(page.getByText('Host is away: you can go on working')).toBeVisible();
    const panel = await openTask(page, 'e.2');
    await panel.getByRole('textbox', { name: 'Title' }).fill('New title');
    await page.keyboard.press('Tab');
    await expect(card(page, 'e.2')).toContainText('New title');
    await expect(page.getByText('1 edit waiting')).toBeVisible();

    await app.startHost();
    const other = await context.newPage();
    await other.goto(app.url);
    await expect(card(other, 'e.2')).toContainText('New title');
    await other.close();
    await expect(page.getByText('Host is away')).toBeHidden();
    expect(app.cli('show', 'e.2')).toContain('New title');

    await expect(page.getByText('A run was interrupted')).toBeVisible();
    await page.getByRole('button', { name: 'Resume the run' }).click();
    await expect(cardIn(page, 'In progress', 'e.1')).toContainText('Working');
    app.makeSign('go');
    await expectColumn(page, 'Done', ['e.1']);
    await expect(page.getByText('A run was interrupted')).toBeHidden();
    expect(app.git('show', 'epic/e:log.txt')).toBe('started\nstarted\nended');
  },
);

story(
  'a view whose code could not be fetched is fetched when it is tried again',
  async ({ page, enter }) => {
    let isAway = true;
    await page.route('**/assets/settings-*.js', (route) =>
      isAway ? route.abort() : route.continue(),
    );
    await enter();
    await expect(page.getByRole('heading', { name: 'Board' })).toBeVisible();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('Settings could not be fetched.');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(alert).toContainText('Settings could not be fetched.');
    isAway = false;
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('textbox', { name: 'Tasks at the same time' })).toBeVisible();
  },
);
