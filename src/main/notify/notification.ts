import { isBornRead } from '#shared/core/inbox/entry-kinds.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { Notification, NotificationType } from '#shared/model/notification.ts';

/** What is written so that the inbox has a notification. */
export interface NotificationEntry {
  readonly to: 'notifications';
  readonly document: Notification;
}

/** An inbox entry (SPEC section 4). */
export function notification(
  parts: { readonly clock: Clock; readonly ids: IdSource },
  type: NotificationType,
  text: string,
  subject: Notification['subject'],
  detail?: string,
): NotificationEntry {
  const document: Notification = {
    id: parts.ids.next('notification'),
    type,
    text,
    ...(detail === undefined ? {} : { detail }),
    subject,
    read: isBornRead(type),
    createdAt: timestamp(parts),
  };
  return { to: 'notifications', document };
}
