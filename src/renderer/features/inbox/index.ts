export { InboxView } from './inbox-view.tsx';
export { inboxCounts } from './inbox-groups.ts';
export { useNotificationToasts } from './use-notification-toasts.ts';
export { notificationLook } from './notification-look.ts';
