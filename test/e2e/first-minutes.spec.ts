import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runButton } from './pages/board.ts';
import { expect, story } from './story.ts';
import type { StoryApp } from './story-app.ts';

story.use({ appOptions: { nowhere: true, untrusted: true } });

const agents = ['claude', 'codex', 'gemini', 'opencode'];

/** A repository of the person's own, with a test and a backlog, and nothing of the app's. */
function makeOwnRepository({ folder, environment }: StoryApp): string {
  const root = join(folder, 'greetings');
  const files: Record<string, string> = {
    'package.json': '{"private":true,"scripts":{"test":"node --test"}}\n',
    'greet.test.js': "require('node:test')('greets', () => {});\n",
  };
  for (const [index, agent] of agents.entries()) {
    const labels = agent === 'claude' ? '[]' : `[agent:${agent}]`;
    const text = `WRITE ${agent}.txt: done by ${agent}`;
    files[`backlog/tasks/task-${index + 1} - ${agent}.md`] =
      `---\nid: TASK-${index + 1}\ntitle: Greet by ${agent}\nstatus: To Do\nlabels: ${labels}\ndependencies: []\n---\n\n## Description\n\n${text}\n`;
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const git = (...args: string[]): Buffer =>
    execFileSync('git', args, { cwd: root, env: environment });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Start');
  return root;
}

story(
  'from an empty home to merged work: open, check the setup, import, run, look, merge',
  async ({ app, page, shown, enter }) => {
    const root = makeOwnRepository(app);
    await enter();
    await shown.chooseRepository(root);

    // What a run needs: everything is there but the person's word.
    const setup = page.getByRole('list', { name: 'Setup' });
    const part = (name: string) => setup.getByRole('listitem', { name });
    await expect(part('Agent: Ready')).toContainText('claude');
    await expect(part('Checks: Ready').getByRole('textbox')).toHaveValue('npm test');
    await expect(part('Trust: To be mended')).toBeVisible();
    await part('Trust: To be mended').getByRole('button').click();
    await page.getByRole('button', { name: 'Trust this repository' }).click();
    await expect(part('Trust: Ready')).toBeVisible();
    await part('Baseline: Not known yet').getByRole('button', { name: 'Check now' }).click();
    await expect(part('Baseline: Ready')).toContainText('The checks pass on main.');

    // The backlog that lies there is shown, then taken over.
    await page.getByRole('button', { name: 'Import 4 tasks' }).click();
    const importing = page.getByRole('dialog', { name: 'Import epics and tasks' });
    await expect(importing).toContainText('4 tasks: 4 new. New epic: backlog.');
    await importing.getByRole('button', { name: 'Import 4 tasks' }).click();
    await importing.getByRole('button', { name: 'Close' }).first().click();

    await expect(runButton(page)).toHaveText(/Run all 4/);
    await runButton(page).click();
    const dialog = page.getByRole('dialog', { name: 'Run 4 tasks' });
    await expect(dialog.getByRole('list', { name: 'Tasks of the run' })).toContainText(
      'Greet by codex',
    );
    await expect(dialog).toContainText('epic/backlog');
    await expect(dialog).toContainText(/codex \d+\.\d+\.\d+: 1 task/);
    await dialog.getByRole('button', { name: 'Run 4 tasks' }).click();

    // What it has come to, and how it comes to main. Each check starts npm and a test runner.
    const strip = page.getByRole('status').filter({ hasText: 'merged into epic/backlog' });
    await expect(strip).toContainText('4 tasks are merged into epic/backlog.', {
      timeout: 60_000,
    });
    await strip.getByRole('button', { name: 'Show the result' }).click();
    const result = page.getByRole('table', { name: 'Tasks of the run' });
    await expect(result.getByRole('row', { name: /Verified/ })).toHaveCount(4);
    const where = page.getByRole('region', { name: /^Result of / });
    await where.getByRole('button', { name: 'Look at the whole diff' }).click();
    await expect(page.getByRole('region', { name: 'All of epic/backlog' })).toContainText(
      'opencode.txt',
    );
    await page.getByRole('button', { name: 'Back to the result' }).click();
    const command = await where.locator('pre').innerText();
    execFileSync('sh', ['-c', command], { cwd: app.folder, env: app.environment, stdio: 'pipe' });
    for (const agent of agents) {
      expect(readFileSync(join(root, `${agent}.txt`), 'utf8')).toContain(`done by ${agent}`);
    }
    await expect(where).toContainText('and merged into main.');
  },
);
