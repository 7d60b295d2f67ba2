import { implement } from '@orpc/server';
import { guardContract } from '#shared/contract/guard.ts';
import { decideChange, foreignChange } from '#main/engine/guard/foreign-changes.ts';
import type { Host } from '#main/engine/host/host.ts';
import { replyIn, replyWithRepository } from '#main/ipc/reply.ts';

export function guardProcedures(host: Host) {
  const { show, decide } = implement(guardContract);
  return {
    show: show.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        foreignChange(workspace, input.changeId),
      ),
    ),
    decide: decide.handler(async ({ input }) =>
      replyWithRepository(host, input.workspaceId, async ({ workspace }) =>
        decideChange(workspace, input.changeId, input.decision),
      ),
    ),
  };
}
