import type { Locator } from '@playwright/test';
import { cardIn, expectColumn, runAllReady } from './pages/board.ts';
import { goToView, runCommand, toasts } from './pages/frame.ts';
import { addFour, four } from './pages/four-tasks.ts';
import { expect, story } from './story.ts';

story.use({ appOptions: { config: { workflow: { max_parallel_tasks: 4 } } } });

/** The places of elements, by what they are called here. */
async function places(
  elements: Readonly<Record<string, Locator>>,
): Promise<readonly (Box & { readonly name: string })[]> {
  const found: (Box & { readonly name: string })[] = [];
  for (const [name, element] of Object.entries(elements)) {
    const box = await element.boundingBox();
    if (box === null) throw new Error(`${name} is not on the page.`);
    found.push({ name, ...box });
  }
  return found;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Pairs that lie over each other. */
function overlapping(boxes: readonly (Box & { readonly name: string })[]): readonly string[] {
  return boxes.flatMap((a, index) =>
    boxes.slice(index + 1).flatMap((b) => (overlaps(a, b) ? [`${a.name} and ${b.name}`] : [])),
  );
}

story(
  'in a small window nothing of a run with four agents overlaps',
  async ({ app, page, enter }) => {
    addFour(app);
    await page.setViewportSize({ width: 960, height: 600 });
    await enter();
    await runAllReady(page);
    await expectColumn(page, 'In progress', four);
    await goToView(page, 'Runs');
    const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
    const bar = {
      heading: page.getByRole('heading', { name: 'Runs', level: 1 }),
      select: page.getByRole('combobox', { name: 'Run' }),
      progress: page.getByRole('button', { name: /^Show the run/ }),
      title: page.getByText('4 tasks, running'),
      pause: button('Pause'),
      cancel: button('Cancel the run'),
      stop: button('Stop now'),
    };
    const tiles = Object.fromEntries(
      four.map((id) => [id, page.getByRole('region', { name: `Session of ${id}` })]),
    );
    await expect(page.getByRole('region', { name: /^Session of/ })).toHaveCount(4);
    for (const beside of [false, true]) {
      if (beside) await page.getByRole('button', { name: 'Open the session' }).first().click();
      expect(overlapping(await places({ ...bar, ...tiles }))).toEqual([]);
      for (const { height } of await places(tiles)) expect(height).toBeGreaterThan(150);
      for (const tile of Object.values(tiles)) {
        await tile.scrollIntoViewIfNeeded();
        await expect(tile).toBeInViewport({ ratio: 0.9 });
        await expect(tile).toContainText('Nothing printed yet.');
      }
    }
    app.makeSign('go');
  },
);

story(
  'a run is steered from every view, by keys and from the palette',
  async ({ app, page, enter }) => {
    addFour(app);
    await enter();
    await runAllReady(page);
    await expectColumn(page, 'In progress', four);
    await page.keyboard.press('Shift+P');
    await expect(toasts(page)).toContainText('Paused: what runs goes on, nothing new starts.');
    await goToView(page, 'Graph');
    await page.keyboard.press('Shift+P');
    await expect(toasts(page)).toContainText('The run goes on.');
    await runCommand(page, 'Cancel the run');
    await expect(toasts(page)).toContainText('Cancelled: what runs may finish.');
    await goToView(page, 'Board');
    await expect(cardIn(page, 'In progress', 'e.1')).toBeVisible();
    await page.keyboard.press('Shift+S');
    await page.keyboard.press('Shift+S');
    await expect(toasts(page)).toContainText('Stopping: the agents end, their work is kept.');
    await expectColumn(page, 'In progress', []);
  },
);
