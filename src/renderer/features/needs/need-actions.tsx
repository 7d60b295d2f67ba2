import { Check, Play, RotateCw, Square, TerminalSquare } from 'lucide-react';
import type { JSX } from 'react';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Need } from '#shared/core/needs/needs.ts';
import type { Task } from '#shared/model/task.ts';
import { useSend } from '#renderer/bridge/use-send.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useDocument } from '#renderer/db/use-documents.ts';
import { ForeignChangeActions } from '#renderer/features/guard/index.ts';
import { TrustButton } from '#renderer/features/trust/index.ts';
import { usePresentRun, useRunSteering, useTaskSteering } from '#renderer/features/work/index.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { ObstacleButton } from '#renderer/ui/buttons/obstacle-button.tsx';

export interface NeedActionsProps {
  readonly need: Need;
  /** Opens what it is about. */
  readonly onOpen: () => void;
}

/** The buttons of something that waits; the first one is what most often helps. */
export function NeedActions({ need, onOpen }: NeedActionsProps): JSX.Element {
  switch (need.kind) {
    case 'question':
    case 'silent':
      return (
        <Button size="sm" variant="quiet" icon={TerminalSquare} onClick={onOpen}>
          Open the terminal
        </Button>
      );
    case 'blocked':
      return <BlockedActions taskId={need.taskId} onOpen={onOpen} />;
    case 'landing':
      return <ShowButton onOpen={onOpen} />;
    case 'interrupted':
      return <InterruptedActions onOpen={onOpen} />;
    case 'trust':
      return <TrustButton size="sm" />;
    case 'change':
      return <ForeignChangeActions changeId={need.changeId} />;
    case 'entry':
      return <EntryActions ids={need.ids} onOpen={onOpen} />;
    default:
      return assertNever(need, 'need');
  }
}

function ShowButton({ onOpen }: { readonly onOpen: () => void }): JSX.Element {
  return (
    <Button size="sm" onClick={onOpen}>
      Show
    </Button>
  );
}

function BlockedActions({
  taskId,
  onOpen,
}: {
  readonly taskId: string;
  readonly onOpen: () => void;
}): JSX.Element {
  const task = useDocument('tasks', taskId);
  return (
    <>
      <ShowButton onOpen={onOpen} />
      {task !== null && <RunAgainButton task={task} />}
    </>
  );
}

function RunAgainButton({ task }: { readonly task: Task }): JSX.Element {
  const { startOption, runAgain } = useTaskSteering(task);
  const obstacle = startOption.kind === 'refused' ? startOption.reason : null;
  return (
    <ObstacleButton size="sm" icon={Play} obstacle={obstacle} onClick={runAgain}>
      Run again
    </ObstacleButton>
  );
}

function InterruptedActions({ onOpen }: { readonly onOpen: () => void }): JSX.Element {
  const steer = useRunSteering(usePresentRun());
  return (
    <>
      <Button size="sm" icon={RotateCw} onClick={steer.resume}>
        Resume the run
      </Button>
      <Button size="sm" icon={Square} onClick={() => steer.cancel(true)}>
        End it
      </Button>
      <Button size="sm" variant="quiet" onClick={onOpen}>
        Show the run
      </Button>
    </>
  );
}

function EntryActions({
  ids,
  onOpen,
}: {
  readonly ids: readonly string[];
  readonly onOpen: () => void;
}): JSX.Element {
  const send = useSend();
  const { id: workspaceId } = useWorkspace();
  return (
    <>
      <ShowButton onOpen={onOpen} />
      <Button
        size="sm"
        icon={Check}
        onClick={() =>
          send('It is dealt with, and stays under “What happened”.', (client) =>
            client.inbox.markRead({ workspaceId, ids: [...ids] }),
          )
        }
      >
        Dealt with
      </Button>
    </>
  );
}
