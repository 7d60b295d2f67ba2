import type { MenuItemConstructorOptions } from 'electron';
import type { RecentWorkspace } from '#shared/contract/workspaces.ts';

/** What the items of the app's menu do that the system does not do by itself. */
export interface MenuActions {
  openRepository(): void;
  openRecent(workspace: RecentWorkspace): void;
  openSettings(): void;
  showLogs(): void;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };
/** Entries of the list of recent workspaces. */
const recentLimit = 10;

/** The app's menu as the platform is used to it. What the page can do itself is in its palette. */
export function menuTemplate(
  platform: NodeJS.Platform,
  recent: readonly RecentWorkspace[],
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CommandOrControl+,',
    click: () => actions.openSettings(),
  };
  return [
    ...(isMac ? [macAppMenu(settings)] : []),
    {
      label: 'File',
      submenu: [
        {
          label: 'Open repository…',
          accelerator: 'CommandOrControl+O',
          click: () => actions.openRepository(),
        },
        { label: 'Open recent', submenu: recentItems(recent, actions) },
        separator,
        ...(isMac ? [] : [settings, separator]),
        { role: 'close' },
        ...(isMac ? [] : [{ role: 'quit' as const }]),
      ],
    },
    { role: 'editMenu' },
    { label: 'View', submenu: viewItems() },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: 'Show log files', click: () => actions.showLogs() },
        ...(isMac ? [] : [{ role: 'about' as const }]),
      ],
    },
  ];
}

function macAppMenu(settings: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
}

function recentItems(
  recent: readonly RecentWorkspace[],
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const there = recent.filter(({ exists }) => exists).slice(0, recentLimit);
  if (there.length === 0) return [{ label: 'None yet', enabled: false }];
  return there.map((workspace) => ({
    label: `${workspace.name} (${workspace.folder})`,
    click: () => actions.openRecent(workspace),
  }));
}

function viewItems(): MenuItemConstructorOptions[] {
  return [
    { role: 'reload' },
    { role: 'toggleDevTools' },
    separator,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
  ];
}
