import type { Page } from '@playwright/test';
import { card, expectColumn } from '../pages/board.ts';
import { taskPanel } from '../pages/task-panel.ts';
import { expect, servedStory as story } from '../story.ts';

/** Only with serve: what is on its way to the desktop's pages cannot be held back by a story. */

/** A way that messages to the host are held back on, and how many are. */
interface Gate {
  held(): number;
  close(): void;
  open(): void;
}

/** Holds what the page asks of the host under this name while it is closed. */
async function gateFor(page: Page, name: string): Promise<Gate> {
  const held: (() => void)[] = [];
  let isClosed = false;
  await page.routeWebSocket(/\/rpc$/, (socket) => {
    const host = socket.connectToServer();
    socket.onMessage((message) => {
      if (isClosed && String(message).includes(name)) held.push(() => host.send(message));
      else host.send(message);
    });
  });
  return {
    held: () => held.length,
    close: () => void (isClosed = true),
    open() {
      isClosed = false;
      for (const send of held.splice(0)) send();
    },
  };
}

story(
  'a field that is waited for gets the focus and no letter becomes a command, unless the person turns elsewhere',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }]);
    let gate = Promise.withResolvers<void>();
    await page.route('**/assets/open-task-*.js', async (route) => {
      await gate.promise;
      await route.continue();
    });
    await enter();
    await expectColumn(page, 'Ready', ['e.1']);
    const title = taskPanel(page, 'e.1').getByRole('textbox', { name: 'Title', exact: true });
    await card(page, 'e.1').focus();
    await page.keyboard.press('e');
    // The command with this key opens a dialog.
    await page.keyboard.type('c');
    gate.resolve();
    await expect(title).toBeFocused();
    await expect(page.getByRole('dialog')).toHaveCount(0);

    gate = Promise.withResolvers<void>();
    await page.keyboard.press('Escape');
    await page.reload();
    await card(page, 'e.1').focus();
    await page.keyboard.press('e');
    const filter = page.getByRole('searchbox');
    await filter.click();
    gate.resolve();
    await expect(title).toBeVisible();
    await expect(filter).toBeFocused();
  },
);

/** Holds the mouse down on the button that starts the run, until `meanwhile` has come to the page. */
async function pressSlowly(page: Page, meanwhile: () => Promise<void>): Promise<void> {
  const dialog = page.getByRole('dialog', { name: /^Run / });
  const button = dialog.getByRole('button', { name: /^Run \d+ tasks?$/ });
  await expect(button).toBeEnabled();
  await button.hover();
  await page.mouse.down();
  await meanwhile();
  await page.mouse.up();
}

story(
  'the button that starts a run works while the host is asked again, and starts nothing else than was shown',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }, { id: 'e.2' }]);
    const preflight = await gateFor(page, 'runs/preflight');
    await enter();
    await expectColumn(page, 'Ready', ['e.1', 'e.2']);
    const dialog = page.getByRole('dialog', { name: /^Run / });
    const askedAgain = async (): Promise<void> => {
      await expect.poll(() => preflight.held(), { timeout: 30_000 }).toBeGreaterThan(0);
    };
    const runAll = async (): Promise<void> => {
      await page.getByRole('button', { name: 'More ways to run' }).click();
      await page.getByRole('menuitem', { name: 'Run all open tasks' }).click();
    };

    await runAll();
    await pressSlowly(page, async () => {
      preflight.close();
      // What can execute is another thing by that, and what would run as well.
      app.addTasks([{ id: 'e.1' }, { id: 'e.2' }, { id: 'e.3' }]);
      await askedAgain();
    });
    await expect(dialog.getByRole('button', { name: 'Run 2 tasks' })).toBeDisabled();
    preflight.open();
    await expect(dialog.getByRole('alert')).toContainText('Nothing was started');
    await expect(dialog.getByRole('button', { name: 'Run 3 tasks' })).toBeEnabled();
    await expect(page.getByText('The run has started.')).toHaveCount(0);

    await pressSlowly(page, async () => {
      preflight.close();
      app.write('.switchyard/prompts/other.md', 'Work.');
      await askedAgain();
    });
    preflight.open();
    await expect(dialog).toBeHidden();
    await expectColumn(page, 'Done', ['e.1', 'e.2', 'e.3']);
  },
);
