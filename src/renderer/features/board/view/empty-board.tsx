import { FlaskConical, FolderInput, Plus, SquareKanban } from 'lucide-react';
import { useState } from 'react';
import type { JSX } from 'react';
import { useDispatch } from 'react-redux';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { SetupList } from '#renderer/features/setup/index.ts';
import { keyLabel, useAllCommands } from '#renderer/lib/commands.ts';
import { plural } from '#renderer/lib/format.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { showFailure } from '#renderer/lib/toasts.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import { boardKeys } from '#renderer/features/board/commands/board-keys.ts';

/** The command that brings work items in; the transfers register it. */
const importCommand = 'transfers.import';

/** What stands where there are no tasks yet: the ways to get some, and what a run will need. */
export function EmptyBoard(): JSX.Element {
  const backlog = useBacklog();
  return (
    <div className="flex h-full flex-col items-center gap-4 overflow-y-auto p-6">
      <div className="mt-auto">
        <EmptyState
          icon={SquareKanban}
          text={
            backlog === null
              ? 'A task says what one agent should do. Write one, bring your backlog, or look at the demo first.'
              : `${backlog.path} was found, with ${plural(backlog.count, 'task')} to import.`
          }
          action={<WaysToBegin backlog={backlog} />}
        />
      </div>
      <section aria-label="Setup check" className="mb-auto flex w-full max-w-xl flex-col gap-2">
        <h2 className="text-12 font-medium text-muted">What a run needs here</h2>
        <SetupList />
      </section>
    </div>
  );
}

interface Backlog {
  readonly path: string;
  readonly count: number;
}

/** The backlog that lies in the repository, if there are tasks in it. */
function useBacklog(): Backlog | null {
  const { id: workspaceId, importable } = useWorkspace();
  const found = importable.find((one) => one.from === 'repository' && one.isThere);
  const key = found === undefined ? null : `backlog ${workspaceId} ${found.kind}`;
  const { query } = useHostQuery(key, (client) =>
    client.transfers.preview({
      workspaceId,
      request: { from: 'repository', kind: found?.kind ?? '', epicId: 'backlog' },
    }),
  );
  if (found?.from !== 'repository' || query.kind !== 'answered') return null;
  const count = query.value.tasks.length;
  return count === 0 ? null : { path: found.path, count };
}

function WaysToBegin({ backlog }: { readonly backlog: Backlog | null }): JSX.Element {
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
  const create = (
    <Button
      key="create"
      variant={backlog === null ? 'primary' : 'secondary'}
      icon={Plus}
      shortcut={keyLabel(boardKeys.newTask)}
      onClick={() => dispatch(boardActions.dialogOpened({ kind: 'new_task', epicId: null }))}
    >
      Create a task
    </Button>
  );
  const bring = importItems !== undefined && (
    <Button
      key="import"
      variant={backlog === null ? 'secondary' : 'primary'}
      icon={FolderInput}
      shortcut={keyLabel(importItems.keys)}
      onClick={() => importItems.run()}
    >
      {backlog === null ? 'Import your backlog' : `Import ${plural(backlog.count, 'task')}`}
    </Button>
  );
  return (
    <div className="flex flex-wrap justify-center gap-2">
      {backlog === null ? [create, bring] : [bring, create]}
      <Button icon={FlaskConical} isLoading={isBusy} onClick={() => void openDemo()}>
        Try the demo
      </Button>
    </div>
  );
}
