import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, story } from './story.ts';

story.use({ appOptions: { nowhere: true } });

story(
  'a repository is opened from Welcome, and found again among the recent ones',
  async ({ app, page, shown, enter }) => {
    await enter();
    await expect(page.getByRole('heading', { name: 'Switchyard' })).toBeVisible();
    await shown.chooseRepository(app.root);
    await expect(page.getByText('A task says what one agent should do.')).toBeVisible();
    await expect(page).toHaveTitle(/repository/);

    await page.getByRole('button', { name: 'repository', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Open another repository' }).click();
    const recent = page.getByRole('region', { name: 'Recent workspaces' });
    await expect(recent.getByText(app.root)).toBeVisible();
    await recent.getByRole('button', { name: /^repository/ }).click();
    await expect(page.getByRole('heading', { name: 'Board' })).toBeVisible();

    await page.goBack();
    await recent.getByRole('button', { name: 'Take repository off the list' }).click();
    await expect(recent).toBeHidden();
  },
);

story(
  'what is no repository, or has no commit, is refused with what to do',
  async ({ app, page, shown, enter }) => {
    const plain = join(app.folder, 'plain');
    const unborn = join(app.folder, 'unborn');
    mkdirSync(plain);
    execFileSync('git', ['init', '--quiet', unborn]);
    await enter();
    await shown.chooseRepository(plain);
    await expect(page.getByRole('alert')).toContainText('git init');
    await shown.chooseRepository(unborn);
    await expect(page.getByRole('alert')).toContainText('commit');
    await shown.chooseRepository(join(app.root, 'README.md'));
    await expect(page.getByRole('alert')).toContainText('README.md is a file, not a folder.');
    await shown.chooseRepository(join(app.folder, 'nowhere'));
    await expect(page.getByRole('alert')).toContainText('nowhere');

    // What is advised is done by a press, and only by that.
    expect(existsSync(join(plain, '.git'))).toBe(false);
    await shown.chooseRepository(unborn);
    await page.getByRole('button', { name: 'Make the first commit, of all its files' }).click();
    await expect(page.getByText('A task says')).toBeVisible();
    await expect(page).toHaveTitle(/unborn/);
  },
);
