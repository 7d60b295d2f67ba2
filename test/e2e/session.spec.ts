import { drag, expectColumn, runAllReady } from './pages/board.ts';
import { goToView } from './pages/frame.ts';
import { openTab, openTask, session, terminal } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story.use({
  appOptions: {
    config: { agents: { default: 'claude' }, workflow: { max_parallel_tasks: 4 } },
  },
});

story(
  'what an agent says and does is read as it happens, and later, and looked through',
  async ({ app, page, enter }) => {
    const description = [
      String.raw`SAY First I look at **the cache**, see [its notes](https://example.invalid/notes).`,
      `RUN echo "2 tests fail"; ${app.until('tested')}; exit 3`,
      'EDIT src/cache.ts: export const cache = new Map();',
      'REFUSED WebFetch',
      'RETRY 400',
    ].join('\n');
    app.addTasks([{ id: 'e.1', title: 'Keep what was read', description }]);
    await page.setViewportSize({ width: 1280, height: 800 });
    await enter();
    await drag(page, 'e.1', 'In progress');
    const panel = await openTask(page, 'e.1');
    const shown = session(panel);
    const events = shown.getByRole('feed', { name: 'Events of the session' });
    await expect(events.getByText('the cache', { exact: true })).toHaveCSS('font-weight', '700');
    await expect(events).toContainText('(https://example.invalid/notes)');
    await expect(shown.locator('footer')).toContainText(/Bash: echo "2 tests fail".*\d s/);
    await expect(panel.getByRole('button', { name: 'Type into the terminal' })).toHaveCount(0);

    app.makeSign('tested');
    await expectColumn(page, 'Done', ['e.1']);
    await expect(events).toContainText('exit code 3');
    await expect(events).toContainText('not permitted');
    await expect(events).toContainText('tries again (1 of 10)');
    await expect(events).toContainText('110 tokens · $0.0016');

    // Looked through: also what is folded.
    await shown.getByRole('searchbox', { name: 'Search the session' }).fill('TESTS FAIL');
    await expect(shown).toContainText('1 of 1');
    await expect(events.getByRole('button', { expanded: true })).toContainText('Bash');
    await events.getByRole('button', { name: 'Show the diff: src/cache.ts +1' }).click();
    await expect(panel.getByRole('tab', { name: 'Diff' })).toHaveAttribute('aria-selected', 'true');

    // What was printed is a switch away, and that is remembered; nothing can be typed to nobody.
    await panel.getByRole('tab', { name: 'Session' }).click();
    await shown.getByRole('switch', { name: 'Raw' }).click();
    await expect(terminal(panel)).toContainText('"subtype":"api_retry"');
    await page.reload();
    await expect(terminal(panel)).toContainText('"subtype":"api_retry"');
    await panel.getByRole('switch', { name: 'Raw' }).click();
    await expect(events).toContainText('All done.');

    expect(app.cli('logs', 'e.1')).toContain('✗ Bash: echo "2 tests fail"');
    expect(app.cli('logs', 'e.1', '--raw')).toContain('"subtype":"api_retry"');
    expect(app.cli('logs', 'e.1', '--json')).toContain('"kind": "retry"');
  },
);

story(
  'every agent is read in the same way, side by side in the run view',
  async ({ app, page, enter }) => {
    const agents = ['claude', 'codex', 'gemini', 'opencode', 'script'];
    app.addTasks(
      agents.map((agent, index) => ({
        id: `e.${index + 1}`,
        title: `Work of ${agent}`,
        labels: [`agent:${agent}`],
        description: `RUN echo it works\nEDIT ${agent}.txt: by ${agent}`,
        script: `echo it works; echo by script > ${agent}.txt`,
      })),
    );
    await page.setViewportSize({ width: 1280, height: 800 });
    await enter();
    await runAllReady(page);
    await expectColumn(page, 'Done', ['e.1', 'e.2', 'e.3', 'e.4', 'e.5']);
    await goToView(page, 'Runs');
    await page.getByRole('radio', { name: 'Last sessions' }).click();
    const tiles = page.getByRole('list', { name: 'Sessions of the run' });
    await expect(tiles.getByRole('region').last()).toContainText('it works');
    for (const [index, agent] of agents.slice(0, 4).entries()) {
      await goToView(page, 'Board');
      const panel = await openTask(page, `e.${index + 1}`);
      await openTab(panel, 'Session');
      const shown = session(panel);
      await expect(shown).toContainText('echo it works');
      await expect(shown).toContainText(`${agent}.txt`);
      await expect(shown).toContainText('Reports: success: do what was asked');
    }
    const panel = await openTask(page, 'e.5');
    await openTab(panel, 'Session');
    await expect(terminal(panel)).toContainText('it works');
  },
);
