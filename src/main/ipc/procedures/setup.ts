import { implement } from '@orpc/server';
import { setupContract } from '#shared/contract/setup.ts';
import { ok } from '#shared/lib/result.ts';
import type { Host } from '#main/engine/host/host.ts';
import { checkBase, lookAtSetup } from '#main/engine/settings/setup.ts';
import { replyWithRepository } from '#main/ipc/reply.ts';

export function setupProcedures(host: Host) {
  const procedures = implement(setupContract);
  return {
    look: procedures.look.handler(async ({ input }) =>
      replyWithRepository(host, input.workspaceId, async (open) => {
        await open.rereadConfig();
        return ok(await lookAtSetup(open.workspace));
      }),
    ),
    checkBase: procedures.checkBase.handler(async ({ input }) =>
      replyWithRepository(host, input.workspaceId, async (open) => {
        await open.rereadConfig();
        return checkBase(open.workspace);
      }),
    ),
  };
}
