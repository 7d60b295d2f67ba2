import { FlaskConical, FolderInput, Plus, SquareKanban } from 'lucide-react';
import { useState } from 'react';
import type { JSX } from 'react';
import { useDispatch } from 'react-redux';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { SetupList } from '#renderer/features/setup/index.ts';
import { keyLabel, useAllCommands } from '#renderer/lib/commands.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { showFailure } from '#renderer/lib/toasts.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import { boardKeys } from '#renderer/features/board/commands/board-keys.ts';

/** The command that brings work items in; the transfers register it. */
const importCommand = 'transfers.import';

/** What stands where there are no tasks yet: the ways to get some. */
export function EmptyBoard(): JSX.Element {
  const dispatch = useDispatch();
  const host = useHost();
  const [, goTo] = useAppLocation();
  const [isBusy, setBusy] = useState(false);
  const importItems = useAllCommands().find(({ id }) => id === importCommand);
  const openDemo = async (): Promise<void> => {
    setBusy(true);
    const opened = await host.call((client) => client.workspaces.openDemo());
    setBusy(false);
    if (opened.ok) goTo({ workspaceId: opened.value.id });
    else showFailure(opened.error);
  };
  return (
    <div className="flex h-full flex-col items-center gap-4 overflow-y-auto p-6">
      <div className="mt-auto">
        <EmptyState
          icon={SquareKanban}
          text="A task says what one agent should do. Write one, bring your backlog, or look at the demo first."
          action={
            <div className="flex flex-wrap justify-center gap-2">
              <Button
                variant="primary"
                icon={Plus}
                shortcut={keyLabel(boardKeys.newTask)}
                onClick={() =>
                  dispatch(boardActions.dialogOpened({ kind: 'new_task', epicId: null }))
                }
              >
                Create a task
              </Button>
              {importItems !== undefined && (
                <Button
                  icon={FolderInput}
                  shortcut={keyLabel(importItems.keys)}
                  onClick={() => importItems.run()}
                >
                  Import your backlog
                </Button>
              )}
              <Button icon={FlaskConical} isLoading={isBusy} onClick={() => void openDemo()}>
                Try the demo
              </Button>
            </div>
          }
        />
      </div>
      <section aria-label="Setup check" className="mb-auto flex w-full max-w-xl flex-col gap-2">
        <h2 className="text-12 font-medium text-muted">What a run needs here</h2>
        <SetupList />
      </section>
    </div>
  );
}
