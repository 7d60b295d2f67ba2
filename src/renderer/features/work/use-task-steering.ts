import type { HostClient } from '#shared/contract/contract.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { StartOption } from '#shared/core/runs/run-queue.ts';
import type { RunInclude } from '#shared/core/runs/would-skip.ts';
import { joinFailures } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Task } from '#shared/model/task.ts';
import type { HostConnection } from '#renderer/bridge/host-connection.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { showReopened } from '#renderer/bridge/show-reopened.ts';
import { useSend } from '#renderer/bridge/use-send.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useNeededToo, useStartOption } from './use-run-queue.ts';
import { showToast, showFailure } from '#renderer/lib/toasts.ts';
import { showUndo } from '#renderer/ui/surfaces/undo-toast.ts';

/** What may be asked of one task; a toast says when it is done or refused. */
export interface TaskSteering {
  /** What {@link run} would come to now, if the task is open. */
  readonly startOption: StartOption;
  /** What has to run too, so that this task can; null where nothing is missing, or that does not help. */
  readonly needed: RunInclude | null;
  /** Starts a run of this task and of what it waits for; what is blocked of that is opened again first. */
  readonly runNeeded: () => void;
  /** Starts a run of this task, or adds it to the run under way. */
  readonly run: () => void;
  /** Opens a blocked task again, and then does what {@link run} does. */
  readonly runAgain: () => void;
  readonly reopen: () => void;
  /** These answer whether it was done: a reason that was not taken must not be lost. */
  readonly block: (reason: string) => Promise<boolean>;
  readonly stop: (reason: string) => Promise<boolean>;
  /** Closes the task by hand; an agent that works on it is stopped first. */
  readonly close: (reason: string) => Promise<boolean>;
}

/** Steers a task through the host. */
export function useTaskSteering(task: Task): TaskSteering {
  const host = useHost();
  const send = useSend();
  const { id: workspaceId } = useWorkspace();
  const startOption = useStartOption(task);
  const taskId = task.id;
  const run = (): void => {
    if (startOption.kind === 'queued' || startOption.kind === 'refused') {
      showToast(startOption.reason);
      return;
    }
    if (startOption.kind === 'enqueue') {
      send(`${taskId} is queued in the run: ${startOption.when}.`, (client) =>
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
    if (result.ok) showReopened(host, workspaceId, [before]);
    else showFailure(result.error);
  };
  return {
    startOption: startOption,
    ...useRunNeeded(task),
    run,
    runAgain: () => {
      void host
        .call((client) => client.tasks.reopen({ workspaceId, taskId }))
        .then((result) => {
          if (result.ok) run();
          else showFailure(result.error);
        });
    },
    reopen: () => void reopen(task),
    block: (reason) =>
      withUndo(blockTask(host, workspaceId, taskId, reason), () => {
        void reopen({ id: taskId, status: 'blocked' });
      }),
    close: (reason) =>
      withUndo(closeTask(host, workspaceId, task, reason), () => {
        void reopen({ id: taskId, status: 'closed' });
      }),
    stop: async (reason) => {
      const result = await host.call((client) =>
        client.tasks.stop({ workspaceId, taskId, reason }),
      );
      if (result.ok) showToast(`${taskId} is stopped; its work is kept in the vault.`);
      else showFailure(result.error);
      return result.ok;
    },
  };
}

function useRunNeeded(task: Task): Pick<TaskSteering, 'needed' | 'runNeeded'> {
  const send = useSend();
  const { id: workspaceId } = useWorkspace();
  const needed = useNeededToo(task);
  return {
    needed,
    runNeeded: () => {
      if (needed === null) return;
      send(`${needed.taskIds.join(', ')}: the run has started.`, (client) =>
        startWithNeeded(client, workspaceId, needed),
      );
    },
  };
}

async function startWithNeeded(
  client: HostClient,
  workspaceId: string,
  { taskIds, reopen }: RunInclude,
): Promise<Result<unknown, WireFailure>> {
  for (const taskId of reopen) {
    const opened = await client.tasks.reopen({ workspaceId, taskId });
    if (!opened.ok) return opened;
  }
  const scope = { kind: 'selected' as const, taskIds: [...taskIds] };
  const started = await client.runs.start({ workspaceId, scope });
  return started.ok ? started : err(joinFailures(started.error));
}

/** Says what was done, with a way back, or why it was refused; returns whether it was done. */
async function withUndo(
  answer: Promise<Result<string, WireFailure>>,
  onUndo: () => void,
): Promise<boolean> {
  const result = await answer;
  if (result.ok) showUndo({ text: result.value, onUndo });
  else showFailure(result.error);
  return result.ok;
}

async function blockTask(
  host: HostConnection,
  workspaceId: string,
  taskId: string,
  reason: string,
): Promise<Result<string, WireFailure>> {
  return host.call(async (client) => {
    const blocked = await client.tasks.block({ workspaceId, taskId, reason });
    return blocked.ok ? ok(`${taskId} is blocked.`) : blocked;
  });
}

/** Closes a task by hand, from under its agent too; what was done, in words. */
async function closeTask(
  host: HostConnection,
  workspaceId: string,
  { id: taskId, status }: Task,
  reason: string,
): Promise<Result<string, WireFailure>> {
  return host.call(async (client) => {
    const stop = status === 'in_progress' || status === 'in_review';
    const closed = await client.tasks.close({ workspaceId, taskId, reason, stop });
    if (!closed.ok) return closed;
    const { kept } = closed.value;
    return ok(`${taskId} is closed by hand.${kept === null ? '' : ` ${kept}`}`);
  });
}
