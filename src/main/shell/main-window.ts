import { BrowserWindow, screen } from 'electron';
import type { Logger } from '#shared/lib/logger.ts';
import { placeChannel } from '#shared/contract/preload-channels.ts';
import type { DesktopStateFile } from './desktop-state.ts';
import { pageAddress } from './security-policy.ts';
import { minimumSize, placeWindow } from './window-state.ts';

export interface MainWindowOptions {
  /** File of the preload script. */
  readonly preload: string;
  /** File of the window's icon, for the systems that take it from the window. */
  readonly icon: string;
  readonly state: DesktopStateFile;
  readonly logger: Logger;
  /** The person closes the window: whether it closes; if not, it is hidden. */
  mayClose(): boolean;
}

/** How often a page that crashed is loaded again. */
const reloads = 3;

/** The one window. It is made when it is first shown, and again when it was closed. */
export class MainWindow {
  readonly #options: MainWindowOptions;
  #window: BrowserWindow | null = null;
  /** Place to go to as soon as the page is there. */
  #pending: string | null = null;
  #reloadsLeft = reloads;

  constructor(options: MainWindowOptions) {
    this.#options = options;
  }

  /** The window while it is open. */
  get window(): BrowserWindow | null {
    return this.#window;
  }

  get isFocused(): boolean {
    return this.#window?.isFocused() ?? false;
  }

  /** Address that the page shows; empty without a window. */
  get address(): string {
    return this.#window?.webContents.getURL() ?? '';
  }

  /** Brings the window to the front, at the place with this hash when there is one. */
  show(hash: string | null = null): void {
    const { state } = this.#options;
    if (this.#window === null) {
      this.#window = this.#open(hash ?? state.state.place);
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
    if (hash !== null) this.#goTo(this.#window, hash);
  }

  #goTo({ webContents }: BrowserWindow, hash: string): void {
    if (webContents.isLoadingMainFrame()) this.#pending = hash;
    else webContents.send(placeChannel, hash);
  }

  #open(hash: string): BrowserWindow {
    const { preload, icon, state, logger } = this.#options;
    const { bounds, isMaximized, isFullScreen } = placeWindow(
      state.state.window,
      screen.getPrimaryDisplay().workArea,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    );
    const window = new BrowserWindow({
      ...bounds,
      minWidth: Math.min(minimumSize.width, bounds.width),
      minHeight: Math.min(minimumSize.height, bounds.height),
      title: 'Switchyard',
      icon,
      show: false,
      autoHideMenuBar: true,
      fullscreen: isFullScreen,
      webPreferences: {
        preload,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webviewTag: false,
        // The dictionaries would be fetched from a server.
        spellcheck: false,
      },
    });
    if (isMaximized) window.maximize();
    this.#listen(window);
    window.loadURL(`${pageAddress}${hash}`).catch((error: unknown) => {
      logger.error('The page could not be loaded.', { error: String(error) });
    });
    return window;
  }

  #listen(window: BrowserWindow): void {
    window.once('ready-to-show', () => window.show());
    window.on('close', (event) => {
      void this.remember();
      if (this.#options.mayClose()) return;
      event.preventDefault();
      hide(window);
    });
    window.on('closed', () => {
      this.#window = null;
      this.#pending = null;
    });
    window.webContents.on('did-finish-load', () => {
      if (this.#pending !== null) window.webContents.send(placeChannel, this.#pending);
      this.#pending = null;
    });
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      this.#options.logger.error('The page ended.', { reason, exitCode });
      if (reason === 'clean-exit' || this.#reloadsLeft === 0) return;
      this.#reloadsLeft -= 1;
      window.webContents.reload();
    });
  }

  /** Remembers how the window stands and which place it shows. */
  async remember(): Promise<void> {
    const window = this.#window;
    if (window === null) return;
    const [, hash] = /(#\/.*)$/.exec(this.address) ?? [];
    await this.#options.state.change({
      window: {
        bounds: window.getNormalBounds(),
        isMaximized: window.isMaximized(),
        isFullScreen: window.isFullScreen(),
      },
      ...(hash === undefined ? {} : { place: hash }),
    });
  }
}

/** A window of macOS that is hidden in full screen leaves an empty screen behind. */
function hide(window: BrowserWindow): void {
  if (!window.isFullScreen()) {
    window.hide();
    return;
  }
  window.once('leave-full-screen', () => window.hide());
  window.setFullScreen(false);
}
