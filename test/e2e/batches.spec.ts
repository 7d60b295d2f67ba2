import { confirmRun, runButton } from './pages/board.ts';
import { expect, story } from './story.ts';
import type { StoryApp } from './story-app.ts';

/** `e.4` may start as soon as `e.1` is done, together with `e.3`, which nothing holds back but the limit. */
function addFour(app: StoryApp): void {
  const script = (id: string, sign: string): string => `${app.until(sign)}; echo x > ${id}.txt`;
  app.addTasks([
    { id: 'e.1', script: script('e.1', 'first') },
    { id: 'e.2', script: script('e.2', 'first') },
    { id: 'e.3', script: script('e.3', 'second') },
    { id: 'e.4', script: script('e.4', 'second'), dependencies: ['e.1'] },
  ]);
}

story.describe('with the schedule batch', () => {
  const config = { workflow: { schedule: 'batch', max_parallel_tasks: 2 } };
  story.use({ appOptions: { config } });

  story(
    'the dialog and the lanes tell the batches that really run',
    async ({ app, page, enter }) => {
      addFour(app);
      await enter();
      await runButton(page).click();
      const dialog = page.getByRole('dialog', { name: /^Run / });
      await dialog.getByRole('button', { name: 'Up to 2 at once, in order' }).click();
      const order = dialog.getByRole('region', { name: 'Order of the tasks' });
      await expect(order.getByRole('listitem')).toHaveText(['Batch 1e.1, e.2', 'Batch 2e.3, e.4']);
      await expect(dialog).toContainText('2 batches.');
      await confirmRun(page);

      await page.getByRole('radio', { name: 'Batches' }).click();
      const batch = (number: number) =>
        page.getByRole('group', { name: 'Board' }).getByRole('region', { name: `Batch ${number}` });
      await expect(batch(1).getByRole('option')).toHaveCount(2);
      await expect(batch(2).getByRole('option', { name: /^e\.[34]/ })).toHaveCount(2);
      app.makeSign('first');
      await expect(batch(1)).toContainText('2 of 2 done');
      await expect(batch(2)).toContainText('0 of 2 done');
      await expect(batch(2).getByRole('option', { name: /^e\.[34]/ })).toHaveCount(2);
      app.makeSign('second');
    },
  );
});

story('with the schedule continuous the board is cut into layers', async ({ app, page, enter }) => {
  addFour(app);
  await enter();
  await page.getByRole('radio', { name: 'Layers' }).click();
  const layer = (number: number) =>
    page.getByRole('group', { name: 'Board' }).getByRole('region', { name: `Layer ${number}` });
  await expect(layer(1).getByRole('option')).toHaveCount(3);
  await expect(layer(2).getByRole('option', { name: /^e\.4/ })).toHaveCount(1);
});
