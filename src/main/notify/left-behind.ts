import type { Clock } from '#shared/lib/clock.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { LeftProcess } from '#main/system/left-processes.ts';
import { notification } from './notification.ts';
import type { NotificationEntry } from './notification.ts';

/** Processes that one notice names; more of them are counted. */
const mostNamed = 5;

/** What runs on, though what it was started for has ended. */
export type LeftBehind =
  /** It could not be ended; lost, when the keeper of the processes was killed. */
  | {
      readonly kind: 'left';
      readonly processes: readonly LeftProcess[];
      readonly isLost: boolean;
    }
  /** It works in the task's worktree: another service may have started it for the agent, or the person did. */
  | { readonly kind: 'strangers'; readonly processes: readonly LeftProcess[] };

/**
 * Names to the person what a task left behind; each process once, which is then in `named`. Nothing when
 * there is nothing new.
 */
export function leftNotices(
  parts: { readonly clock: Clock; readonly ids: IdSource },
  named: Set<number>,
  taskId: string,
  found: LeftBehind,
): readonly NotificationEntry[] {
  const what = describe(named, found);
  if (what === null) return [];
  const subject = { kind: 'task', id: taskId } as const;
  return [notification(parts, 'processes_left', `Task ${taskId} ${what}`, subject)];
}

function describe(named: Set<number>, found: LeftBehind): string | null {
  if (found.kind === 'left' && found.isLost && found.processes.length === 0) {
    return 'killed what holds its processes together (its keeper), or kept stopping it. What it detached before may still run.';
  }
  const news = found.processes.filter(({ pid }) => !named.has(pid));
  if (news.length === 0) return null;
  for (const { pid } of news) named.add(pid);
  const list = listOf(news);
  return found.kind === 'left'
    ? `could not end what it started: ${list}. Look after it.`
    : `leaves in its worktree what you or another service may have started: ${list}. It was not ended.`;
}

function listOf(processes: readonly LeftProcess[]): string {
  const names = processes.slice(0, mostNamed).map(({ pid, command }) => `${pid} (${command})`);
  const more = processes.length - names.length;
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`;
}
