import { expectAccessible } from './pages/accessibility.ts';
import { runAllReady } from './pages/board.ts';
import { goToView } from './pages/frame.ts';
import { taskPanel } from './pages/task-panel.ts';
import { expect, story } from './story.ts';
import type { StoryApp } from './story-app.ts';

story(
  'the graph shows layers and the critical path, and opens a task',
  async ({ app, page, enter }) => {
    app.addTasks([
      { id: 'e.1' },
      { id: 'e.2' },
      { id: 'e.3', dependencies: ['e.1'] },
      { id: 'e.4', dependencies: ['e.3', 'e.2'], title: 'Put it together' },
    ]);
    await enter();
    await goToView(page, 'Graph');
    await expect(page.getByText('4 tasks in 3 layers, critical path 3 tasks')).toBeVisible();
    const graph = page.getByRole('region', { name: 'Dependency graph' });
    const box = (id: string) => graph.getByRole('button', { name: new RegExp(`^${id}\\b`) });
    for (const id of ['e.1', 'e.3', 'e.4']) {
      await expect(box(id)).toContainText('On the critical path.');
    }
    await expect(box('e.2')).not.toContainText('On the critical path.');
    const left = async (id: string) => (await box(id).boundingBox())?.x ?? 0;
    expect(await left('e.1')).toBe(await left('e.2'));
    expect(await left('e.1')).toBeLessThan(await left('e.3'));
    expect(await left('e.3')).toBeLessThan(await left('e.4'));
    await box('e.4').click();
    await expect(taskPanel(page, 'e.4').getByRole('heading')).toHaveText('Put it together');
  },
);

/** Five layers of four tasks; some wait for tasks of much earlier layers. */
function addLarge(app: StoryApp): void {
  app.addTasks(
    Array.from({ length: 32 }, (_, index) => ({
      id: `e.${index + 1}`,
      dependencies: [index - 3, index - 4, index - 15]
        .filter((other) => other > 0)
        .map((other) => `e.${other}`),
    })),
  );
}

story(
  'a large graph can be read, and is walked through and looked at by keyboard and pointer',
  async ({ app, page, enter }) => {
    addLarge(app);
    await enter();
    await goToView(page, 'Graph');
    const graph = page.getByRole('region', { name: 'Dependency graph' });
    const box = (id: string) => graph.getByRole('button', { name: new RegExp(`^${id}\\b`) });
    const near = graph.locator('.graph-arrow.is-near');
    // The text of a box is 14 pixels high, and is not made much smaller.
    expect((await box('e.1').boundingBox())?.height).toBeGreaterThan(50);
    await expect(near).toHaveCount(0);
    await box('e.2').hover();
    await expect(near).toHaveCount(3);
    await page.mouse.move(700, 20);
    await expect(near).toHaveCount(0);

    await box('e.1').focus();
    for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowRight');
    const reached = graph.locator('button:focus');
    await expect(reached).toBeInViewport({ ratio: 0.99 });
    await expect(reached).not.toHaveText(/^e\.1\b/);
    await expect(near).not.toHaveCount(0);
    await page.keyboard.press('0');
    await expect(box('e.1')).toBeInViewport({ ratio: 0.99 });
    await expect(box('e.32')).toBeInViewport({ ratio: 0.99 });
    await page.keyboard.press('Enter');
    await expect(page.getByRole('complementary')).toBeVisible();
    await expect(graph.locator('[aria-current="true"]')).toBeInViewport({ ratio: 0.99 });
  },
);

story(
  'a circle is drawn and named, and its tasks are opened from there',
  async ({ app, page, enter }) => {
    const circle = [
      { id: 'e.1', dependencies: ['e.3'] },
      { id: 'e.2', dependencies: ['e.1'] },
      { id: 'e.3', dependencies: ['e.2'] },
      { id: 'e.4', dependencies: ['e.3'] },
    ];
    // They are added; the command tells of the circle and ends with 1.
    expect(() => app.addTasks(circle)).toThrow('Circular dependency');
    await enter();
    await goToView(page, 'Graph');
    const text =
      'Circular dependency: e.1 waits for e.3, which waits for e.2, which waits for e.1.';
    await expect(page.getByRole('alert')).toContainText(text);
    const graph = page.getByRole('region', { name: 'Dependency graph' });
    await expect(graph.getByRole('button', { name: 'Part of a circular dependency.' })).toHaveCount(
      3,
    );
    await expect(graph.locator('.graph-arrow')).toHaveCount(4);
    await expect(graph.locator('.graph-arrow.is-in-cycle')).toHaveCount(3);
    await page.getByRole('button', { name: 'Open e.2' }).click();
    await expect(taskPanel(page, 'e.2')).toBeVisible();
    await expectAccessible(page, 'a graph with a circle');
  },
);

story('an agent that waits is marked in the graph', async ({ app, page, enter }) => {
  app.addTasks([{ id: 'e.1', script: `printf 'Go on? (y/n) '; read answer </dev/tty` }]);
  await enter();
  await runAllReady(page);
  await goToView(page, 'Graph');
  const graph = page.getByRole('region', { name: 'Dependency graph' });
  await expect(graph.getByRole('button', { name: /^e\.1\b/ })).toContainText('Waits for you');
});
