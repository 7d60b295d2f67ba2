import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { cardIn, confirmRun, expectColumn } from '../../test/e2e/pages/board.ts';
import { goToView, runCommand, toasts } from '../../test/e2e/pages/frame.ts';
import { openTab, openTask } from '../../test/e2e/pages/task-panel.ts';
import { serveApp } from '../../test/e2e/served-app.ts';
import type { ServedApp } from '../../test/e2e/served-app.ts';
import { browserArguments, findBrowser } from '../../test/helpers/browser.ts';
import { addShop, shopConfig, shopFiles } from './shop.ts';

/**
 * Takes a picture of each view in both themes, in the middle of a run of a made-up shop:
 * `npm run screenshots`. All go to `out/screenshots`, those that the documents show to `docs/images` too.
 */

const project = join(import.meta.dirname, '../..');
const folder = join(project, 'out/screenshots');
const themes = ['light', 'dark'] as const;
const large = { width: 1440, height: 900 };
const small = { width: 960, height: 600 };

/** Pictures that the documents show, by what they are called here. */
const shown: Readonly<Record<string, string>> = {
  'board-light': 'board-light.png',
  'board-dark': 'board-dark.png',
  'runs-dark': 'run-view.png',
  'task-diff-light': 'task-diff.png',
};

type Take = (name: string) => Promise<void>;

/** Brings the shop into the middle of a run. */
async function begin(app: ServedApp, page: Page): Promise<void> {
  addShop(app);
  app.cli('run', 'AUTH-1', 'AUTH-2', 'CAT-1', '--json');
  try {
    app.cli('run', 'AUTH-5', '--json');
  } catch {
    // Its check fails, which is what the picture needs: the command ends with 1.
  }
  await page.goto(app.url);
  await expectColumn(page, 'Done', ['AUTH-1', 'AUTH-2', 'CAT-1']);
  await page.getByRole('button', { name: 'More ways to run' }).click();
  await page.getByRole('menuitem', { name: 'Run only what is ready now' }).click();
  await confirmRun(page);
  await cardIn(page, 'In progress', 'AUTH-4').getByText('?').waitFor();
  await cardIn(page, 'In progress', 'CAT-2').getByText('the cache holds 500').waitFor();
  await expect(toasts(page).getByRole('listitem')).toHaveCount(0);
}

async function takeBoard(page: Page, take: Take): Promise<void> {
  await goToView(page, 'Board');
  await take('board');
  await page.setViewportSize(small);
  await take('board-small');
  await page.setViewportSize(large);
  await page.getByRole('radio', { name: 'Epics' }).click();
  await take('board-lanes');
  await page.getByRole('radio', { name: 'Columns' }).click();
  await cardIn(page, 'Ready', 'CAT-5').click({ button: 'right' });
  await page.getByRole('menu').waitFor();
  await take('card-menu');
  await page.keyboard.press('Escape');
}

async function takeTask(page: Page, take: Take): Promise<void> {
  let panel = await openTask(page, 'AUTH-1');
  const changes = panel.getByRole('group', { name: /^Changes of/ }).getByText("'sha1'");
  for (const [title, sign] of [
    ['Spec', panel.getByRole('textbox', { name: 'Title' })],
    ['Diff', changes],
    ['Evidence', panel.getByRole('article')],
    ['Receipts', panel.getByText('The merged tree is the checked tree.')],
    ['Snapshots', changes],
    ['History', panel.getByRole('list', { name: 'History of the task' })],
  ] as const) {
    await openTab(panel, title);
    await sign.first().waitFor();
    await take(`task-${title.toLowerCase()}`);
  }
  await openTab(panel, 'Diff');
  await panel.getByRole('button', { name: 'Fill the window' }).click();
  await panel.getByRole('radio', { name: 'Side by side' }).click();
  await changes.first().waitFor();
  await take('task-diff-wide');
  await panel.getByRole('radio', { name: 'Inline' }).click();
  await panel.getByRole('button', { name: 'Show beside the view' }).click();
  panel = await openTask(page, 'CAT-2');
  await openTab(panel, 'Session');
  await panel.getByText('the cache holds 500').waitFor();
  await take('task-terminal');
  panel = await openTask(page, 'AUTH-5');
  await openTab(panel, 'Evidence');
  await panel.getByText('expected 410, got 200').last().waitFor();
  await take('task-failed-check');
  await openTab(panel, 'Spec');
  await panel.getByRole('button', { name: 'Close the panel' }).click();
}

