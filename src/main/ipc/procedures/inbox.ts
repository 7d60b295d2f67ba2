import { implement } from '@orpc/server';
import { inboxContract } from '#shared/contract/transfers.ts';
import type { Host } from '#main/engine/host/host.ts';
import { markRead } from '#main/engine/feeds/inbox.ts';
import { done, replyIn } from '#main/ipc/reply.ts';

export function inboxProcedures(host: Host) {
  const procedures = implement(inboxContract);
  return {
    markRead: procedures.markRead.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        done(markRead(workspace, input.ids)),
      ),
    ),
  };
}
