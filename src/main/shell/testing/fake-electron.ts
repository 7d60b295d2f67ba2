import { EventEmitter } from 'node:events';

/**
 * As much of Electron as the shell's adapters use, acting as its documentation says and keeping what was
 * done to it. It stands in for the real one where there is no binary; `test/desktop` has the real one.
 */
export class FakeContents extends EventEmitter {
  readonly sent: { readonly channel: string; readonly message: unknown }[] = [];
  readonly mainFrame = { url: '' };
  isLoading = true;
  reloaded = 0;
  openHandler: ((details: { url: string }) => unknown) | null = null;

  getURL(): string {
    return this.mainFrame.url;
  }
  isLoadingMainFrame(): boolean {
    return this.isLoading;
  }
  send(channel: string, message: unknown): void {
    this.sent.push({ channel, message });
  }
  reload(): void {
    this.reloaded += 1;
  }
  forcefullyCrashRenderer(): void {
    this.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 });
  }
  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    this.openHandler = handler;
  }
  /** The page has been loaded. */
  finishLoading(): void {
    this.isLoading = false;
    this.emit('did-finish-load');
  }
}

export class FakeWindow extends EventEmitter {
  static all: FakeWindow[] = [];
  static getAllWindows(): FakeWindow[] {
    return FakeWindow.all;
  }

  readonly webContents = new FakeContents();
  readonly options: Record<string, unknown>;
  isShown = false;
  hasFocus = false;
  isDown = false;
  background = '';

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    FakeWindow.all.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  async loadURL(address: string): Promise<void> {
    this.webContents.mainFrame.url = address;
  }
  show(): void {
    this.isShown = true;
  }
  hide(): void {
    this.isShown = false;
    this.hasFocus = false;
  }
  focus(): void {
    this.hasFocus = true;
  }
  /** Electron shows a window that it maximises. */
  maximize(): void {
    this.isShown = true;
  }
  setBackgroundColor(color: string): void {
    this.background = color;
  }
  restore(): void {
    this.isDown = false;
  }
  isVisible(): boolean {
    return this.isShown;
  }
  isFocused(): boolean {
    return this.hasFocus;
  }
  isMinimized(): boolean {
    return this.isDown;
  }
  isMaximized(): boolean {
    return false;
  }
  isFullScreen(): boolean {
    return false;
  }
  getNormalBounds(): object {
    return { x: 10, y: 20, width: 1000, height: 700 };
  }
  /** The person closes it, or the app does while it quits. */
  close(): void {
    if (!emitPreventable(this, 'close')) return;
    FakeWindow.all = FakeWindow.all.filter((one) => one !== this);
    this.emit('closed');
    if (FakeWindow.all.length === 0) app.emit('window-all-closed');
  }
}

/** Emits an event that listeners may prevent; whether none did. */
export function emitPreventable(
  emitter: EventEmitter,
  name: string,
  details: object = {},
): boolean {
  let isPrevented = false;
  emitter.emit(name, {
    ...details,
    preventDefault: () => {
      isPrevented = true;
    },
  });
  return !isPrevented;
}

class FakeApp extends EventEmitter {
  hasQuit = false;
  badge = 0;

  quit(): void {
    if (this.hasQuit || !emitPreventable(this, 'before-quit')) return;
    this.hasQuit = true;
    for (const window of FakeWindow.all) window.close();
  }
  setBadgeCount(count: number): boolean {
    this.badge = count;
    return true;
  }
}

export interface FakeMenuItem {
  readonly label?: string;
  readonly enabled?: boolean;
  readonly submenu?: readonly FakeMenuItem[];
  click?(): void;
}

class FakeTray extends EventEmitter {
  static last: FakeTray | null = null;
  menu: readonly FakeMenuItem[] = [];
  tooltip = '';
  image: unknown = null;

  constructor(image: unknown) {
    super();
    this.image = image;
    FakeTray.last = this;
  }
  setImage(image: unknown): void {
    this.image = image;
  }
  setToolTip(text: string): void {
    this.tooltip = text;
  }
  setTitle(): void {}
  setContextMenu(menu: readonly FakeMenuItem[]): void {
    this.menu = menu;
  }
}

class FakeNotification extends EventEmitter {
  static shown: FakeNotification[] = [];
  static isSupported(): boolean {
    return true;
  }
  readonly options: { readonly title: string; readonly body: string };

  constructor(options: { readonly title: string; readonly body: string }) {
    super();
    this.options = options;
  }
  show(): void {
    FakeNotification.shown.push(this);
  }
}

const area = { x: 0, y: 0, width: 1920, height: 1080 };

export const app = new FakeApp();
export const BrowserWindow = FakeWindow;
export const Tray = FakeTray;
export const Notification = FakeNotification;
export const powerMonitor = new EventEmitter();
export const nativeTheme = { shouldUseDarkColors: false };
export const ipcMain = new EventEmitter();
export const nativeImage = { createFromPath: (path: string) => ({ path }) };
export const screen = {
  getPrimaryDisplay: () => ({ workArea: area }),
  getAllDisplays: () => [{ workArea: area }],
};
export const Menu = {
  application: [] as readonly FakeMenuItem[],
  buildFromTemplate: (template: readonly FakeMenuItem[]) => template,
  setApplicationMenu(menu: readonly FakeMenuItem[]): void {
    Menu.application = menu;
  },
};
/** What was asked, and the buttons that will be pressed, one after the other. */
export const dialog = {
  asked: [] as unknown[],
  presses: [] as number[],
  async showMessageBox(...received: readonly object[]): Promise<{ response: number }> {
    dialog.asked.push(received.at(-1));
    return { response: dialog.presses.shift() ?? -1 };
  },
  showOpenDialog: async (): Promise<{ canceled: boolean; filePaths: string[] }> => ({
    canceled: true,
    filePaths: [],
  }),
};
export const shell = {
  opened: [] as string[],
  openExternal: async (link: string): Promise<void> => void shell.opened.push(link),
  openPath: async (): Promise<string> => '',
};
export const clipboard = { writeText: async (): Promise<void> => {} };

/** As before any test. */
export function resetElectron(): void {
  for (const emitter of [app, powerMonitor, ipcMain]) emitter.removeAllListeners();
  app.hasQuit = false;
  app.badge = 0;
  FakeWindow.all = [];
  FakeTray.last = null;
  FakeNotification.shown = [];
  Object.assign(dialog, { asked: [], presses: [] });
  shell.opened = [];
  nativeTheme.shouldUseDarkColors = false;
}
