import { assertNever } from '#shared/lib/assert-never.ts';
import type { Notification } from '#shared/model/notification.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { useNeeds, useOpenTask } from '#renderer/features/needs/index.ts';
import { useAppLocation } from '#renderer/lib/location.ts';

/** Opens the thing that a notification is about: its task, its terminal, its run, its epic on the board. */
export function useOpenSubject(): (subject: Notification['subject']) => void {
  const [, go] = useAppLocation();
  const openTask = useOpenTask();
  const attempts = useDocuments('attempts');
  const needing = new Set(
    useNeeds().flatMap((need) => (need.kind === 'change' ? [need.changeId] : [])),
  );
  return ({ kind, id }) => {
    switch (kind) {
      case 'task':
        // The panel opens where it can be seen what became of it.
        go({ taskId: id, tab: null });
        return;
      case 'attempt':
        openTask(attempts.get(id)?.taskId ?? null, 'terminal');
        return;
      case 'change':
        go({ view: 'inbox', subject: id, filter: needing.has(id) ? null : 'all' });
        return;
      case 'run':
        go({ view: 'runs', subject: id });
        return;
      case 'epic':
        go({ view: 'board', subject: id });
        return;
      default:
        assertNever(kind, 'subject of a notification');
    }
  };
}
