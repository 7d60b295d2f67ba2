import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expectAccessible } from '../pages/accessibility.ts';
import { expect, servedStory as story } from '../story.ts';

/** Only with serve: the desktop app has the system's own dialog for folders. */
story.use({ appOptions: { nowhere: true } });

story(
  'a repository is found by walking through the folders from home, and opened',
  async ({ app, page, enter }) => {
    const code = join(app.home, 'code', 'customers');
    mkdirSync(join(code, 'notes'), { recursive: true });
    execFileSync('git', ['clone', '--quiet', app.root, join(code, 'shop')]);
    await enter();
    await page.getByRole('button', { name: 'Open a repository' }).click();
    const dialog = page.getByRole('dialog', { name: 'Open a repository' });
    const folders = (path: string) => dialog.getByRole('list', { name: `Folders in ${path}` });
    await folders(app.home).getByRole('button', { name: 'code' }).click();
    await folders(join(app.home, 'code')).getByRole('button', { name: 'customers' }).click();
    await folders(code).getByRole('button', { name: 'notes' }).click();
    const empty = folders(join(code, 'notes'));
    await expect(empty).toContainText('No folders in here.');
    await empty.getByRole('button', { name: 'Parent folder' }).click();
    const found = folders(code).getByRole('button', { name: 'shop' });
    await expect(found).toContainText('repository');
    // One click chooses it, the arrow keys walk the list and look into it, two clicks open it.
    const path = dialog.getByRole('textbox', { name: 'Path' });
    await found.click();
    await expect(path).toHaveValue(join(code, 'shop'));
    await path.press('ArrowDown');
    await page.keyboard.press('End');
    await expect(found).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await folders(join(code, 'shop')).getByRole('button', { name: 'Parent folder' }).click();
    await found.dblclick();
    await expect(page.getByRole('heading', { name: 'Board' })).toBeVisible();
    await expect(page).toHaveTitle(/shop/);
  },
);

story('the dialog for folders is accessible', async ({ page, enter }) => {
  await enter();
  await page.getByRole('button', { name: 'Open a repository' }).click();
  const dialog = page.getByRole('dialog', { name: 'Open a repository' });
  await expect(dialog.getByRole('list')).toBeVisible();
  await expectAccessible(page, 'folder dialog');
});
