import type { Task } from '#shared/model/task.ts';
import { plural } from '#renderer/lib/format.ts';
import { showToast, showFailure } from '#renderer/lib/toasts.ts';
import type { HostConnection } from './host-connection.ts';

/** How long a reopening can be taken back from its toast, in ms. */
const undoMs = 10_000;

/** A task as it was before it was opened again, and what it waits for now. */
export type Reopened = Pick<Task, 'id' | 'status'> & {
  readonly waitsFor?: readonly string[];
};

/** Says that tasks are open again, what that leaves as it is, and shows a way to undo it. */
export function showReopened(
  host: HostConnection,
  workspaceId: string,
  tasks: readonly Reopened[],
): void {
  const [first, ...others] = tasks;
  if (first === undefined) return;
  const undo = async (): Promise<void> => {
    for (const { id: taskId } of tasks) {
      const result = await host.call((client) => client.tasks.undoReopen({ workspaceId, taskId }));
      if (!result.ok) showFailure(result.error);
    }
  };
  const detail = detailOf(tasks);
  showToast(
    others.length === 0
      ? `${first.id} is open again.`
      : `${plural(tasks.length, 'task')} are open again.`,
    {
      ...(detail === '' ? {} : { detail }),
      action: { label: 'Undo', run: () => void undo() },
      forMs: undoMs,
    },
  );
}

function detailOf(tasks: readonly Reopened[]): string {
  const isMerged = tasks.some(({ status }) => status === 'closed');
  const waitsFor = [...new Set(tasks.flatMap((task) => task.waitsFor ?? []))];
  return [
    ...(waitsFor.length === 0 ? [] : [`In the backlog until ${waitsFor.join(', ')} is done.`]),
    ...(isMerged ? ['What was merged stays on the epic branch.'] : []),
  ].join(' ');
}
