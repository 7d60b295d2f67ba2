import { useState } from 'react';
import type { JSX } from 'react';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useCommands } from '#renderer/lib/commands.ts';
import { showToast, showFailure } from '#renderer/lib/toasts.ts';
import { ImportDialog } from './import-dialog.tsx';
import { saveText } from './save-text.ts';

/** The commands that take work items in and out; they are there in every view of a workspace. */
export function TransferCommands(): JSX.Element {
  const [isImporting, setIsImporting] = useState(false);
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const exportJson = async (): Promise<void> => {
    const result = await host.call((client) =>
      client.transfers.export({ workspaceId, epicId: null }),
    );
    if (!result.ok) {
      showFailure(result.error);
      return;
    }
    saveText(result.value.name, result.value.text);
    showToast(`Exported as ${result.value.name}.`, { kind: 'success' });
  };
  useCommands([
    {
      id: 'transfers.import',
      title: 'Import epics and tasks…',
      group: 'Workspace',
      keys: ['Shift+I'],
      run: () => setIsImporting(true),
    },
    {
      id: 'transfers.export',
      title: 'Export all epics and tasks as JSON',
      group: 'Workspace',
      keys: ['Shift+E'],
      run: () => void exportJson(),
    },
  ]);
  return <ImportDialog isOpen={isImporting} onClose={() => setIsImporting(false)} />;
}
