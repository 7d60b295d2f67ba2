import { card } from './pages/board.ts';
import { openTask } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

const arabic = 'إصلاح صفحة الدخول: الرمز 42!';

story('texts of people run in the direction of their own script', async ({ app, page, enter }) => {
  app.addTasks([
    { id: 'e.1', title: arabic, description: `${arabic}\n\nThen in English.` },
    { id: 'e.2', title: 'In English' },
  ]);
  await enter();
  const title = card(page, 'e.1').getByText(arabic);
  await expect(title).toHaveCSS('direction', 'rtl');
  await expect(card(page, 'e.2').getByText('In English')).toHaveCSS('direction', 'ltr');
  const panel = await openTask(page, 'e.1');
  await expect(panel.getByRole('heading', { name: arabic })).toHaveCSS('direction', 'rtl');
  await expect(panel.getByRole('textbox', { name: 'Title' })).toHaveCSS('direction', 'rtl');
  const description = panel.getByRole('region', { name: 'Description' });
  await expect(description.getByText(arabic)).toHaveCSS('direction', 'rtl');
  await panel.getByRole('textbox', { name: 'Title' }).fill('Now in English');
  await expect(panel.getByRole('textbox', { name: 'Title' })).toHaveCSS('direction', 'ltr');
});
