import { join } from 'node:path';
import { Menu, Tray, nativeImage } from 'electron';
import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import type { TrayAction, TrayItem, TrayModel, TrayPicture } from './tray-model.ts';

/** macOS colours its template pictures itself, and they have no colour that could say `running`. */
const templates: Readonly<Record<TrayPicture, string>> = {
  idle: 'trayTemplate.png',
  running: 'trayTemplate.png',
  attention: 'trayAttentionTemplate.png',
};

/** The tray's icon and menu, which show a {@link TrayModel}. */
export class TrayIcon {
  readonly #folder: string;
  readonly #platform: NodeJS.Platform;
  readonly #act: (action: TrayAction) => void;
  readonly #tray: Tray;
  #shown = '';

  /** `folder` has the tray's pictures; `act` does what an item is for. */
  constructor(
    folder: string,
    platform: NodeJS.Platform,
    model: TrayModel,
    act: (action: TrayAction) => void,
  ) {
    this.#folder = folder;
    this.#platform = platform;
    this.#act = act;
    this.#tray = new Tray(this.#picture(model.picture));
    // On macOS a click opens the menu.
    if (platform !== 'darwin') this.#tray.on('click', () => act({ kind: 'open' }));
    this.show(model);
  }

  /** Shows a model; nothing is touched when it is the one that is shown already. */
  show(model: TrayModel): void {
    const shown = JSON.stringify(model);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#tray.setImage(this.#picture(model.picture));
    this.#tray.setToolTip(model.tooltip);
    if (this.#platform === 'darwin') this.#tray.setTitle(model.title);
    this.#tray.setContextMenu(Menu.buildFromTemplate(model.items.map((item) => this.#item(item))));
  }

  #item(item: TrayItem): MenuItemConstructorOptions {
    if (item.kind === 'separator') return { type: 'separator' };
    if (item.kind === 'text') return { label: item.label, enabled: false };
    return { label: item.label, click: () => this.#act(item.action) };
  }

  #picture(picture: TrayPicture): NativeImage {
    const file = this.#platform === 'darwin' ? templates[picture] : `tray-${picture}.png`;
    return nativeImage.createFromPath(join(this.#folder, file));
  }
}
