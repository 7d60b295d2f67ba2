import { ChevronDown, FolderOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { JSX } from 'react';
import type { RecentWorkspace, WorkspaceNews } from '#shared/contract/workspaces.ts';
import { useHostClient } from '#renderer/bridge/host-context.tsx';
import { knownHost } from '#renderer/bridge/known-host.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useOtherWorkspaces } from '#renderer/features/inbox/index.ts';
import { keyLabel } from '#renderer/lib/commands.ts';
import { goTo } from '#renderer/lib/location.ts';
import { Badge } from '#renderer/ui/signs/badge.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import type { MenuEntry } from '#renderer/ui/menus/menu-entries.tsx';
import { Menu } from '#renderer/ui/menus/menu.tsx';
import { themeOptions, useTheme } from '#renderer/ui/theme/theme.ts';
import type { ThemePreference } from '#renderer/ui/theme/theme.ts';
import { frameKeys } from './use-frame-commands.ts';

/** Which workspace is open, how to get to another, and how all of it looks. */
export function WorkspaceMenu(): JSX.Element {
  const workspace = useWorkspace();
  const recent = useRecent();
  const others = useOtherWorkspaces(workspace.id);
  const needing = others.reduce((sum, one) => sum + one.needing, 0);
  const { preference, setPreference } = useTheme();
  return (
    <Menu
      trigger={
        <Button
          variant="quiet"
          className="max-w-3xs text-text @3xl/bar:max-w-2xs"
          title={workspace.folder}
        >
          <span className="truncate font-semibold">{workspace.name}</span>
          {needing > 0 && (
            <Badge tone="waiting" label={`${needWord(needing)} you in other workspaces`}>
              {needing}
            </Badge>
          )}
          <ChevronDown aria-hidden className="icon-sm text-faint" />
        </Button>
      }
      items={() => [
        ...othersOf(recent, workspace.id, others),
        {
          kind: 'action',
          id: 'open',
          label: 'Open another repository…',
          icon: FolderOpen,
          shortcut: keyLabel(frameKeys.openAnother),
          onSelect: () => goTo({ workspaceId: null }),
        },
        { kind: 'separator', id: 'before-theme' },
        {
          kind: 'choice',
          id: 'theme',
          label: 'Theme',
          value: preference,
          options: themeOptions,
          onChange: (value) => setPreference(themeOf(value)),
        },
      ]}
    />
  );
}

function themeOf(value: string): ThemePreference {
  return value === 'light' || value === 'dark' ? value : 'system';
}

function needWord(count: number): string {
  return count === 1 ? 'needs' : 'need';
}

/** What waits in a workspace, in a few words before its folder. */
function waitingIn(id: string, news: readonly WorkspaceNews[]): string {
  const { needing = 0, unread = 0 } = news.find((one) => one.id === id) ?? {};
  if (needing > 0) return `${needing} ${needWord(needing)} you · `;
  return unread > 0 ? `${unread} unread · ` : '';
}

function othersOf(
  recent: readonly RecentWorkspace[],
  openId: string,
  news: readonly WorkspaceNews[],
): MenuEntry[] {
  const others = recent.filter(({ id, exists }) => exists && id !== openId).slice(0, 8);
  if (others.length === 0) return [];
  return [
    { kind: 'heading', id: 'recent', label: 'Recent' },
    ...others.map(({ id, name, folder }): MenuEntry => ({
      kind: 'action',
      id: `open-${id}`,
      label: name,
      hint: `${waitingIn(id, news)}${folder}`,
      onSelect: () => goTo({ workspaceId: id }),
    })),
    { kind: 'separator', id: 'after-recent' },
  ];
}

/** Workspaces opened before, asked for once for each connection; until the first answer those that this browser knows. */
function useRecent(): readonly RecentWorkspace[] {
  const client = useHostClient();
  const [recent, setRecent] = useState(() => knownHost.recent);
  useEffect(() => {
    let isOver = false;
    client?.host.recent().then(
      (answer) => {
        if (!isOver) setRecent(answer);
      },
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [client]);
  return recent;
}
