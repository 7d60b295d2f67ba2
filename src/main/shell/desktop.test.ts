import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '#shared/lib/logger.ts';
import { placeChannel } from '#shared/contract/preload-channels.ts';
import { Desktop } from './desktop.ts';
import { DesktopStateFile } from './desktop-state.ts';
import { Dialogs } from './dialogs.ts';
import { canvasColors } from './main-window.ts';
import { guardContents } from './security-guards.ts';
import type { InboxEntry } from './shell-host.ts';
import * as electron from './testing/fake-electron.ts';
import type { FakeMenuItem } from './testing/fake-electron.ts';
import { FakeHost, run } from './testing/fake-host.ts';

vi.mock('electron', async () => import('./testing/fake-electron.ts'));

const settled = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

const quits = async (): Promise<void> => {
  await vi.waitFor(() => expect(electron.app.hasQuit).toBe(true));
};

let folder = '';
beforeEach(async () => {
  electron.resetElectron();
  folder = await mkdtemp(join(tmpdir(), 'switchyard-desktop-'));
});
afterEach(async () => {
  // The window writes down how it stands when it closes.
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

async function start(platform: NodeJS.Platform = 'linux') {
  const host = new FakeHost();
  const dialogs = new Dialogs();
  const state = await DesktopStateFile.open(join(folder, 'state.json'), silentLogger);
  const paths = { preload: '/out/preload/index.cjs', icons: '/icons', logs: '/logs' };
  guardContents((address) => void dialogs.openLink(address));
  const desktop = new Desktop({ host, state, logger: silentLogger, dialogs, platform, ...paths });
  await desktop.follow({ hash: null, folder: null });
  const [window] = electron.FakeWindow.all;
  window!.webContents.finishLoading();
  const wasShownEarly = window!.isVisible();
  window!.emit('ready-to-show');
  return { host, state, desktop, window: window!, wasShownEarly };
}

function press(label: string, items: readonly FakeMenuItem[]): void {
  items.find((item) => item.label?.startsWith(label))!.click!();
}

describe('the desktop app', () => {
  it('opens one isolated, sandboxed window on its own page', async () => {
    const { window } = await start();
    expect(window.webContents.getURL()).toBe('app://switchyard/');
    expect(window.isVisible()).toBe(true);
    expect(window.options['webPreferences']).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
    });
  });

  it('quits when the window is closed and no run is active, and comes back as it was left', async () => {
    const { window, host } = await start();
    window.webContents.mainFrame.url = 'app://switchyard/#/w/shop-1/graph';
    window.close();
    await quits();
    expect(host.log).toEqual(['close']);
    electron.resetElectron();
    const again = await start();
    expect(again.window.webContents.getURL()).toBe('app://switchyard/#/w/shop-1/graph');
    expect(again.window.options).toMatchObject({ x: 10, y: 20, width: 1000, height: 700 });
  });

  it('stays without its window on macOS', async () => {
    const { window } = await start('darwin');
    window.close();
    await settled();
    expect(electron.app.hasQuit).toBe(false);
    electron.app.emit('activate');
    expect(electron.FakeWindow.all).toHaveLength(1);
  });

  it('hides in the tray while a run is active, and says so once', async () => {
    const { window, host } = await start();
    host.become([run]);
    window.close();
    expect(window.isVisible()).toBe(false);
    electron.Tray.last!.emit('click');
    expect(window.isVisible()).toBe(true);
    window.close();
    expect(electron.Notification.shown.map(({ options }) => options.title)).toEqual([
      'Switchyard goes on in the tray',
    ]);
    expect(host.log).toEqual([]);
    expect(electron.app.hasQuit).toBe(false);
  });

  it('asks before it quits a run, and stops it when that is wanted', async () => {
    const { host } = await start();
    host.become([run]);
    electron.dialog.presses.push(2, 1);
    electron.app.quit();
    await settled();
    expect(electron.app.hasQuit).toBe(false);
    expect(electron.dialog.asked).toMatchObject([
      { message: 'A run of shop is active. Quit Switchyard?' },
    ]);
    electron.app.quit();
    await quits();
    expect(host.log).toEqual(['close']);
    expect(electron.FakeWindow.all).toEqual([]);
  });

  it('finishes the running attempts in the tray, then quits', async () => {
    const { host, window } = await start();
    host.become([run]);
    electron.dialog.presses.push(0);
    electron.app.quit();
    await settled();
    window.close();
    expect(window.isVisible()).toBe(false);
    expect(electron.Tray.last!.tooltip).toContain('Quits when the running attempts have finished');
    host.become([]);
    await quits();
    expect(host.log).toEqual(['cancel', 'close']);
  });

  it('shows the run in the tray, leads to it, and pauses it', async () => {
    const { host, window } = await start();
    host.become([run]);
    const { menu } = electron.Tray.last!;
    expect(menu[0]?.label).toBe('1 running · 0 waiting · 0 blocked');
    press('Show the run of shop', menu);
    expect(window.webContents.sent).toEqual([
      { channel: placeChannel, message: '#/w/shop-1/runs/about/run-1' },
    ]);
    press('Start no new tasks', menu);
    expect(host.log).toEqual(['pause']);
    expect(electron.Tray.last!.image).toEqual({ path: join('/icons', 'tray', 'tray-running.png') });
  });

  it('leads from a notification to what it is about', async () => {
    const { host, window } = await start();
    const entry: InboxEntry = {
      workspaceId: 'shop-1',
      workspaceName: 'shop',
      taskId: 'AUTH-42',
      notification: {
        id: 'n-1',
        type: 'attempt_waiting',
        text: 'claude asks: which database?',
        subject: { kind: 'attempt', id: 'attempt-1' },
        read: false,
        createdAt: '2026-01-31T12:00:00.000Z',
      },
    };
    window.hide();
    host.notify(entry);
    host.notify(entry);
    await settled();
    expect(electron.Notification.shown).toHaveLength(1);
    electron.Notification.shown[0]!.emit('click');
    expect(window.isFocused()).toBe(true);
    expect(window.webContents.sent.at(-1)?.message).toBe('#/w/shop-1/board/task/AUTH-42/terminal');
  });

  it('follows a second start: to a place, or to a folder, or says why not', async () => {
    const { desktop, window } = await start();
    window.isDown = true;
    await desktop.follow({ hash: '#/w/shop-1/inbox', folder: null });
    expect(window.isMinimized()).toBe(false);
    await desktop.follow({ hash: null, folder: '/code/shop' });
    await desktop.follow({ hash: null, folder: '/code/none' });
    expect(window.webContents.sent.map(({ message }) => message)).toEqual([
      '#/w/shop-1/inbox',
      '#/w/shop-1/board',
    ]);
    expect(electron.dialog.asked.at(-1)).toMatchObject({
      message: '/code/none is no git repository.',
      detail: 'Choose another.',
    });
  });

  it('keeps a place until the page is loaded', async () => {
    const { desktop, window } = await start();
    window.webContents.isLoading = true;
    await desktop.follow({ hash: '#/w/shop-1/inbox', folder: null });
    expect(window.webContents.sent).toEqual([]);
    window.webContents.finishLoading();
    expect(window.webContents.sent.map(({ message }) => message)).toEqual(['#/w/shop-1/inbox']);
  });

  it('loads a page that crashed again; when it does so often, it asks', async () => {
    const { window } = await start();
    electron.dialog.presses.push(0);
    for (let count = 0; count < 4; count += 1) {
      window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    }
    expect(window.webContents.reloaded).toBe(3);
    await settled();
    expect(electron.dialog.asked).toMatchObject([
      { message: 'The page has ended by itself 4 times' },
    ]);
    expect(window.webContents.reloaded).toBe(4);
  });

  it('asks when the page does not answer, and loads it anew when that is wanted', async () => {
    const { window } = await start();
    electron.dialog.presses.push(1);
    window.emit('unresponsive');
    await settled();
    expect(electron.dialog.asked).toMatchObject([
      {
        message: 'The page does not answer',
        buttons: ['Wait', 'Load the page again', 'Quit Switchyard'],
      },
    ]);
    expect(window.webContents.reloaded).toBe(1);
  });

  it('says why a page cannot be loaded, and quits when that is wanted', async () => {
    const { window } = await start();
    electron.dialog.presses.push(1);
    const fails = (code: number, isMainFrame: boolean): void => {
      window.webContents.emit('did-fail-load', {}, code, 'ERR_FAILED', 'app://x/', isMainFrame);
    };
    fails(-3, true);
    fails(-2, false);
    await settled();
    expect(electron.dialog.asked).toEqual([]);
    fails(-2, true);
    await quits();
    expect(electron.dialog.asked).toMatchObject([{ message: 'The page could not be loaded' }]);
  });

  it('is never seen unpainted: shown when ready, maximised then, in the colour of the theme', async () => {
    const state = await DesktopStateFile.open(join(folder, 'state.json'), silentLogger);
    const bounds = { x: 0, y: 0, width: 1000, height: 700 };
    await state.change({ window: { bounds, isMaximized: true, isFullScreen: false } });
    electron.nativeTheme.shouldUseDarkColors = true;
    const { window, wasShownEarly } = await start();
    expect(wasShownEarly).toBe(false);
    expect(window.isVisible()).toBe(true);
    expect(window.options['backgroundColor']).toBe('#111113');
    window.webContents.emit('did-change-theme-color', {}, '#f8f8fa');
    expect(window.background).toBe('#f8f8fa');
    electron.resetElectron();
    const again = await start();
    expect(again.window.options['backgroundColor']).toBe('#f8f8fa');
  });

  it('knows the canvas of the page', async () => {
    const tokens = await readFile(
      join(import.meta.dirname, '../../renderer/ui/theme/tokens.css'),
      'utf8',
    );
    const { light, dark } = canvasColors;
    expect(tokens).toContain(`--color-canvas: light-dark(${light}, ${dark});`);
  });

  it.each(['linux', 'darwin'] as const)(
    'makes a system that shuts down wait until its runs are stopped, on %s',
    async (platform) => {
      const { host } = await start(platform);
      host.become([run]);
      expect(electron.emitPreventable(electron.powerMonitor, 'shutdown')).toBe(false);
      await quits();
      expect(host.log).toEqual(['close']);
      expect(electron.dialog.asked).toEqual([]);
      expect(electron.emitPreventable(electron.powerMonitor, 'shutdown')).toBe(true);
    },
  );

  it.each(['query-session-end', 'session-end'])(
    'stops its runs when the session of Windows ends: %s',
    async (name) => {
      const { host, window } = await start('win32');
      host.become([run]);
      expect(electron.emitPreventable(window, name)).toBe(false);
      electron.emitPreventable(window, 'session-end');
      await quits();
      expect(host.log).toEqual(['close']);
      expect(electron.dialog.asked).toEqual([]);
    },
  );
});

