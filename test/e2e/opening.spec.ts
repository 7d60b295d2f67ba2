import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { column } from './pages/board.ts';
import { expect, story } from './story.ts';

story.use({ appOptions: { nowhere: true } });

/** Types a folder into the dialog, which stays open after a refusal. */
async function openFolder(page: Page, path: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Open a repository' });
  if (!(await dialog.isVisible())) {
    await page.getByRole('button', { name: 'Open a repository' }).click();
  }
  await dialog.getByRole('textbox', { name: 'Path' }).fill(path);
  await dialog.getByRole('button', { name: 'Open this folder' }).click();
}

story(
  'a repository is opened from Welcome, and found again among the recent ones',
  async ({ app, page, enter }) => {
    await enter();
    await expect(page.getByRole('heading', { name: 'Switchyard' })).toBeVisible();
    await page.getByRole('button', { name: 'Open a repository' }).click();
    const dialog = page.getByRole('dialog', { name: 'Open a repository' });
    await dialog.getByRole('textbox', { name: 'Path' }).fill(app.root);
    await dialog.getByRole('button', { name: 'Open this folder' }).click();
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

story('a repository is found by walking through the folders', async ({ app, page, enter }) => {
  mkdirSync(join(app.folder, 'nested'));
  await enter();
  await page.getByRole('button', { name: 'Open a repository' }).click();
  const dialog = page.getByRole('dialog', { name: 'Open a repository' });
  await dialog.getByRole('textbox', { name: 'Path' }).fill(app.folder);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

story(
  'what is no repository, or has no commit, is refused with what to do',
  async ({ app, page, enter }) => {
    const plain = join(app.folder, 'plain');
    const unborn = join(app.folder, 'unborn');
    mkdirSync(plain);
    execFileSync('git', ['init', '--quiet', unborn]);
    await enter();
    await openFolder(page, plain);
    await expect(page.getByRole('alert')).toContainText('git init');
    await openFolder(page, unborn);
    await expect(page.getByRole('alert')).toContainText('commit');
    await openFolder(page, join(app.root, 'README.md'));
    await expect(page.getByRole('alert')).toContainText('README.md is a file, not a folder.');
    await openFolder(page, join(app.folder, 'nowhere'));
    await expect(page.getByRole('alert')).toContainText('nowhere');
    await openFolder(page, app.root);
    await expect(column(page, 'Ready').or(page.getByText('A task says'))).toBeVisible();
  },
);
