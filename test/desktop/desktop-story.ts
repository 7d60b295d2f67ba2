import type { ElectronApplication } from '@playwright/test';
import { story } from '../e2e/story.ts';
import { endDesktop, launchDesktop } from './electron-app.ts';

/** A story of the window and the program around the page: it starts the app by itself, some twice. */
export const desktopStory = story.extend<{
  /** Starts the app on the story's data folder with these arguments; it ends with the story. */
  readonly launch: (...args: readonly string[]) => Promise<ElectronApplication>;
}>({
  launch: async ({ app }, use) => {
    const started: ElectronApplication[] = [];
    await use(async (...args) => {
      const electron = await launchDesktop(app, args);
      started.push(electron);
      return electron;
    });
    for (const electron of started) await endDesktop(electron);
  },
});
