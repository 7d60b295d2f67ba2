import { goToView } from './pages/frame.ts';
import { taskPanel } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story(
  'the graph shows layers and the longest chain, and opens a task',
  async ({ app, page, enter }) => {
    app.addTasks([
      { id: 'e.1' },
      { id: 'e.2' },
      { id: 'e.3', dependencies: ['e.1'] },
      { id: 'e.4', dependencies: ['e.3', 'e.2'], title: 'Put it together' },
    ]);
    await enter();
    await goToView(page, 'Graph');
    await expect(page.getByText('4 tasks in 3 layers, longest chain 3 tasks')).toBeVisible();
    const graph = page.getByRole('region', { name: 'Dependency graph' });
    const box = (id: string) => graph.getByRole('button', { name: new RegExp(`^${id}\\b`) });
    for (const id of ['e.1', 'e.3', 'e.4']) {
      await expect(box(id)).toContainText('On the longest chain.');
    }
    await expect(box('e.2')).not.toContainText('On the longest chain.');
    const left = async (id: string) => (await box(id).boundingBox())?.x ?? 0;
    expect(await left('e.1')).toBe(await left('e.2'));
    expect(await left('e.1')).toBeLessThan(await left('e.3'));
    expect(await left('e.3')).toBeLessThan(await left('e.4'));
    await box('e.4').click();
    await expect(taskPanel(page, 'e.4').getByRole('heading')).toHaveText('Put it together');
  },
);
