import { useEffect, useRef } from 'react';
import type { WorkspaceNews } from '#shared/contract/workspaces.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { useWorkspaceNews } from '#renderer/bridge/workspace-news.tsx';
import { goTo, useAppLocation } from '#renderer/lib/location.ts';
import type { AppLocation } from '#renderer/lib/location.ts';
import { showToast } from '#renderer/lib/toasts.ts';
import { shownAtOnce } from './shown-at-once.ts';

type NewsEntry = WorkspaceNews['entries'][number];

const none: readonly WorkspaceNews[] = [];

/** What waits in the workspaces that the host has open beside `workspaceId`. */
export function useOtherWorkspaces(workspaceId: string | null): readonly WorkspaceNews[] {
  const news = useWorkspaceNews();
  return news?.filter(({ id }) => id !== workspaceId) ?? none;
}

/**
 * Shows a toast for what needs the person, and for the ends of runs, in workspaces that are open but not
 * shown; it leads there. What was there when the page was opened is not shown again.
 */
export function useOtherWorkspaceToasts(): void {
  const news = useWorkspaceNews();
  const [{ workspaceId }] = useAppLocation();
  const known = useRef<ReadonlyMap<string, Known> | null>(null);
  useEffect(() => {
    if (news === null) return;
    const before = known.current;
    known.current = new Map(news.map((one) => [one.id, knownOf(one, before?.get(one.id))]));
    if (before === null) return;
    for (const one of news) {
      const { id, name, entries } = one;
      const former = before.get(id);
      if (former === undefined || id === workspaceId) continue;
      for (const entry of entries.filter((each) => isFresh(each, former)).toReversed()) {
        showToast(`${name}: ${entry.notification.text}`, {
          key: `${id}/${entry.notification.id}`,
          action: { label: 'Open', run: () => goTo({ workspaceId: id, ...placeOf(entry) }) },
        });
      }
    }
  }, [news, workspaceId]);
}

/** What was shown of a workspace; older entries come into the news when newer ones are read. */
interface Known {
  readonly ids: ReadonlySet<string>;
  /** When the newest of them was made; empty when there was none. */
  readonly newest: string;
}

function knownOf({ entries }: WorkspaceNews, before: Known | undefined): Known {
  const newest = entries[0]?.notification.createdAt ?? '';
  return {
    ids: new Set(entries.map(({ notification }) => notification.id)),
    newest: before !== undefined && before.newest > newest ? before.newest : newest,
  };
}

function isFresh({ notification: { id, type, createdAt } }: NewsEntry, before: Known): boolean {
  return createdAt >= before.newest && !before.ids.has(id) && shownAtOnce.has(type);
}

/** Where the thing is that a notification of another workspace is about. */
function placeOf({ notification: { subject }, taskId }: NewsEntry): Partial<AppLocation> {
  const { kind, id } = subject;
  switch (kind) {
    case 'run':
      return { view: 'runs', subject: id };
    case 'epic':
      return { view: 'board', subject: id };
    case 'task':
      return { view: 'board', taskId: id };
    case 'change':
      return { view: 'inbox' };
    case 'attempt':
      return taskId === null ? { view: 'inbox' } : { view: 'board', taskId, tab: 'terminal' };
    default:
      return assertNever(kind, 'subject of a notification');
  }
}
