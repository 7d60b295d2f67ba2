import { expect } from '@playwright/test';
import type { ElectronApplication } from '@playwright/test';
import { expectColumn, runAllReady } from '../e2e/pages/board.ts';
import type { StoryApp } from '../e2e/story-app.ts';
import { desktopStory as story } from './desktop-story.ts';
import { answerDialogs, pageOf, quit, stopAndQuit } from './electron-app.ts';

/** Starts a run whose one agent works until the sign `go` is there. */
async function beginRun(app: StoryApp, electron: ElectronApplication): Promise<void> {
  app.addTasks([{ id: 'e.1', script: `echo half > half.txt; ${app.until('go')}` }]);
  const page = await pageOf(electron);
  await runAllReady(page);
  await expectColumn(page, 'In progress', ['e.1']);
  await expect.poll(() => statusOf(app)).toMatchObject({ attempts: [{ phase: 'running' }] });
}

/** What the command line, another process, tells of the run. */
function statusOf(app: StoryApp): object {
  return JSON.parse(app.cli('status', '--json'));
}

async function visibilityOf(electron: ElectronApplication): Promise<readonly boolean[]> {
  return electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.isVisible()),
  );
}

story('closing the window during a run hides it, and the run goes on', async ({ app, launch }) => {
  const electron = await launch(app.root);
  await beginRun(app, electron);
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(async () => visibilityOf(electron)).toEqual([false]);
  expect(statusOf(app)).toMatchObject({ alive: true, run: { status: 'active' } });
  app.makeSign('go');
  await expect.poll(() => statusOf(app)).toMatchObject({ run: { outcome: 'completed' } });
});

story(
  'quitting during a run asks, and keeps running when that is the answer',
  async ({ app, launch }) => {
    const electron = await launch(app.root);
    await beginRun(app, electron);
    const asked = await answerDialogs(electron, [2]);
    await quit(electron);
    await expect.poll(asked).toHaveLength(1);
    expect((await asked())[0]).toContain('Keep running');
    expect(await visibilityOf(electron)).toEqual([true]);
    expect(statusOf(app)).toMatchObject({ alive: true, run: { status: 'active' } });
  },
);

story('finishing first, the app quits when the attempts have ended', async ({ app, launch }) => {
  const electron = await launch(app.root);
  await beginRun(app, electron);
  const asked = await answerDialogs(electron, [0]);
  const ended = electron.waitForEvent('close');
  await quit(electron);
  await expect.poll(asked).toHaveLength(1);
  app.makeSign('go');
  await ended;
  expect(statusOf(app)).toMatchObject({ alive: false, run: { status: 'ended' } });
  expect(app.git('show', 'epic/e:half.txt')).toBe('half');
});

story(
  'stopping now quits: the work is kept, and the run can be resumed',
  async ({ app, launch }) => {
    const electron = await launch(app.root);
    await beginRun(app, electron);
    await answerDialogs(electron, [stopAndQuit]);
    const ended = electron.waitForEvent('close');
    await quit(electron);
    await ended;
    expect(statusOf(app)).toMatchObject({
      alive: false,
      run: { status: 'interrupted', outcome: null },
    });
    expect(app.git('for-each-ref', 'refs/switchyard/vault/e.1')).not.toBe('');
  },
);
