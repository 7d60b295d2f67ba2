export { InboxView } from './inbox-view.tsx';
export { inboxLabel } from './inbox-groups.ts';
export type { InboxCounts } from './inbox-groups.ts';
export { useInboxCounts } from './use-inbox.ts';
export { useNotificationToasts } from './use-notification-toasts.ts';
export { notificationLook } from './notification-look.ts';
export { useInboxCommands } from './use-mark-read.ts';
export { useOtherWorkspaces, useOtherWorkspaceToasts } from './use-other-workspaces.ts';