describe('what the page tries', () => {
  it('opens no window; a link goes to the browser when the person agrees', async () => {
    const { window } = await start();
    electron.dialog.presses.push(0, 2, 0);
    const { openHandler } = window.webContents;
    expect(openHandler!({ url: 'https://git-scm.com/docs' })).toEqual({ action: 'deny' });
    await settled();
    openHandler!({ url: 'https://example.com/' });
    await settled();
    openHandler!({ url: 'file:///etc/passwd' });
    openHandler!({ url: 'http://localhost:5173/' });
    await settled();
    expect(electron.dialog.asked).toMatchObject([
      { detail: 'https://git-scm.com/docs' },
      { detail: 'https://example.com/' },
      { detail: 'http://localhost:5173/' },
    ]);
    expect(electron.shell.opened).toEqual(['https://git-scm.com/docs', 'http://localhost:5173/']);
  });

  it('navigates nowhere, frames nothing', async () => {
    const { window } = await start();
    const tries = (name: string, details: object): boolean =>
      electron.emitPreventable(window.webContents, name, details);
    const own = 'app://switchyard/';
    expect(tries('will-frame-navigate', { url: own, isMainFrame: true })).toBe(true);
    expect(tries('will-frame-navigate', { url: own, isMainFrame: false })).toBe(false);
    expect(tries('will-frame-navigate', { url: 'https://a.example/', isMainFrame: true })).toBe(
      false,
    );
    expect(tries('will-attach-webview', {})).toBe(false);
    expect(tries('will-redirect', { url: own })).toBe(false);
  });
});
