import { assertNever } from '#shared/lib/assert-never.ts';
import { shownLine } from '#shared/core/text/shown-text.ts';
import type { Preferences } from '#shared/contract/workspaces.ts';
import type { NotificationType } from '#shared/model/notification.ts';
import type { AppPlace } from './deep-link.ts';
import type { InboxEntry } from './shell-host.ts';

/** A notification of the operating system. */
export interface NativeNotification {
  readonly title: string;
  readonly body: string;
  /** What a click opens. */
  readonly place: AppPlace;
}

/** Entries remembered, so that none is shown twice. */
const remembered = 1_000;

/**
 * Decides which new entries of the inboxes the operating system shows too: those of the types that the
 * person has chosen, unread, each once, and none while the person looks at the window, which shows the
 * entry itself.
 */
export class NotificationRouter {
  readonly #shown = new Set<string>();

  /** What to show for `entry`; null when nothing. */
  route(
    entry: InboxEntry,
    { nativeNotifications }: Pick<Preferences, 'nativeNotifications'>,
    isWindowFocused: boolean,
  ): NativeNotification | null {
    const { notification, workspaceId, workspaceName } = entry;
    const key = `${workspaceId}/${notification.id}`;
    if (this.#shown.has(key)) return null;
    this.#remember(key);
    if (notification.read || isWindowFocused) return null;
    if (!nativeNotifications.includes(notification.type)) return null;
    return {
      title: withoutMarkup(`${titleOf(notification.type)} · ${workspaceName}`),
      body: withoutMarkup(notification.text),
      place: placeOf(entry),
    };
  }

  #remember(key: string): void {
    this.#shown.add(key);
    const [oldest] = this.#shown;
    if (this.#shown.size > remembered && oldest !== undefined) this.#shown.delete(oldest);
  }
}

/**
 * Text that no desktop takes for markup: on Linux many draw bold letters, links and pictures in the body of a
 * notification, and an agent may have written it.
 */
function withoutMarkup(text: string): string {
  return shownLine(text).replaceAll('<', '‹').replaceAll('>', '›');
}

/** What a click on an entry opens: the thing that it is about. */
export function placeOf({ workspaceId, notification, taskId }: InboxEntry): AppPlace {
  const { kind, id } = notification.subject;
  switch (kind) {
    case 'run':
      return { workspaceId, view: 'runs', subject: id };
    case 'epic':
      return { workspaceId, view: 'board', subject: id };
    case 'task':
      return { workspaceId, view: 'board', taskId: id };
    case 'change':
      return { workspaceId, view: 'inbox' };
    case 'attempt':
      return taskId === null
        ? { workspaceId, view: 'inbox' }
        : { workspaceId, view: 'board', taskId, tab: 'terminal' };
    default:
      return assertNever(kind, 'subject');
  }
}

const titles: Readonly<Record<NotificationType, string>> = {
  run_started: 'Run started',
  task_started: 'Task started',
  task_skipped: 'Task skipped',
  task_completed: 'Task completed',
  task_blocked: 'Task blocked',
  attempt_waiting: 'An agent waits for you',
  attempt_silent: 'An agent is silent',
  review_wanted: 'A merge waits for you',
  plan_ready: 'Plan ready for review',
  merge_conflict: 'Merge conflict',
  rate_limited: 'Rate limit',
  cap_reached: 'Cap reached',
  push_failed: 'Push failed',
  processes_left: 'Processes left running',
  repository_changed: 'Your repository changed',
  repository_moved: 'Your repository moved on',
  signing_failed: 'Commits are not signed',
  edit_refused: 'Edit not taken',
  records_changed: 'Records were changed',
  repository_notice: 'About your repository',
  file_not_written: 'File not written yet',
  run_completed: 'Run completed',
  run_cancelled: 'Run cancelled',
  run_interrupted: 'Run interrupted',
  run_failed: 'Run ended with errors',
};

function titleOf(type: NotificationType): string {
  return titles[type];
}
