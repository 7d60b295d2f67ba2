import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useCommands } from '#renderer/lib/commands.ts';
import { showFailure } from '#renderer/lib/toasts.ts';
import { useInboxCounts } from './use-inbox.ts';

/** Key that marks all notifications as read. */
export const markAllReadKeys = ['Shift+M'] as const;

/**
 * Marks notifications as read on the host; null means all but those that end by hand. `isAside`: they were only
 * looked at, so that a failure is not worth a word.
 */
export function useMarkRead(): (ids: readonly string[] | null, isAside?: boolean) => void {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  return (ids, isAside = false) => {
    const request = { workspaceId, ids };
    void host
      .call((client) => client.inbox.markRead(request))
      .then((result) => {
        if (!result.ok && !isAside) showFailure(result.error);
      });
  };
}

/** Registers what can be done with the inbox from every view. */
export function useInboxCommands(): void {
  const { markable } = useInboxCounts();
  const markRead = useMarkRead();
  useCommands([
    {
      id: 'inbox.mark-all-read',
      title: 'Mark all notifications as read',
      group: 'Inbox',
      keys: markAllReadKeys,
      isEnabled: markable > 0,
      run: () => markRead(null),
    },
  ]);
}
