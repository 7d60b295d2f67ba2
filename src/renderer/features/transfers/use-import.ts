import { useState } from 'react';
import type { ImportPreview, ImportReport, SourceImport } from '#shared/contract/transfers.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import type { HostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { plural } from '#renderer/lib/format.ts';
import { showFailure, showToast } from '#renderer/lib/toasts.ts';

export type Outcome =
  | { readonly kind: 'done'; readonly report: ImportReport }
  | { readonly kind: 'refused'; readonly failure: WireFailure };

export interface Import {
  /** What it would take; loading without a question while nothing was chosen. */
  readonly preview: HostQuery<ImportPreview>;
  readonly isBusy: boolean;
  readonly outcome: Outcome | null;
  readonly start: () => void;
  /** Takes out again what the import has added. */
  readonly undo: () => void;
  readonly reset: () => void;
}

/** Looks at what a request would take, does it, and takes it back. */
export function useImport(request: SourceImport | null): Import {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const [isBusy, setIsBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [times, setTimes] = useState(0);
  const key = request === null ? null : `${workspaceId} ${JSON.stringify(request)} ${times}`;
  const { query } = useHostQuery(key, async (client) =>
    request === null
      ? { ok: true as const, value: { tasks: [], addedEpics: [], problems: [] } }
      : client.transfers.preview({ workspaceId, request }),
  );
  const start = async (): Promise<void> => {
    if (request === null) return;
    setIsBusy(true);
    const result = await host.call((client) => client.transfers.import({ workspaceId, request }));
    setIsBusy(false);
    setOutcome(
      result.ok
        ? { kind: 'done', report: result.value }
        : { kind: 'refused', failure: result.error },
    );
  };
  const undo = async (): Promise<void> => {
    if (outcome?.kind !== 'done') return;
    const { added: taskIds, addedEpics: epicIds } = outcome.report;
    const result = await host.call((client) =>
      client.transfers.undoImport({ workspaceId, taskIds, epicIds }),
    );
    if (!result.ok) {
      showFailure(result.error);
      return;
    }
    showToast(`${plural(taskIds.length, 'task')} of the import taken out again.`);
    setOutcome(null);
    setTimes((count) => count + 1);
  };
  return {
    preview: query,
    isBusy,
    outcome,
    start: () => void start(),
    undo: () => void undo(),
    reset: () => {
      setOutcome(null);
      setTimes((count) => count + 1);
    },
  };
}
