import { useCallback } from 'react';
import { describeChecks } from '#shared/core/records/receipt-text.ts';
import type { UndoDirection } from '#shared/core/edits/undo-options.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { HostConnection } from '#renderer/bridge/host-connection.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { showFailure } from '#renderer/lib/toasts.ts';
import { showUndo } from '#renderer/ui/surfaces/undo-toast.ts';

/** Takes a task's merge back, or brings it back; the toast says what is true now and has the way back. */
export function useUndoMerge(taskId: string): (direction: UndoDirection) => void {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  return useCallback(
    (direction) => void undoMerge(host, workspaceId, taskId, direction),
    [host, workspaceId, taskId],
  );
}

async function undoMerge(
  host: HostConnection,
  workspaceId: string,
  taskId: string,
  direction: UndoDirection,
): Promise<void> {
  const result = await host.call((client) => client.tasks.undo({ workspaceId, taskId, direction }));
  if (!result.ok) {
    showFailure(result.error);
    return;
  }
  const opposite = direction === 'take_back' ? 'bring_back' : 'take_back';
  showUndo({
    ...wordsFor(result.value),
    onUndo: () => void undoMerge(host, workspaceId, taskId, opposite),
  });
}

function wordsFor(receipt: Receipt): { readonly text: string; readonly kept: string } {
  const { kind, taskId } = receipt;
  const checks = describeChecks(receipt);
  return kind === 'revert'
    ? {
        text: `The merge of ${taskId} is taken back; the task is open again.`,
        kept: `Its work is kept. ${checks}`,
      }
    : { text: `The merge of ${taskId} is back; the task is done again.`, kept: checks };
}
