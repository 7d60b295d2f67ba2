import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { column } from './pages/board.ts';
import { goToView, toasts } from './pages/frame.ts';
import { expect, story } from './story.ts';

const file = '.switchyard/project.yaml';

story(
  'a setting is written to the file; a wrong one is refused with its reason',
  async ({ app, page, enter }) => {
    app.write(
      file,
      '# ours\nversion: 1\ncommands: { test: "true" }\nagents: { default: script }\n',
    );
    await enter();
    await goToView(page, 'Settings');
    const limit = page.getByRole('textbox', { name: 'Tasks at the same time' });
    await limit.fill('5');
    await page.keyboard.press('Tab');
    await expect(toasts(page)).toContainText('Tasks at the same time: saved.');
    const text = readFileSync(join(app.root, file), 'utf8');
    expect(text).toContain('# ours');
    expect(text).toMatch(/max_parallel_tasks: 5/);

    for (const wrong of ['abc', '-4', '99999999999999']) {
      await limit.fill(wrong);
      await page.keyboard.press('Tab');
      await expect(page.getByText('Type a whole number from 1 to 64.')).toBeVisible();
      await expect(limit).toHaveValue(wrong);
    }
    expect(readFileSync(join(app.root, file), 'utf8')).toBe(text);
    await limit.fill('5');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Type a whole number')).toBeHidden();

    const branch = page.getByRole('textbox', { name: 'Branch that epics start from' });
    await branch.fill('no branch');
    await page.keyboard.press('Enter');
    await expect(
      page.getByText(/base_branch is "no branch"; expected a git branch name/),
    ).toBeVisible();
    await expect(branch).toHaveValue('no branch');
    expect(readFileSync(join(app.root, file), 'utf8')).not.toContain('no branch');
    await branch.fill('nosuchbranch');
    await page.keyboard.press('Enter');
    await expect(
      page.getByText('There is no branch nosuchbranch. Choose one of main.'),
    ).toBeVisible();
    await expect(branch).toHaveValue('nosuchbranch');

    app.addTasks([{ id: 'e.1' }]);
    await goToView(page, 'Board');
    await page.getByRole('button', { name: 'Run all ready' }).click();
    const dialog = page.getByRole('dialog', { name: 'Run 1 task' });
    await expect(dialog.getByRole('textbox', { name: 'At once' })).toHaveValue('5');
    await page.keyboard.press('Escape');
    await expect(column(page, 'Ready')).toBeVisible();
  },
);

story(
  'a broken config file is told with its line; the rest of it applies',
  async ({ app, page, enter }) => {
    app.write(file, 'version: 1\nworkflow:\n  max_parallel_tasks: many\n  max_cycles: 7\n');
    await enter();
    await goToView(page, 'Settings');
    const problem = page.getByRole('main').getByRole('alert');
    await expect(problem).toContainText('max_parallel_tasks');
    await expect(problem).toContainText(`${file}:3`);
    await expect(problem).toContainText('The rest of the file applies.');
  },
);
