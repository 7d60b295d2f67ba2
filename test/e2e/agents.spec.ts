import { cardIn, drag, expectColumn, take } from './pages/board.ts';
import { goToView, toasts } from './pages/frame.ts';
import { openTask, session, taskPanel, terminal } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story(
  'a card dragged into In progress starts its agent, whose terminal is in the panel',
  async ({ app, page, enter }) => {
    const script = `echo 'Reading the code'; echo a > a.txt; ${app.until('looked')}; echo 'All done'`;
    app.addTasks([
      { id: 'e.1', title: 'Look around', script },
      { id: 'e.2', dependencies: ['e.1'] },
    ]);
    await enter();
    await drag(page, 'e.1', 'In progress');
    await expectColumn(page, 'In progress', ['e.1']);
    await expect(cardIn(page, 'In progress', 'e.1')).toContainText('Reading the code');
    const panel = await openTask(page, 'e.1');
    await expect(terminal(panel)).toContainText('Reading the code');
    await expect(terminal(panel)).toContainText('Live');

    app.makeSign('looked');
    await expect(terminal(panel)).toContainText('All done');
    await expectColumn(page, 'Done', ['e.1']);
    await expect(terminal(panel)).toContainText('Ended with exit code 0');

    await page.reload();
    await expect(terminal(panel)).toContainText('Ended with exit code 0');
    const other = await openTask(page, 'e.2');
    await expect(other.getByRole('tab', { name: 'Spec' })).toHaveAttribute('aria-selected', 'true');
    await page.goBack();
    await expect(terminal(panel)).toContainText('Ended with exit code 0');
  },
);

story(
  'an agent that asks is told everywhere; what is typed into its terminal lets it go on',
  async ({ app, page, enter }) => {
    const ask = `printf 'Overwrite the file? (y/n) '; read answer </dev/tty; echo "$answer" > a.txt`;
    app.addTasks([{ id: 'e.1', title: 'Ask first', script: ask }]);
    await enter();
    await drag(page, 'e.1', 'In progress');
    const waiting = cardIn(page, 'In progress', 'e.1');
    await expect(waiting).toContainText('Overwrite the file? (y/n)');
    const bell = page.getByRole('banner').getByRole('button', { name: /^Inbox, 1 needs you/ });
    await expect(bell).toBeVisible();
    await expect(toasts(page)).toContainText('Overwrite the file? (y/n)');

    await bell.click();
    await page
      .getByRole('main')
      .getByRole('button', { name: /Overwrite the file/ })
      .click();
    const panel = taskPanel(page, 'e.1');
    await expect(terminal(panel)).toContainText('Overwrite the file? (y/n)');
    await panel.getByRole('button', { name: 'Type into the terminal' }).click();
    await page.keyboard.type('yes\n');

    await goToView(page, 'Board');
    await expectColumn(page, 'Done', ['e.1']);
    expect(app.git('show', 'epic/e:a.txt')).toBe('yes');
  },
);

story.describe('with a coding agent', () => {
  const environment = { FAKE_MODE: 'question' };
  const config = { agents: { default: 'claude' } };
  story.use({ appOptions: { environment, config } });

  story(
    'its question is seen in its session, and answered in its terminal',
    async ({ app, page, enter }) => {
      app.addTasks([{ id: 'e.1', description: 'WRITE a.txt: done by an agent' }]);
      await enter();
      await drag(page, 'e.1', 'In progress');
      await toasts(page).getByRole('button', { name: 'Open' }).click();
      const panel = taskPanel(page, 'e.1');
      await expect(session(panel)).toContainText('Do you want to proceed?');
      await panel.getByRole('button', { name: 'Answer in the terminal' }).click();
      await expect(terminal(panel)).toContainText('Do you want to proceed?');
      await panel.getByRole('button', { name: 'Type into the terminal' }).click();
      await page.keyboard.type('y\n');
      await expectColumn(page, 'Done', ['e.1']);
      expect(app.git('show', 'epic/e:a.txt')).toBe('done by an agent');
      await expect(page.getByRole('contentinfo')).toContainText('tokens');
    },
  );
});

story.describe('with a coding agent whose provider refuses work', () => {
  const environment = { FAKE_MODE: 'rate_limit' };
  const config = { agents: { default: 'claude' } };
  story.use({ appOptions: { environment, config } });

  story('its task says until when, wherever it is shown', async ({ app, page, enter }) => {
    app.addTasks([
      { id: 'e.1', description: 'WRITE a.txt: done by an agent' },
      { id: 'e.2', description: 'WRITE b.txt: done by an agent' },
    ]);
    await enter();
    await drag(page, 'e.1', 'In progress');
    const limited = /Rate limited until \d\d:\d\d/;
    await expect(cardIn(page, 'Ready', 'e.1')).toContainText(limited);
    const held = await take(page, 'e.1');
    const why = /e\.1 is in the active run: its agent is rate limited until \d\d:\d\d/;
    await expect(await held.over('In progress')).toContainText(why);
    await held.over('Ready');
    await held.drop();
    // Another task of the same account waits as well, without being sent into the limit.
    await drag(page, 'e.2', 'In progress');
    await expect(cardIn(page, 'Ready', 'e.2')).toContainText(limited);

    const panel = await openTask(page, 'e.1');
    await expect(panel.getByText(limited)).toBeVisible();
    await expect(panel.getByTitle(/refuses work until .*\d\d:\d\d:\d\d/)).toBeVisible();
    await expect(panel.getByRole('button', { name: 'Run task' })).toHaveAccessibleDescription(why);
    await goToView(page, 'Graph');
    const graph = page.getByRole('region', { name: 'Dependency graph' });
    await expect(graph.getByText(limited)).toHaveCount(2);
    await goToView(page, 'Inbox');
    await page.getByRole('radio', { name: 'What happened' }).click();
    await page.getByRole('button', { name: /Run of/, expanded: false }).click();
    await expect(page.getByRole('main')).toContainText(
      /The tasks of claude are parked until \w{3} \d+ \w+, \d\d:\d\d: its provider refused e\.1 \(rate limit\)\./,
    );
    await expect(page.getByRole('main').getByText(/are parked until/)).toHaveCount(1);
  });
});
