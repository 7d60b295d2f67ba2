import { expectColumn, runAllReady } from '../pages/board.ts';
import { addFour, four } from '../pages/four-tasks.ts';
import { goToView } from '../pages/frame.ts';
import { expect, servedStory as story } from '../story.ts';

/** Only with serve: on the desktop the host ends with its page. */
story.use({ appOptions: { config: { workflow: { max_parallel_tasks: 4 } } } });

story(
  'an interrupted run is called so, and is offered to be resumed once',
  async ({ app, page, served, enter }) => {
    addFour(app);
    await enter();
    await runAllReady(page);
    await expectColumn(page, 'In progress', four);
    await served.kill();
    await served.start();
    await enter();
    const resume = page.getByRole('button', { name: 'Resume the run' });
    await expect(page.getByText('A run was interrupted')).toBeVisible();
    await expect(resume).toHaveCount(1);
    await goToView(page, 'Runs');
    await expect(page.getByText('4 tasks, interrupted')).toBeVisible();
    await expect(page.getByText('A run was interrupted')).toBeHidden();
    await expect(resume).toHaveCount(1);
    await expect(page.getByRole('log').getByTitle('Runs now')).toHaveCount(0);
    await resume.click();
    await expect(page.getByText('4 tasks, running')).toBeVisible();
    app.makeSign('go');
    await expect(page.getByText('4 tasks, completed')).toBeVisible();
  },
);
