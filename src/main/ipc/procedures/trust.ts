import { implement } from '@orpc/server';
import { trustContract } from '#shared/contract/trust.ts';
import { ok } from '#shared/lib/result.ts';
import type { Host } from '#main/engine/host/host.ts';
import { agreeToTrust, describeTrust, withdrawTrust } from '#main/engine/trust/trust.ts';
import { done, replyIn, replyWithRepository } from '#main/ipc/reply.ts';

export function trustProcedures(host: Host) {
  const { describe, agree, withdraw, folders, setFolders } = implement(trustContract);
  return {
    describe: describe.handler(async ({ input }) =>
      replyWithRepository(host, input.workspaceId, async ({ workspace }) =>
        ok(await describeTrust(workspace)),
      ),
    ),
    agree: agree.handler(async ({ input }) =>
      replyWithRepository(host, input.workspaceId, async (open) => {
        const agreed = await agreeToTrust(open.workspace, input.digest);
        if (agreed.ok) await open.rereadConfig();
        return agreed;
      }),
    ),
    withdraw: withdraw.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async (open) => {
        const withdrawn = await withdrawTrust(open.workspace);
        if (withdrawn.ok) await open.rereadConfig();
        return withdrawn;
      }),
    ),
    folders: folders.handler(async () => host.trustFolders()),
    setFolders: setFolders.handler(async ({ input }) =>
      done(await host.setTrustFolders(input.folders)),
    ),
  };
}
