import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { cardIn, column } from './pages/board.ts';
import { goToView, toasts } from './pages/frame.ts';
import { expect, story } from './story.ts';
import type { StoryApp } from './story-app.ts';

story.use({ appOptions: { untrusted: true } });

const file = '.switchyard/project.yaml';

/** A config whose test command leaves a sign outside of the repository. */
function configWith(app: StoryApp, sign: string): string {
  return `version: 1\ncommands: { test: "touch '${app.sign(sign)}'" }\nagents: { default: script }\n`;
}

function question(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Trust repository?' });
}

story(
  'a repository is looked at without running anything, and runs after the person agreed to what was shown',
  async ({ app, page, enter }) => {
    app.write(file, configWith(app, 'checked'));
    app.addTasks([{ id: 'e.1' }]);
    await enter();
    const banner = page.getByText('Nothing that this repository names is run, copied or pushed');
    await expect(banner).toBeVisible();

    await page.getByRole('button', { name: 'Run 1 task' }).click();
    const dialog = page.getByRole('dialog', { name: 'Run 1 task' });
    await expect(dialog.getByRole('alert')).toContainText('You have not agreed yet');
    await expect(dialog.getByRole('button', { name: 'Run 1 task' })).toBeDisabled();
    expect(existsSync(app.sign('checked'))).toBe(false);

    await dialog.getByRole('button', { name: 'Review and trust…' }).click();
    const settings = question(page).getByRole('region', { name: 'Settings of the repository' });
    const part = settings.getByRole('button', { name: /commands\.test/ });
    await part.click();
    await expect(settings.locator('pre')).toContainText(app.sign('checked'));
    await question(page).getByRole('button', { name: 'Trust this repository' }).click();
    await expect(question(page)).toBeHidden();
    await expect(banner).toBeHidden();

    await dialog.getByRole('button', { name: 'Run 1 task' }).click();
    await expect(cardIn(page, 'Done', 'e.1')).toBeVisible();
    expect(existsSync(app.sign('checked'))).toBe(true);
  },
);

story(
  'what changes after the agreement is asked about again, with what is different in it',
  async ({ app, page, enter }) => {
    app.write(file, configWith(app, 'first'));
    await enter();
    await page.getByRole('button', { name: 'Review and trust…' }).click();
    await question(page).getByRole('button', { name: 'Trust this repository' }).click();
    await expect(toasts(page)).toContainText('You trust this repository.');

    app.write(file, configWith(app, 'second'));
    await expect(page.getByText('has changed since you agreed')).toBeVisible();
    await page.getByRole('button', { name: 'Review and trust…' }).click();
    const changed = question(page).getByRole('region', {
      name: 'What has changed in commands.test',
    });
    await expect(changed).toContainText(`removed: touch '${app.sign('first')}'`);
    await expect(changed).toContainText(`added: touch '${app.sign('second')}'`);

    // What is changed under the person's eyes is not agreed to unseen.
    app.write(file, configWith(app, 'third'));
    await question(page).getByRole('button', { name: 'Trust this repository' }).click();
    await expect(question(page).getByRole('alert')).toContainText('has changed since it was shown');
    await expect(changed).toContainText(app.sign('third'));
    await question(page).getByRole('button', { name: 'Trust this repository' }).click();
    await expect(question(page)).toBeHidden();
    await expect(page.getByText('has changed since you agreed')).toBeHidden();
  },
);

story(
  'the settings say whether a repository is trusted, and a folder of own work is trusted once for all',
  async ({ app, page, enter }) => {
    await enter();
    await goToView(page, 'Settings');
    const trust = page.getByRole('region', { name: 'Trust', exact: true });
    await expect(trust).toContainText('until you agree');

    await page.getByRole('radio', { name: 'This machine' }).click();
    const folders = page.getByRole('region', { name: 'Trusted folders' });
    const field = folders.getByRole('textbox', { name: 'Trust every repository in' });
    await field.fill('own');
    await page.keyboard.press('Enter');
    await expect(folders.getByText('Write the whole path')).toBeVisible();
    await field.fill(app.folder);
    await page.keyboard.press('Enter');
    await expect(folders.getByRole('listitem')).toContainText(app.folder);

    await page.getByRole('radio', { name: 'This workspace' }).click();
    await expect(trust).toContainText(`you trust every repository in ${app.folder}`);
    await goToView(page, 'Board');
    await expect(page.getByText('until you agree')).toBeHidden();
    await expect(column(page, 'Ready').or(page.getByText('A task says'))).toBeVisible();

    await goToView(page, 'Settings');
    await page.getByRole('radio', { name: 'This machine' }).click();
    await folders.getByRole('button', { name: `Forget the rule for ${app.folder}` }).click();
    await page.getByRole('radio', { name: 'This workspace' }).click();
    await expect(trust).toContainText('until you agree');
    expect(existsSync(join(app.root, 'README.md'))).toBe(true);
  },
);

story('an agreement can be taken back', async ({ page, enter }) => {
  await enter();
  await page.getByRole('button', { name: 'Review and trust…' }).click();
  await question(page).getByRole('button', { name: 'Trust this repository' }).click();
  await goToView(page, 'Settings');
  const trust = page.getByRole('region', { name: 'Trust', exact: true });
  await trust.getByRole('button', { name: 'Take the agreement back' }).click();
  await expect(trust).toContainText('until you agree');
  await expect(
    page.getByText('Nothing that this repository names is run, copied or pushed').first(),
  ).toBeVisible();
});
