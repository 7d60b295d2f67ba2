import { existsSync } from 'node:fs';
import { expectAccessible } from '../pages/accessibility.ts';
import { card, cardIn, expectColumn, runAllReady, runButton } from '../pages/board.ts';
import { goToView } from '../pages/frame.ts';
import { openTask } from '../pages/task-panel.ts';
import { expect, servedStory as story } from '../story.ts';

/** Only with serve: on the desktop the host ends with its page. */
story(
  'the host dies and comes back: the page works on, sends what was edited, resumes the run',
  async ({ app, page, context, served, enter }) => {
    const note = `echo started >> log.txt; : > '${app.sign('attempt-')}'$SWITCHYARD_ATTEMPT`;
    const script = `${note}; echo Working; ${app.until('go')}; echo ended >> log.txt`;
    app.addTasks([
      { id: 'e.1', script },
      { id: 'e.2', title: 'Old title' },
    ]);
    await enter();
    await card(page, 'e.1').focus();
    await page.keyboard.press('r');
    await page.getByRole('button', { name: 'Run 1 task' }).click();
    await expect(cardIn(page, 'In progress', 'e.1')).toContainText('Working');
    // The card says that of an agent that is about to begin, too.
    await expect.poll(() => existsSync(app.sign('attempt-1'))).toBe(true);

    await served.kill();
    const away = page.getByText('Host is away: you can go on working');
    await expect(away).toBeVisible();
    const panel = await openTask(page, 'e.2');
    await panel.getByRole('textbox', { name: 'Title' }).fill('New title');
    await page.keyboard.press('Tab');
    await expect(card(page, 'e.2')).toContainText('New title');
    await expect(page.getByText('1 edit waiting')).toBeVisible();

    await served.start();
    const other = await context.newPage();
    await other.goto(served.url);
    await expect(card(other, 'e.2')).toContainText('New title');
    await other.close();
    await expect(away).toBeHidden();
    expect(app.cli('show', 'e.2')).toContain('New title');

    await expect(page.getByText('A run was interrupted: its process is gone')).toBeVisible();
    await expect(runButton(page)).toBeHidden();
    await page.getByRole('button', { name: 'Resume the run' }).click();
    await expect(cardIn(page, 'In progress', 'e.1')).toContainText('Working');
    // The card says that of the first one too, which would end by the same sign and be taken for done.
    await expect.poll(() => existsSync(app.sign('attempt-2'))).toBe(true);
    app.makeSign('go');
    await expectColumn(page, 'Done', ['e.1']);
    await expect(page.getByText('A run was interrupted')).toBeHidden();
    await expect(runButton(page)).toBeVisible();
    expect(app.git('show', 'epic/e:log.txt')).toBe('started\nstarted\nended');
  },
);

story(
  'the host dies under a command: the page says that it is not known whether it was done',
  async ({ app, page, served, enter }) => {
    app.addTasks([{ id: 'e.1', script: app.until('go') }]);
    await enter();
    await runAllReady(page);
    await expectColumn(page, 'In progress', ['e.1']);
    await goToView(page, 'Runs');
    served.freeze();
    await page.getByRole('button', { name: 'Pause' }).click();
    await served.kill();
    const toast = page.getByText('The host went away before it answered');
    await expect(toast).toContainText('whether this was done is not known.');
    await expect(page.getByText('AsyncIdQueue')).toHaveCount(0);
    app.makeSign('go');
    await served.start();
    await expect(page.getByRole('button', { name: 'Resume the run' })).toBeVisible();
  },
);

story.describe('in a browser that keeps no page', () => {
  story.use({ contextOptions: { reducedMotion: 'reduce', serviceWorkers: 'block' } });

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

  story(
    'the panel of a task, whose code is fetched first, comes by itself with the host if it was not fetched in time',
    async ({ app, page, served, enter }) => {
      app.addTasks([{ id: 'e.1' }]);
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      let isAway = true;
      await page.route('**/assets/open-task-*.js', (route) =>
        isAway ? route.abort() : route.continue(),
      );
      await enter();
      await expectColumn(page, 'Ready', ['e.1']);
      await expect.poll(() => asked.some((url) => url.includes('/settings-'))).toBe(true);
      const placeOf = (part: string): number => asked.findIndex((url) => url.includes(part));
      expect(placeOf('/open-task-')).toBeLessThan(placeOf('/runs-'));
      await served.kill();
      await expect(page.getByText('Host is away')).toBeVisible();
      const panel = await openTask(page, 'e.1');
      await expect(panel.getByRole('alert')).toContainText(
        'The panel of e.1 could not be fetched.',
      );
      isAway = false;
      await served.start();
      await expect(panel.getByRole('textbox', { name: 'Title' })).toHaveValue('Do e.1');
    },
  );
});

story(
  'what is said of a host that is away, and of an interrupted run, is accessible',
  async ({ app, page, served, enter }) => {
    app.addTasks([{ id: 'e.1', script: `echo Working; ${app.until('go')}` }]);
    await enter();
    await runAllReady(page);
    await expect(cardIn(page, 'In progress', 'e.1')).toContainText('Working');
    await served.kill();
    const away = page.getByText('Host is away: you can go on working');
    await expect(away).toBeVisible();
    await expectAccessible(page, 'host away');
    await goToView(page, 'Runs');
    await expect(page.getByText('1 task, host away')).toBeVisible();
    const elapsed = page.getByText(/ elapsed$/);
    const stood = await elapsed.textContent();
    await expect(page.getByRole('log').getByTitle('Runs now')).toHaveCount(0);
    for (const name of ['Pause', 'Cancel the run', 'Stop now']) {
      await expect(page.getByRole('button', { name, exact: true })).toBeDisabled();
    }
    await expectAccessible(page, 'run of a host that is away');
    await page.getByRole('button', { name: 'Pause', exact: true }).hover();
    await expect(
      page.getByText('The host is away: the run can be steered').filter({ visible: true }),
    ).toBeVisible();
    await expect(elapsed).toHaveText(stood ?? '');
    await goToView(page, 'Board');
    await served.start();
    const tab = await page.context().newPage();
    await tab.goto(served.url);
    await expect(away).toBeHidden();
    await expect(page.getByText('A run was interrupted')).toBeVisible();
    await expectAccessible(page, 'interrupted run');
  },
);
