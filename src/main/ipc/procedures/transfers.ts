import { implement } from '@orpc/server';
import { transfersContract } from '#shared/contract/transfers.ts';
import { ok } from '#shared/lib/result.ts';
import type { Host } from '#main/engine/host/host.ts';
import { exportAsText } from '#main/engine/transfers/export-items.ts';
import { importItems } from '#main/engine/transfers/import-items.ts';
import { unknownEpic } from '#main/engine/tasks/work-items.ts';
import { replyIn } from '#main/ipc/reply.ts';

export function transfersProcedures(host: Host) {
  const procedures = implement(transfersContract);
  return {
    import: procedures.import.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        importItems(workspace, input.request),
      ),
    ),
    export: procedures.export.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace, info }) => {
        const { epicId } = input;
        const unknown = unknownEpic(workspace, epicId ?? undefined);
        if (unknown !== null) return { ok: false, error: unknown };
        const exported = exportAsText(workspace, epicId);
        if (!exported.ok) return exported;
        const { text, ending } = exported.value;
        return ok({ name: `${epicId ?? info.name}${ending}`, text });
      }),
    ),
  };
}
