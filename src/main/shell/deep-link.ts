import { z } from 'zod';
import { itemIdProblem } from '#shared/model/item-id.ts';

/** Scheme of the links that lead into the app from outside. */
export const linkScheme = 'switchyard';

const views = ['board', 'runs', 'graph', 'inbox', 'settings'] as const;
const tabs = ['spec', 'terminal', 'diff', 'evidence', 'receipts', 'snapshots', 'history'] as const;
const viewSchema = z.enum(views);
const tabSchema = z.enum(tabs);

/** A place in the app, as the page's hash names it. */
export interface AppPlace {
  readonly workspaceId: string;
  readonly view: (typeof views)[number];
  /** What the view is about: a run, an epic. */
  readonly subject?: string;
  readonly taskId?: string;
  /** Tab of the task panel. */
  readonly tab?: (typeof tabs)[number];
}

/**
 * Reads `switchyard://workspace/<id>`, followed by nothing, `/<view>`, `/run/<id>`, `/epic/<id>` or
 * `/task/<id>[/<tab>]`. Anyone can make somebody click a link, so everything else is null: ids hold
 * only letters, digits, ".", "_" and "-", and there is no query, no escape, no second slash.
 */
export function parseDeepLink(link: string): AppPlace | null {
  if (link.length > 1_000) return null;
  const prefix = `${linkScheme}://workspace/`;
  if (!link.toLowerCase().startsWith(prefix)) return null;
  const [workspaceId = '', ...rest] = link.slice(prefix.length).replace(/\/$/, '').split('/');
  if (!isId(workspaceId) || rest.length > 3) return null;
  return placeIn(workspaceId, rest);
}

function placeIn(workspaceId: string, rest: readonly string[]): AppPlace | null {
  const [kind, id, detail] = rest;
  if (kind === undefined) return { workspaceId, view: 'board' };
  if (id === undefined) {
    const view = viewSchema.safeParse(kind);
    return view.success ? { workspaceId, view: view.data } : null;
  }
  if (!isId(id)) return null;
  if (kind === 'task') {
    if (detail === undefined) return { workspaceId, view: 'board', taskId: id };
    const tab = tabSchema.safeParse(detail);
    return tab.success ? { workspaceId, view: 'board', taskId: id, tab: tab.data } : null;
  }
  if (detail !== undefined) return null;
  if (kind === 'run') return { workspaceId, view: 'runs', subject: id };
  if (kind === 'epic') return { workspaceId, view: 'board', subject: id };
  return null;
}

function isId(text: string): boolean {
  return itemIdProblem(text) === null;
}

/** The hash of the page's address that shows a place, with its `#`. */
export function hashOf({ workspaceId, view, subject, taskId, tab }: AppPlace): string {
  const parts = ['w', workspaceId, view];
  if (subject !== undefined) parts.push('about', subject);
  if (taskId !== undefined) parts.push('task', taskId, ...(tab === undefined ? [] : [tab]));
  return `#/${parts.map((part) => encodeURIComponent(part)).join('/')}`;
}

/** The workspace that the page at `address` shows; null on Welcome. */
export function workspaceShownAt(address: string): string | null {
  const [, part] = /#\/w\/([^/]+)/.exec(address) ?? [];
  if (part === undefined) return null;
  try {
    return decodeURIComponent(part);
  } catch {
    // Typed by hand, and no address of ours.
    return null;
  }
}

/** The first link among a process's arguments: how Linux and Windows hand one over. */
export function deepLinkIn(programArguments: readonly string[]): string | null {
  return programArguments.find((one) => one.startsWith(`${linkScheme}://`)) ?? null;
}
