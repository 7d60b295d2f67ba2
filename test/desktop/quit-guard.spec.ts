import type { ElectronApplication } from '@playwright/test';
import { contractClient } from './contract-client.ts';
import { answerDialogs, expect, pageOf, test } from './desktop-app.ts';
import type { DesktopApp } from './desktop-app.ts';

/** The app with a run whose one agent works for a minute. */
async function launchWithRun(desktop: DesktopApp): Promise<ElectronApplication> {
  desktop.addTasks({ t1: 'echo begun > begun.txt; sleep 60' });
  const app = await desktop.launch(desktop.repository);
  const page = await pageOf(app);
  await expect.poll(() => page.url()).toContain('#/w/');
  const client = await contractClient(page);
  const [, workspaceId = ''] = /#\/w\/([^/]+)/.exec(page.url()) ?? [];
  const started = await client.runs.start({ workspaceId, scope: { kind: 'all' } });
  expect(started.ok).toBe(true);
  await expect.poll(() => status(desktop).attempts).toMatchObject([{ phase: 'running' }]);
  return app;
}

/** What the command line, another process, tells of the run. */
function status(desktop: DesktopApp) {
  return JSON.parse(desktop.commandLine('status', '--json'));
}

const quit = async (app: ElectronApplication): Promise<void> => {
  await app.evaluate(({ app: electron }) => electron.quit()).catch(() => {});
};

test('closing the window during a run hides it, and the run goes on', async ({ desktop }) => {
  const app = await launchWithRun(desktop);
  const visible = async () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.isVisible()),
    );
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  expect(await visible()).toEqual([false]);
  expect(status(desktop).alive).toBe(true);
});

test('quitting during a run asks, and keeps running when that is the answer', async ({
  desktop,
}) => {
  const app = await launchWithRun(desktop);
  const asked = await answerDialogs(app, [2]);
  await quit(app);
  await expect.poll(asked).toHaveLength(1);
  expect((await asked())[0]).toContain('Keep running');
  expect(status(desktop).alive).toBe(true);
});

test('stopping now quits, and the work is kept', async ({ desktop }) => {
  const app = await launchWithRun(desktop);
  await answerDialogs(app, [1]);
  const ended = app.waitForEvent('close');
  await quit(app);
  await ended;
  expect(status(desktop).run.outcome).toBe('cancelled');
  expect(desktop.git('for-each-ref', 'refs/switchyard/vault/t1')).not.toBe('');
});
