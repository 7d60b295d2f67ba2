import type { ComponentType } from 'react';
import { Inbox, KanbanSquare, Play, Settings, Waypoints } from 'lucide-react';
import { Board, WorkCommands } from '#renderer/features/board/index.ts';
import { InboxView } from '#renderer/features/inbox/index.ts';
import { CommandPalette } from '#renderer/features/palette/index.ts';
import { RunCommands } from '#renderer/features/work/index.ts';
import { SetupCommands } from '#renderer/features/setup/index.ts';
import { TransferCommands } from '#renderer/features/transfers/index.ts';
import { TrustCommands } from '#renderer/features/trust/index.ts';
import { lazyView } from './lazy-view.tsx';
import { NotificationToasts } from './notification-toasts.tsx';
import type { AppParts } from './parts.ts';
import { WelcomePage } from './welcome-page.tsx';

const toFetch: (() => Promise<unknown>)[] = [];

/** What is not shown at first is fetched after what is. */
function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  toFetch.push(load);
  return lazyView(load);
}

/**
 * Fetches what was left out at the start, so that it is here when the host goes away. Never rejects: what
 * cannot be fetched now is fetched when it is opened.
 */
export async function fetchTheRest(): Promise<void> {
  for (const load of toFetch) await load().catch(() => undefined);
}

// In this order; the panel of a task is wanted first, from any view.
const OpenTask = later(async () => (await import('./open-task.tsx')).OpenTask);
const RunView = later(async () => (await import('#renderer/features/runs/index.ts')).RunView);
const GraphView = later(async () => (await import('#renderer/features/graph/index.ts')).GraphView);
const SettingsView = later(
  async () => (await import('#renderer/features/settings/index.ts')).SettingsView,
);

/** One line for each view; whatever a feature adds to the frame is named here. */
export const parts: AppParts = {
  views: [
    { name: 'board', title: 'Board', icon: KanbanSquare, keys: ['g b'], View: Board },
    { name: 'runs', title: 'Runs', icon: Play, keys: ['g r'], View: RunView },
    { name: 'graph', title: 'Graph', icon: Waypoints, keys: ['g g'], View: GraphView },
    { name: 'inbox', title: 'Inbox', icon: Inbox, keys: ['g i'], View: InboxView },
    {
      name: 'settings',
      title: 'Settings',
      icon: Settings,
      keys: ['g s'],
      View: SettingsView,
      isAtEnd: true,
    },
  ],
  Welcome: WelcomePage,
  TaskPanel: OpenTask,
  companions: [
    CommandPalette,
    WorkCommands,
    RunCommands,
    TransferCommands,
    SetupCommands,
    TrustCommands,
    NotificationToasts,
  ],
};
