import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Logger } from '#shared/lib/logger.ts';
import { placeChannel } from '#shared/contract/preload-channels.ts';
import type { DesktopStateFile } from './desktop-state.ts';
import { PageKeeper } from './page-keeper.ts';
import type { Question } from './quit-question.ts';
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
  /** Asks the person; gives the index of the button. The signal takes the question back. */
  ask(question: Question, signal: AbortSignal): Promise<number>;
  quit(): void;
  /** The session of the system ends (Windows). */
  sessionEnds(event: EndingEvent): void;
}

/** An event of the system that goes down, which may be asked to wait. */
export interface EndingEvent {
  preventDefault(): void;
}

/** What stands behind the page until it is painted the first time: `--color-canvas` of its style sheet. */
export const canvasColors = { light: '#f8f8fa', dark: '#111113' };

/** What Chromium says of a load that another one replaced. */
const abortedCode = -3;

/** The one window. It is made when it is first shown, and again when it was closed. */
export class MainWindow {
  readonly #options: MainWindowOptions;
  #window: BrowserWindow | null = null;
  /** Place to go to as soon as the page is there. */
  #pending: string | null = null;
  readonly #keeper: PageKeeper;

  constructor(options: MainWindowOptions) {
    this.#options = options;
    const { logger } = options;
    this.#keeper = new PageKeeper({
      ask: async (question, signal) => options.ask(question, signal),
      reload: () => this.#window?.webContents.reload(),
      end: () => this.#window?.webContents.forcefullyCrashRenderer(),
      quit: () => options.quit(),
      now: () => performance.now(),
      report: (error) => logger.error('A question was not asked.', { error: String(error) }),
    });
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
    this.#keeper.wanted();
    if (hash !== null) this.#goTo(this.#window, hash);
  }

  #goTo({ webContents }: BrowserWindow, hash: string): void {
    if (webContents.isLoadingMainFrame()) this.#pending = hash;
    else webContents.send(placeChannel, hash);
  }

  #open(hash: string): BrowserWindow {
    const { preload, icon, state } = this.#options;
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
      backgroundColor:
        state.state.background ?? canvasColors[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'],
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
    window.once('ready-to-show', () => {
      // It would show a window that is not painted.
      if (isMaximized) window.maximize();
      window.show();
    });
    this.#listen(window);
    this.#listenToPage(window);
    // `did-fail-load` reports it.
    window.loadURL(`${pageAddress}${hash}`).catch(() => {});
    return window;
  }

  #listen(window: BrowserWindow): void {
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
    window.on('unresponsive', () => void this.#keeper.silent());
    window.on('responsive', () => this.#keeper.answers());
    window.on('query-session-end', (event) => this.#options.sessionEnds(event));
    window.on('session-end', (event) => this.#options.sessionEnds(event));
  }

  #listenToPage(window: BrowserWindow): void {
    const { webContents } = window;
    const { logger, state } = this.#options;
    webContents.on('did-finish-load', () => {
      this.#keeper.loaded();
      if (this.#pending !== null) webContents.send(placeChannel, this.#pending);
      this.#pending = null;
    });
    webContents.on('did-fail-load', (_event, code, description, address, isMainFrame) => {
      if (!isMainFrame || code === abortedCode) return;
      logger.error('The page could not be loaded.', { code, description, address });
      this.#keeper.notLoaded(description);
    });
    webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      logger.error('The page ended.', { reason, exitCode });
      if (reason !== 'clean-exit') this.#keeper.ended();
    });
    // The page has a theme of its own choice, and reports its colour.
    webContents.on('did-change-theme-color', (_event, color) => {
      if (color === null) return;
      window.setBackgroundColor(color);
      void state.change({ background: color });
    });
  }

  /** Remembers how the window stands and which place it shows; a closed one has begun to be remembered. */
  async remember(): Promise<void> {
    const window = this.#window;
    if (window === null) return this.#options.state.settled();
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
