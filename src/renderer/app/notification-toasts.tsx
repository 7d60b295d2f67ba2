import { useGuardCommands } from '#renderer/features/guard/index.ts';
import { useInboxCommands, useNotificationToasts } from '#renderer/features/inbox/index.ts';
import { useBackgroundNotices } from '#renderer/features/needs/index.ts';
import { useReplicaState } from '#renderer/db/use-documents.ts';

/** What the inbox does in every view: shows toasts for what arrives, notifies by the browser, and has its commands. */
export function NotificationToasts(): null {
  const { isLoaded } = useReplicaState();
  useNotificationToasts(isLoaded);
  useBackgroundNotices(isLoaded);
  useInboxCommands();
  useGuardCommands();
  return null;
}
