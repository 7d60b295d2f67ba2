import type { StartOffer } from '#shared/core/run-queue.ts';
import { joinFailures } from '#shared/lib/failure.ts';
import { err } from '#shared/lib/result.ts';
import type { Task } from '#shared/model/task.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { tellReopened } from '#renderer/bridge/tell-reopened.ts';
import { useSend } from '#renderer/bridge/use-send.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useStartOffer } from '#renderer/features/task-state/index.ts';
import { tell, tellFailure } from '#renderer/lib/toasts.ts';
import { offerUndo } from '#renderer/ui/undo-toast.ts';

/** What may be asked of one task; each is told in a toast when it is done or refused. */
export interface TaskSteering {
  /** What {@link run} would come to now, if the task is open. */
  readonly offer: StartOffer;
  /** Starts a run of this task, or adds it to the run under way. */
  readonly run: () => void;
  /** Opens a blocked task again, and then does what {@link run} does. */
  readonly runAgain: () => void;
  readonly reopen: () => void;
  readonly block: (reason: string) => void;
  readonly stop: (reason: string) => void;
}

/** Steers a task through the host. */
export function useTaskSteering(task: Task): TaskSteering {
  const host = useHost();
  const send = useSend();
  const { id: workspaceId } = useWorkspace();
  const offer = useStartOffer(task);
  const taskId = task.id;
  const run = (): void => {
    if (offer.kind === 'queued' || offer.kind === 'refused') {
      tell(offer.reason);
      return;
    }
    if (offer.kind === 'enqueue') {
      send(`${taskId} is queued in the run: ${offer.when}.`, (client) =>
        client.runs.enqueue({ workspaceId, taskIds: [taskId] }),
      );
      return;
    }
    send(`${taskId} is started.`, async (client) => {
      const scope = { kind: 'single', taskId } as const;
      const started = await client.runs.start({ workspaceId, scope });
      return started.ok ? started : err(joinFailures(started.error));
    });
  };
  const reopen = async (before: Pick<Task, 'id' | 'status'>): Promise<void> => {
    const result = await host.call((client) => client.tasks.reopen({ workspaceId, taskId }));
    if (result.ok) tellReopened(host, workspaceId, [before]);
    else tellFailure(result.error);
  };
  return {
    offer,
    run,
    runAgain: () => {
      void host
        .call((client) => client.tasks.reopen({ workspaceId, taskId }))
        .then((result) => {
          if (result.ok) run();
          else tellFailure(result.error);
        });
    },
    reopen: () => void reopen(task),
    block: (reason) => {
      void host
        .call((client) => client.tasks.block({ workspaceId, taskId, reason }))
        .then((result) => {
          if (!result.ok) return tellFailure(result.error);
          offerUndo({
            text: `${taskId} is blocked.`,
            onUndo: () => void reopen({ id: taskId, status: 'blocked' }),
          });
        });
    },
    stop: (reason) =>
      send(`${taskId} is stopped; its work is kept in the vault.`, (client) =>
        client.tasks.stop({ workspaceId, taskId, reason }),
      ),
  };
}
