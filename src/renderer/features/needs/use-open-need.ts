import { endsByHand } from '#shared/core/inbox/entry-kinds.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Need } from '#shared/core/needs/needs.ts';
import type { Notification } from '#shared/model/notification.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { goTo, useAppLocation } from '#renderer/lib/location.ts';
import type { TaskTab } from '#renderer/lib/location.ts';
import { answerOf, requestFocus } from '#renderer/lib/request-focus.ts';
import { useNeeds } from './needs-provider.tsx';

/** Whether nobody has looked at what waits, and the way to what it is about; that counts as having looked. */
export function useOpenNeed(need: Need): { readonly isUnread: boolean; readonly open: () => void } {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const [{ subject }] = useAppLocation();
  const notifications = useDocuments('notifications');
  const unread: string[] = [];
  for (const entry of notifications.values()) {
    if (!entry.read && isAbout(entry, need)) unread.push(entry.id);
  }
  const open = (): void => {
    // What ends by hand is not dealt with by looking at it.
    const ids = need.kind === 'entry' && endsByHand(need.entry.type) ? [] : unread;
    if (ids.length > 0) void host.call((client) => client.inbox.markRead({ workspaceId, ids }));
    goToNeed(need, subject);
  };
  return { isUnread: unread.length > 0, open };
}

/** Opens a task; where its agent asks something, the focus goes to the answer. */
export function useOpenTask(): (taskId: string | null, tab?: TaskTab) => void {
  const needs = useNeeds();
  return (taskId, tab) => {
    goTo({ taskId, ...(tab === undefined ? {} : { tab }) });
    const isAsked = needs.some((need) => need.kind === 'question' && need.taskId === taskId);
    if (isAsked && taskId !== null) requestFocus(answerOf(taskId), true);
  };
}

/** Opens what a need is about; `subject` is what the inbox shows unfolded now. */
export function goToNeed(need: Need, subject: string | null = null): void {
  switch (need.kind) {
    case 'question':
      goTo({ taskId: need.taskId, tab: 'terminal' });
      requestFocus(answerOf(need.taskId), true);
      return;
    case 'silent':
      goTo({ taskId: need.taskId, tab: 'terminal' });
      return;
    case 'blocked':
    case 'landing':
      // The panel opens where it can be seen why.
      goTo({ taskId: need.taskId, tab: null });
      return;
    case 'interrupted':
      goTo({ view: 'runs', subject: need.runId });
      return;
    case 'trust':
      goTo({ view: 'settings' });
      return;
    case 'change':
      goTo({ view: 'inbox', subject: need.changeId === subject ? null : need.changeId });
      return;
    case 'entry':
      goToSubject(need.entry);
      return;
    default:
      assertNever(need, 'need');
  }
}

function goToSubject({ subject: { kind, id } }: Notification): void {
  switch (kind) {
    case 'task':
      goTo({ taskId: id, tab: null });
      return;
    case 'run':
      goTo({ view: 'runs', subject: id });
      return;
    case 'epic':
      goTo({ view: 'board', subject: id });
      return;
    case 'attempt':
    case 'change':
      goTo({ view: 'inbox', filter: 'all' });
      return;
    default:
      assertNever(kind, 'subject of a notification');
  }
}

function isAbout({ id, subject }: Notification, need: Need): boolean {
  switch (need.kind) {
    case 'question':
      return subject.id === need.attemptId;
    case 'silent':
      return id === need.entry.id;
    case 'blocked':
    case 'landing':
      return subject.kind === 'task' && subject.id === need.taskId;
    case 'interrupted':
      return subject.id === need.runId;
    case 'change':
      return subject.id === need.changeId;
    case 'entry':
      return need.ids.includes(id);
    case 'trust':
      return false;
    default:
      return assertNever(need, 'need');
  }
}
