import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { _electron } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { projectRoot } from '../e2e/story-app.ts';
import type { StoryApp } from '../e2e/story-app.ts';

/** What leads to the screen of the person who runs the stories. */
const screenNames = ['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'XDG_RUNTIME_DIR'];

/** Chromium's own sandbox cannot be had as root. */
export const sandboxArguments = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** Starts the built app in the surroundings of a story; a second start while one runs ends by itself. */
export async function launchDesktop(
  { environment }: Pick<StoryApp, 'environment'>,
  args: readonly string[],
): Promise<ElectronApplication> {
  const screen = screenNames.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return _electron.launch({
    args: [...sandboxArguments, projectRoot, ...args],
    env: { ...environment, ...Object.fromEntries(screen) },
  });
}

/** The page of the app's window, loaded. */
export async function pageOf(electron: ElectronApplication): Promise<Page> {
  const page = await electron.firstWindow();
  await page.waitForLoadState();
  return page;
}

/** Answers the system's dialogs with these buttons, one after the other, and keeps what they asked. */
export async function answerDialogs(
  electron: ElectronApplication,
  buttons: readonly number[],
): Promise<() => Promise<readonly string[]>> {
  await electron.evaluate(({ dialog }, presses) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    const left = [...presses];
    dialog.showMessageBox = async (...given: readonly unknown[]) => {
      asked.push(JSON.stringify(given.at(-1)));
      return { response: left.shift() ?? -1, checkboxChecked: false };
    };
  }, buttons);
  return async () => electron.evaluate((): readonly string[] => Reflect.get(globalThis, 'asked'));
}

/** Asks the app to quit, as its menu does. */
export async function quit(electron: ElectronApplication): Promise<void> {
  // The app may be gone before it answers.
  await electron.evaluate(({ app }) => app.quit()).catch(() => {});
}

/** Button of the question before quitting that stops what runs. */
export const stopAndQuit = 1;
/** What the app gives agents to end, and some more, in ms. */
const endLimitMs = 35_000;

/** Ends the app with all that it runs; one that does not end in time is killed. */
export async function endDesktop(electron: ElectronApplication): Promise<void> {
  const child = electron.process();
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  await answerDialogs(electron, [stopAndQuit]).catch(() => {});
  await quit(electron);
  const isLate = await Promise.race([
    ended.then(() => false),
    delay(endLimitMs, true, { ref: false }),
  ]);
  if (isLate) child.kill('SIGKILL');
  await ended;
}