async function takeViews(page: Page, take: Take): Promise<void> {
  await goToView(page, 'Runs');
  await page.getByRole('region', { name: 'Session of CAT-2' }).getByText('the cache').waitFor();
  await take('runs');
  await goToView(page, 'Graph');
  await page.getByRole('region', { name: 'Dependency graph' }).waitFor();
  await take('graph');
  await goToView(page, 'Inbox');
  await page.getByRole('main').getByText('AUTH-4').first().waitFor();
  await take('inbox');
  await goToView(page, 'Settings');
  await page.getByRole('textbox', { name: 'Test command' }).waitFor();
  await take('settings');
  await page.getByRole('radio', { name: 'This machine' }).click();
  await page.getByRole('group', { name: /All of them are in the inbox/ }).waitFor();
  await take('settings-machine');
}

async function takeDialogs(page: Page, take: Take): Promise<void> {
  await goToView(page, 'Board');
  for (const [name, title] of [
    ['new-task', 'New task'],
    ['new-epic', 'New epic'],
    ['import', 'Import epics and tasks'],
    ['shortcuts', 'Show the keyboard shortcuts'],
  ] as const) {
    await runCommand(page, title);
    await page.getByRole('dialog').waitFor();
    await take(name);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('dialog', { name: 'All commands' }).waitFor();
  await take('palette');
  await page.keyboard.press('Escape');
}

/** A picture that is like the one before it: editors and layouts take some frames to come to rest. */
async function settledPicture(page: Page): Promise<Buffer> {
  let former = await page.screenshot({ animations: 'disabled' });
  for (let tries = 0; tries < 20; tries += 1) {
    await delay(100);
    const picture = await page.screenshot({ animations: 'disabled' });
    if (former.equals(picture)) return picture;
    former = picture;
  }
  throw new Error('The page does not come to rest.');
}

/** Pictures of all views of one page, in one theme after the other. */
async function takeAll(app: ServedApp, page: Page): Promise<void> {
  await begin(app, page);
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const take: Take = async (name) => {
      const path = join(folder, `${name}-${theme}.png`);
      await page.mouse.move(large.width / 2, 2);
      await page.evaluate('document.fonts.ready');
      await writeFile(path, await settledPicture(page));
      const image = shown[`${name}-${theme}`];
      if (image !== undefined) await copyFile(path, join(project, 'docs/images', image));
    };
    await takeBoard(page, take);
    await takeTask(page, take);
    await takeViews(page, take);
    await takeDialogs(page, take);
  }
}

/** Welcome, where nothing was opened yet and where something was. */
async function takeWelcome(app: ServedApp, page: Page): Promise<void> {
  await page.goto(`http://127.0.0.1:${app.port}/#/`);
  await page.evaluate(`location.hash = '#/board'`);
  await page.getByRole('heading', { name: 'Switchyard' }).waitFor();
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    await page.screenshot({ path: join(folder, `welcome-${theme}.png`) });
  }
}

async function main(browser: Browser): Promise<void> {
  await mkdir(folder, { recursive: true });
  const app = await serveApp({ name: 'shop', files: shopFiles, config: shopConfig });
  try {
    const page = await browser.newPage({ viewport: large, reducedMotion: 'reduce' });
    await takeAll(app, page);
    await takeWelcome(app, page);
    app.makeSign('taken');
  } finally {
    await app.dispose();
  }
}

const browser = await chromium.launch({
  executablePath: findBrowser(),
  args: [...browserArguments],
});
try {
  await main(browser);
} finally {
  await browser.close();
}
