import { useMemo } from 'react';
import { navigate, useHashLocation } from 'wouter/use-hash-location';

/** Views that the rail leads to. */
export const viewNames = ['board', 'runs', 'graph', 'inbox', 'settings'] as const;
export type ViewName = (typeof viewNames)[number];
/** Tabs of the task panel. */
export const taskTabs = [
  'spec',
  'terminal',
  'diff',
  'evidence',
  'receipts',
  'snapshots',
  'history',
] as const;
export type TaskTab = (typeof taskTabs)[number];

/** The place in the app: all of it is in the URL's hash, so that it can be linked to and gone back to. */
export interface AppLocation {
  /** Null shows Welcome. */
  readonly workspaceId: string | null;
  readonly view: ViewName;
  /** Task that the panel beside the view shows. */
  readonly taskId: string | null;
  readonly tab: TaskTab | null;
  /** What the view itself is about: a run, an epic, a section of the settings. */
  readonly subject: string | null;
  /** How the view groups what it shows, in its own words; null leaves that to the view. */
  readonly grouping: string | null;
  /** What the view is narrowed to: a filter that was typed, or one of its own. */
  readonly filter: string | null;
}

export const startLocation: AppLocation = {
  workspaceId: null,
  view: 'board',
  taskId: null,
  tab: null,
  subject: null,
  grouping: null,
  filter: null,
};

/**
 * Reads a hash such as `#/w/shop/board/by/epic/only/p:1/task/AUTH-42/diff`; whatever cannot be read is left out,
 * so that any text leads somewhere. The inverse of {@link formatLocation}.
 */
export function parseLocation(hash: string): AppLocation {
  const parts = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decodePart);
  let location = startLocation;
  const takeAfter = (name: string): string | null => {
    if (parts[0] !== name) return null;
    const [, value] = parts.splice(0, 2);
    return value === undefined || value === '' ? null : value;
  };
  location = { ...location, workspaceId: takeAfter('w') };
  const view = viewNames.find((name) => name === parts[0]);
  if (view === undefined) return location;
  parts.shift();
  location = {
    ...location,
    view,
    grouping: takeAfter('by'),
    filter: takeAfter('only'),
    subject: takeAfter('about'),
    taskId: takeAfter('task'),
  };
  if (location.taskId === null) return location;
  return { ...location, tab: taskTabs.find((name) => name === parts[0]) ?? null };
}

/** The hash path (without `#`) of a place; a tab without a task is left out. */
export function formatLocation(location: AppLocation): string {
  const { workspaceId, view, grouping, filter, subject, taskId, tab } = location;
  const parts: string[] = [];
  if (workspaceId !== null && workspaceId !== '') parts.push('w', workspaceId);
  parts.push(view);
  if (grouping !== null && grouping !== '') parts.push('by', grouping);
  if (filter !== null && filter !== '') parts.push('only', filter);
  if (subject !== null && subject !== '') parts.push('about', subject);
  if (taskId !== null && taskId !== '') {
    parts.push('task', taskId);
    if (tab !== null) parts.push(tab);
  }
  return `/${parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/')}`;
}

/** Another view begins without what the old one was about and showed; without a task there is no tab. */
export function changeLocation(from: AppLocation, change: Partial<AppLocation>): AppLocation {
  const leavesWorkspace =
    change.workspaceId !== undefined && change.workspaceId !== from.workspaceId;
  const base = leavesWorkspace ? startLocation : from;
  const leavesView = change.view !== undefined && change.view !== base.view;
  const next = { ...base, ...(leavesView ? ofNoView : {}), ...change };
  return next.taskId === null ? { ...next, tab: null } : next;
}

const ofNoView = { subject: null, grouping: null, filter: null } as const;

/**
 * The present place and a way to change parts of it. A new view, task or workspace becomes an entry of the
 * history; another tab, subject, grouping or filter replaces the
 * present one.
 */
export function useAppLocation(): [AppLocation, typeof goTo] {
  const [path] = useHashLocation();
  const location = useMemo(() => parseLocation(path), [path]);
  return [location, goTo];
}

/** What an entry of the history knows besides its place. */
interface EntryState {
  /** Nobody chose the tab: it was shown by itself, and is not kept for the next task. */
  readonly isTabChosen: boolean;
}

/** How a place is gone to. */
export interface GoOptions {
  /** Whether the present entry of the history is replaced; by default where it is no step. */
  readonly replace?: boolean;
  /** False for a tab that nobody asked for. */
  readonly isTabChosen?: boolean;
}

/** Changes the place from outside of components: commands, notifications, deep links. */
export function goTo(change: Partial<AppLocation>, options: GoOptions = {}): void {
  const from = parseLocation(globalThis.location.hash);
  const wasChosen = isTabChosen(globalThis.history.state);
  const to = changeLocation(wasChosen ? from : withoutTab(from, change), change);
  const path = formatLocation(to);
  if (path === formatLocation(from) && globalThis.location.hash !== '') return;
  const isStep =
    to.workspaceId !== from.workspaceId || to.view !== from.view || to.taskId !== from.taskId;
  const state: EntryState = {
    isTabChosen: options.isTabChosen ?? (change.tab !== undefined || wasChosen),
  };
  navigate(path, { replace: options.replace ?? !isStep, state });
}

/** The tab that a task showed by itself says nothing of what is wanted of another one. */
export function withoutTab(from: AppLocation, { taskId }: Partial<AppLocation>): AppLocation {
  return taskId === undefined || taskId === from.taskId ? from : { ...from, tab: null };
}

function isTabChosen(state: unknown): boolean {
  if (typeof state !== 'object' || state === null || !('isTabChosen' in state)) return true;
  return state.isTabChosen !== false;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A hand-written "%" that is no escape.
    return part;
  }
}
