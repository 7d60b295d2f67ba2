import { implement } from '@orpc/server';
import { transfersContract } from '#shared/contract/transfers.ts';
import type { WireImportReport } from '#shared/contract/transfers.ts';
import { ok } from '#shared/lib/result.ts';
import type { Host } from '#main/engine/host/host.ts';
import { exportAsJson, importItems } from '#main/engine/tasks/transfer.ts';
import type { ImportReport } from '#main/engine/tasks/transfer.ts';
import { unknownEpic } from '#main/engine/tasks/work-items.ts';
import { replyIn } from '#main/ipc/reply.ts';

export function transfersProcedures(host: Host) {
  const procedures = implement(transfersContract);
  return {
    import: procedures.import.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) => {
        const { wish } = input;
        const imported = await importItems(
          workspace,
          wish.kind === 'json' ? { kind: 'json-text', file: wish.name, text: wish.text } : wish,
        );
        return imported.ok ? ok(onWire(imported.value)) : imported;
      }),
    ),
    exportJson: procedures.exportJson.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace, info }) => {
        const { epicId } = input;
        const unknown = unknownEpic(workspace, epicId ?? undefined);
        if (unknown !== null) return { ok: false, error: unknown };
        const name = `${epicId ?? info.name}.json`;
        return ok({ name, text: exportAsJson(workspace, epicId) });
      }),
    ),
  };
}

function onWire({ added, updated, unchanged, problems, notices }: ImportReport): WireImportReport {
  return {
    added: [...added],
    updated: [...updated],
    unchanged: [...unchanged],
    problems: [...problems],
    notices: [...notices],
  };
}
