import { useGuardCommands } from '#renderer/features/guard/index.ts';
import { useInboxCommands, useNotificationToasts } from '#renderer/features/inbox/index.ts';
import { useReplicaState } from '#renderer/db/use-documents.ts';

/** What the inbox does in every view: shows toasts for what arrives, and has its commands. */
export function NotificationToasts(): null {
  useNotificationToasts(useReplicaState().isLoaded);
  useInboxCommands();
  useGuardCommands();
  return null;
}
