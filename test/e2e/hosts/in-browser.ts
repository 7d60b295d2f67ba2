import { expect } from '@playwright/test';
import type { Browser, BrowserContextOptions } from '@playwright/test';
import { startServe } from '../served-app.ts';
import type { StoryApp, StoryAppOptions } from '../story-app.ts';
import type { ShownApp } from './shown-app.ts';

/** Serves a story's repository and shows it in a browser that has never seen the app. */
export async function showInBrowser(
  app: StoryApp,
  options: StoryAppOptions,
  browser: Browser,
  contextOptions: BrowserContextOptions,
): Promise<ShownApp> {
  const context = await browser.newContext(contextOptions);
  const page = await context.newPage();
  const served = await startServe(app, options).catch(async (error: unknown) => {
    await context.close();
    throw error;
  });
  return {
    page,
    served,
    async enter() {
      await page.goto(served.url);
    },
    async chooseRepository(folder) {
      const dialog = page.getByRole('dialog', { name: 'Open a repository' });
      // It stays open after a refusal.
      if (!(await dialog.isVisible())) {
        await page.getByRole('button', { name: 'Open a repository' }).click();
      }
      await dialog.getByRole('textbox', { name: 'Path' }).fill(folder);
      await dialog.getByRole('button', { name: 'Open this folder' }).click();
    },
    async declineLink(follow) {
      const question = page.getByRole('dialog', { name: 'Open this link?' });
      await follow();
      const asked = await question.innerText();
      await question.getByRole('button', { name: 'Stay here' }).click();
      await expect(question).toBeHidden();
      return asked;
    },
    async close() {
      await context.close();
      await served.stop();
    },
  };
}
