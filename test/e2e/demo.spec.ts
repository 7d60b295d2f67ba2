import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { column, runAllOpen } from './pages/board.ts';
import { goToView } from './pages/frame.ts';
import { expect, story } from './story.ts';

story.use({ appOptions: { nowhere: true } });

story(
  'the demo runs to its end: ten tasks done, ten commits, a checkout that nobody touched',
  async ({ app, page, enter }) => {
    await enter();
    await page.getByRole('button', { name: 'Try the demo' }).click();
    await expect(page.getByRole('option')).toHaveCount(10);
    const demos = join(app.folder, 'data/demos');
    const shelf = join(demos, readdirSync(demos)[0] ?? '', 'shelf');
    const git = (...args: string[]): string =>
      execFileSync('git', args, { cwd: shelf, encoding: 'utf8' }).trimEnd();
    const head = git('rev-parse', 'HEAD');

    await runAllOpen(page);
    const progress = page.getByRole('button', { name: /^Show the run: \d+ of 10 tasks done/ });
    await expect(progress).toBeVisible();
    await progress.click();
    const bar = page.getByRole('main').getByRole('progressbar', { name: 'Progress of the run' });
    await expect(bar).toHaveAttribute('aria-valuetext', '10 done, of 10', { timeout: 60_000 });
    const tally = page.getByRole('button', { name: 'Show the run. Finished: 10/10 completed' });
    await expect(tally).toBeVisible();
    await expect(page.getByRole('main')).toContainText('10/10 completed');
    await expect(page.getByRole('log')).toContainText('10/10');

    await goToView(page, 'Board');
    await expect(column(page, 'Done').getByRole('option')).toHaveCount(10);
    await expect(progress).toBeHidden();
    await expect(tally).toBeHidden();
    await expect(page.getByRole('contentinfo')).toContainText('epic/shelf-1 +10');
    expect(git('rev-list', '--count', 'main..epic/shelf-1')).toBe('10');
    expect(git('status', '--porcelain')).toBe('');
    expect([git('branch', '--show-current'), git('rev-parse', 'HEAD')]).toEqual(['main', head]);
  },
);
