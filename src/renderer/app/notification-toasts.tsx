import { useNotificationToasts } from '#renderer/features/inbox/index.ts';
import { useReplicaState } from '#renderer/db/use-documents.ts';

/** Tells in toasts what arrives while the page is open. */
export function NotificationToasts(): null {
  useNotificationToasts(useReplicaState().isLoaded);
  return null;
}
