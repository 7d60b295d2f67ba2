import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { app, Menu, powerMonitor, shell } from 'electron';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { hashOf, workspaceShownAt } from './deep-link.ts';
import type { AppPlace } from './deep-link.ts';
import type { DesktopStateFile } from './desktop-state.ts';
import type { Dialogs } from './dialogs.ts';
import { MainWindow } from './main-window.ts';
import type { EndingEvent } from './main-window.ts';
import { menuTemplate } from './menu-model.ts';
import { NativeNotifications } from './native-notifications.ts';
import { NotificationRouter } from './notification-routing.ts';
import { closeAnswer, QuitGuard } from './quit-guard.ts';
import type { InboxEntry, ShellHost } from './shell-host.ts';
import type { StartRequest } from './start-arguments.ts';
import { TrayIcon } from './tray-icon.ts';
import { trayModel } from './tray-model.ts';
import type { TrayAction, TrayModel } from './tray-model.ts';
import { whenIdle } from './when-idle.ts';

export interface DesktopOptions {
  readonly host: ShellHost;
  readonly state: DesktopStateFile;
  readonly logger: Logger;
  readonly dialogs: Dialogs;
  readonly platform: NodeJS.Platform;
  /** File of the preload script. */
  readonly preload: string;
  /** Folder with the icons. */
  readonly icons: string;
  /** Folder with the log files. */
  readonly logs: string;
}

/** The desktop app around a host: window, tray, menu, notifications, and the guard before quitting. */
export class Desktop {
  readonly #options: DesktopOptions;
  readonly #window: MainWindow;
  readonly #guard: QuitGuard;
  readonly #tray: TrayIcon;
  readonly #router = new NotificationRouter();
  readonly #notifications = new NativeNotifications((place) => this.#show(place));

  /** Makes the tray and begins to listen; {@link follow} opens the window. The app must be ready. */
  constructor(options: DesktopOptions) {
    const { host, state, logger, dialogs, preload, icons, platform } = options;
    this.#options = options;
    this.#guard = this.#createGuard();
    this.#window = new MainWindow({
      preload,
      icon: join(icons, 'png', '256x256.png'),
      state,
      logger,
      mayClose: () => this.#mayClose(),
      ask: async (question, signal) => dialogs.ask(question, signal),
      quit: () => app.quit(),
      sessionEnds: (event) => this.#endWithSystem(event),
    });
    this.#tray = new TrayIcon(join(icons, 'tray'), platform, this.#model(), (action) =>
      this.#act(action),
    );
    host.onStatus(() => this.#refresh());
    host.onInboxEntry((entry) => void this.#notify(entry).catch(this.#report('A notification')));
    this.#listenToApp();
    this.#refreshMenu();
  }

  /** Shows the window and does what a start of the program, this one or a second one, asks for. */
  async follow({ hash, folder }: StartRequest): Promise<void> {
    if (hash !== null || folder === null) this.#window.show(hash);
    else await this.#openFolder(folder);
  }

  #createGuard(): QuitGuard {
    const { host, dialogs, logger } = this.#options;
    return new QuitGuard({
      activeRuns: () => host.status().runs,
      ask: async (question) => dialogs.ask(question),
      cancelRuns: async () => host.cancelRuns(),
      whenIdle: async () => whenIdle(host),
      closeHost: async (atMost) => {
        const closed = Promise.all([this.#window.remember(), host.close()]);
        await Promise.race([closed, delay(atMost, undefined, { ref: false })]);
      },
      quit: () => app.quit(),
      changed: () => this.#refresh(),
      report: (what, error) => logger.error(`While quitting: ${what}.`, { error: String(error) }),
    });
  }

  #listenToApp(): void {
    app.on('before-quit', (event) => {
      if (!this.#guard.requestQuit()) event.preventDefault();
    });
    app.on('window-all-closed', () => {
      if (this.#options.platform !== 'darwin') app.quit();
    });
    app.on('activate', () => this.#window.show());
    // Electron's types leave out the event, which its documentation describes.
    const power: NodeJS.EventEmitter = powerMonitor;
    power.on('shutdown', (event: EndingEvent) => this.#endWithSystem(event));
  }

  /** Makes the system wait until what runs is stopped and stored; then the app quits by itself. */
  #endWithSystem(event: EndingEvent): void {
    if (this.#guard.isDone) return;
    event.preventDefault();
    void this.#guard.shutDown();
  }

  #mayClose(): boolean {
    const { host, state } = this.#options;
    const answer = closeAnswer({
      isDone: this.#guard.isDone,
      isRunActive: host.status().runs.length > 0,
      wasHintShown: state.state.wasTrayHintShown,
    });
    switch (answer) {
      case 'close':
        return true;
      case 'hide':
        return false;
      case 'hide-with-hint':
        this.#notifications.showTrayHint();
        void state.change({ wasTrayHintShown: true });
        return false;
      default:
        return assertNever(answer, 'answer');
    }
  }

  #model(): TrayModel {
    return trayModel(this.#options.host.status(), this.#guard.isFinishing);
  }

  #refresh(): void {
    const model = this.#model();
    this.#tray.show(model);
    app.setBadgeCount(model.badge);
  }

  #act(action: TrayAction): void {
    switch (action.kind) {
      case 'open':
        this.#window.show();
        break;
      case 'open-run':
        this.#show({ workspaceId: action.workspaceId, view: 'runs', subject: action.runId });
        break;
      case 'pause':
        void this.#options.host.setPaused(action.paused).catch(this.#report('Pausing'));
        break;
      case 'quit':
        app.quit();
        break;
      default:
        assertNever(action, 'action');
    }
  }

  #show(place: AppPlace | null): void {
    this.#window.show(place === null ? null : hashOf(place));
  }

  async #notify(entry: InboxEntry): Promise<void> {
    const preferences = await this.#options.host.preferences();
    const notification = this.#router.route(entry, preferences, this.#window.isFocused);
    if (notification !== null) this.#notifications.show(notification);
  }

  #refreshMenu(): void {
    const { host, dialogs, platform, logs } = this.#options;
    const build = async (): Promise<void> => {
      const template = menuTemplate(platform, await host.recent(), {
        openRepository: () => {
          const picked = dialogs.pickFolder();
          void picked
            .then(async (folder) => (folder === null ? undefined : this.#openFolder(folder)))
            .catch(this.#report('Opening a repository'));
        },
        openRecent: ({ folder }) =>
          void this.#openFolder(folder).catch(this.#report('Opening a repository')),
        openSettings: () => {
          const workspaceId = workspaceShownAt(this.#window.address);
          this.#show(workspaceId === null ? null : { workspaceId, view: 'settings' });
        },
        showLogs: () => void shell.openPath(logs),
      });
      Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    };
    void build().catch(this.#report('Making the menu'));
  }

  async #openFolder(folder: string): Promise<void> {
    const { host, dialogs } = this.#options;
    const opened = await host.openFolder(folder);
    this.#refreshMenu();
    if (opened.ok) {
      this.#show({ workspaceId: opened.value, view: 'board' });
      return;
    }
    this.#window.show();
    await dialogs.show(opened.error);
  }

  /** What is done with an error that nothing waits for. */
  #report(what: string): (error: unknown) => void {
    return (error) =>
      this.#options.logger.error(`${what} went wrong.`, {
        error: error instanceof Error ? error.stack : String(error),
      });
  }
}
