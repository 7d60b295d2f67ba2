import { join } from 'node:path';
import { BrowserWindow, session } from 'electron';

/**
 * Opens the one window. Its page is isolated, sandboxed and without Node; it cannot navigate, open
 * windows, or get permissions (SPEC section 14).
 */
export async function openMainWindow(outFolder: string): Promise<BrowserWindow> {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  const window = new BrowserWindow({
    width: 1200,
    height: 800,
    minWidth: 960,
    minHeight: 600,
    show: false,
    webPreferences: {
      preload: join(outFolder, 'preload/index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
    },
  });
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.on('will-navigate', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  await window.loadFile(join(outFolder, 'renderer/index.html'));
  return window;
}
