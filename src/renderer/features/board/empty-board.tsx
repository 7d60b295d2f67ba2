import { FileUp, FlaskConical, FolderInput, Plus, SquareKanban } from 'lucide-react';
import { useRef, useState } from 'react';
import type { JSX } from 'react';
import { useDispatch } from 'react-redux';
import type { WireImportReport } from '#shared/contract/transfers.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Result } from '#shared/lib/result.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { plural } from '#renderer/lib/format.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { tell, tellFailure } from '#renderer/lib/toasts.ts';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { boardActions } from './board-slice.ts';

/** Epic that tasks of a Backlog.md folder, which knows no epics, are put into; as the command line does. */
const backlogEpic = 'backlog';

/** Says what was imported and what was left out. */
function tellImport(result: Result<WireImportReport, WireFailure>): void {
  if (!result.ok) {
    tellFailure(result.error);
    return;
  }
  const { added, updated, problems } = result.value;
  tell(`Imported ${plural(added.length + updated.length, 'item')}.`, { kind: 'success' });
  for (const problem of problems) tellFailure(problem);
}

/** What stands where there are no tasks yet: the ways to get some. */
export function EmptyBoard(): JSX.Element {
  const dispatch = useDispatch();
  const host = useHost();
  const { id: workspaceId, hasBacklog } = useWorkspace();
  const [, goTo] = useAppLocation();
  const [isBusy, setBusy] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const busily = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    await work();
    setBusy(false);
  };
  const importBacklog = async (): Promise<void> => {
    const wish = { kind: 'backlog-md', epicId: backlogEpic } as const;
    tellImport(await host.call((client) => client.transfers.import({ workspaceId, wish })));
  };
  const importFile = async (file: File): Promise<void> => {
    const wish = { kind: 'json', name: file.name, text: await file.text() } as const;
    tellImport(await host.call((client) => client.transfers.import({ workspaceId, wish })));
  };
  const openDemo = async (): Promise<void> => {
    const opened = await host.call((client) => client.workspaces.openDemo());
    if (opened.ok) goTo({ workspaceId: opened.value.id });
    else tellFailure(opened.error);
  };
  return (
    <EmptyState
      icon={SquareKanban}
      text="A task says what one agent should do. Write one, bring your backlog, or look at the demo first."
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button
            variant="primary"
            icon={Plus}
            onClick={() => dispatch(boardActions.dialogOpened({ kind: 'new_task', epicId: null }))}
          >
            Create a task
          </Button>
          {hasBacklog && (
            <Button
              icon={FolderInput}
              isLoading={isBusy}
              onClick={() => void busily(importBacklog)}
            >
              Import the Backlog.md folder
            </Button>
          )}
          <Button icon={FileUp} isLoading={isBusy} onClick={() => chooser.current?.click()}>
            Import a JSON file
          </Button>
          <Button icon={FlaskConical} isLoading={isBusy} onClick={() => void busily(openDemo)}>
            Try the demo
          </Button>
          <input
            ref={chooser}
            type="file"
            accept=".json,application/json"
            aria-label="JSON file to import"
            className="hidden"
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              if (file !== undefined) void busily(() => importFile(file));
              target.value = '';
            }}
          />
        </div>
      }
    />
  );
}
