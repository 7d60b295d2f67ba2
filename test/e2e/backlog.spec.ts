import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { card, drag, expectColumn } from './pages/board.ts';
import { runCommand } from './pages/frame.ts';
import { confirmRun } from './pages/board.ts';
import { expect, story } from './story.ts';

const good = `---
id: TASK-1
title: Greet people
status: To Do
script: echo hello > greeting.txt
---

## Acceptance Criteria
<!-- AC:BEGIN -->
- [ ] #1 It says hello
<!-- AC:END -->
`;
const broken = `---
id: TASK-2
title: "Never closed
---
`;
const files = { 'backlog/tasks/task-1 - Greet.md': good, 'backlog/tasks/task-2 - Bad.md': broken };

story.use({ appOptions: { files } });

story(
  'a Backlog.md folder is imported and run; its file is told the result',
  async ({ app, page, enter }) => {
    await enter();
    await page.getByRole('button', { name: 'Import 1 task' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import epics and tasks' });
    await dialog.getByRole('button', { name: 'Import 1 task' }).click();
    await expect(dialog.getByRole('status')).toContainText('1 task added');
    const problem = dialog.getByRole('list', { name: 'Left out' }).getByRole('alert');
    await expect(problem).toContainText('backlog/tasks/task-2 - Bad.md:3');
    await dialog.getByRole('button', { name: 'Close', exact: true }).first().click();

    await expectColumn(page, 'Ready', ['TASK-1']);
    await drag(page, 'TASK-1', 'In progress');
    await expectColumn(page, 'Done', ['TASK-1']);
    const file = join(app.root, 'backlog/tasks/task-1 - Greet.md');
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('status: Done');
    expect(readFileSync(file, 'utf8')).toContain('- [x] #1 It says hello');
    expect(app.git('show', 'epic/backlog:greeting.txt')).toBe('hello');
  },
);

story('a file that is edited beside the app shows on the board', async ({ app, page, enter }) => {
  await enter();
  await expect(page.getByRole('button', { name: 'Import 1 task' })).toBeVisible();
  await runCommand(page, 'Import epics and tasks');
  await page.getByRole('dialog').getByRole('button', { name: 'Import 1 task' }).click();
  await expect(page.getByRole('status').filter({ hasText: '1 task added' })).toBeVisible();
  await page.keyboard.press('Escape');
  const file = join(app.root, 'backlog/tasks/task-1 - Greet.md');
  writeFileSync(file, good.replace('Greet people', 'Greet everybody'));
  await page.getByRole('button', { name: 'Run 1 task' }).click();
  await confirmRun(page);
  await expect(card(page, 'TASK-1')).toContainText('Greet everybody');
  await expectColumn(page, 'Done', ['TASK-1']);
});
