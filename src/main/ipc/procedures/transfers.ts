import { implement } from '@orpc/server';
import { transfersContract } from '#shared/contract/transfers.ts';
import { ok } from '#shared/lib/result.ts';
import type { Host } from '#main/engine/host/host.ts';
import { exportAsText } from '#main/engine/transfers/export-items.ts';
import { undoImport } from '#main/engine/transfers/undo-import.ts';
import { importItems, previewImport } from '#main/engine/transfers/import-items.ts';
import { unknownEpic } from '#main/engine/tasks/work-items.ts';
import { done, replyIn } from '#main/ipc/reply.ts';

export function transfersProcedures(host: Host) {
  const procedures = implement(transfersContract);
  return {
    preview: procedures.preview.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        previewImport(workspace, input.request),
      ),
    ),
    undoImport: procedures.undoImport.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) => done(undoImport(workspace, input))),
    ),
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
