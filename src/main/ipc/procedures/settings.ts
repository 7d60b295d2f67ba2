import { implement } from '@orpc/server';
import { settingsContract } from '#shared/contract/settings.ts';
import { ok } from '#shared/lib/result.ts';
import type { Host } from '#main/engine/host/host.ts';
import {
  changeSettings,
  listAgents,
  readSettings,
  settingsFile,
} from '#main/engine/settings/settings.ts';
import { done, replyIn, replyWithRepository } from '#main/ipc/reply.ts';

export function settingsProcedures(host: Host) {
  const { read, change, agents, openFile } = implement(settingsContract);
  return {
    read: read.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        // After the changes that were asked for before.
        workspace.mutex.run('config', async () => ok(await readSettings(workspace))),
      ),
    ),
    change: change.handler(async ({ input }) =>
      replyWithRepository(host, input.workspaceId, async (open) =>
        changeSettings(open, input.changes),
      ),
    ),
    openFile: openFile.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        done(await host.openFile(settingsFile(workspace))),
      ),
    ),
    agents: agents.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async (open) => {
        await open.rereadConfig();
        return ok(await listAgents(open.workspace));
      }),
    ),
  };
}
