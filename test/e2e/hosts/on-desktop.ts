import { expect } from '@playwright/test';
import type { ViewportSize } from '@playwright/test';
import { answerDialogs, endDesktop, launchDesktop, pageOf } from '../../desktop/electron-app.ts';
import type { StoryApp, StoryAppOptions } from '../story-app.ts';
import type { ShownApp } from './shown-app.ts';

/** Button of the question about a link that says no. */
const cancelLink = 2;

/** Starts the desktop app on a story's repository; its first window is the page. */
export async function showOnDesktop(
  app: StoryApp,
  { nowhere = false }: StoryAppOptions,
  size: ViewportSize,
): Promise<ShownApp> {
  const electron = await launchDesktop(app, nowhere ? [] : [app.root]);
  const page = await pageOf(electron);
  await electron.evaluate(
    ({ BrowserWindow }, { width, height }) =>
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
    size,
  );
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  return {
    page,
    served: null,
    async enter() {
      await expect.poll(() => page.url()).toMatch(nowhere ? /^app:/ : /#\/w\//);
    },
    async chooseRepository(folder) {
      await electron.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
      }, folder);
      await page.getByRole('button', { name: 'Open a repository' }).click();
    },
    async declineLink(follow) {
      const asked = await answerDialogs(electron, [cancelLink]);
      await follow();
      await expect.poll(asked).toHaveLength(1);
      return (await asked()).join('');
    },
    close: async () => endDesktop(electron),
  };
}
