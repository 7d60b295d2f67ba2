import { implement } from '@orpc/server';
import { documentsContract } from '#shared/contract/documents.ts';
import { ok } from '#shared/lib/result.ts';
import type { Host } from '#main/engine/host/host.ts';
import { ownTaskChange, tasksChangedByPush } from '#main/engine/settings/own-changes.ts';
import { pushDocuments } from '#main/engine/feeds/push-documents.ts';
import { replyIn, streamedWorkspace } from '#main/ipc/reply.ts';

export function documentsProcedures(host: Host) {
  const { pull, push, changes } = implement(documentsContract);
  return {
    pull: pull.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ documents }) =>
        ok(documents.pull(input.collection, input.checkpoint, input.limit)),
      ),
    ),
    push: push.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) => {
        const conflicts = await pushDocuments(workspace, input);
        await ownTaskChange(workspace, tasksChangedByPush(input));
        return ok({ conflicts });
      }),
    ),
    changes: changes.handler(async function* ({ input, signal }) {
      const { documents } = await streamedWorkspace(host, input.workspaceId);
      yield* documents.changes(signal);
    }),
  };
}
