import { plural } from '#renderer/lib/format.ts';
import { goTo, parseLocation } from '#renderer/lib/location.ts';
import { showFailure, showToast } from '#renderer/lib/toasts.ts';
import type { HostConnection } from './host-connection.ts';

/** How long a deletion can be taken back from its toast, in ms; later, the command line can. */
const undoMs = 15_000;

/** Tasks and epics by their ids. */
export interface Items {
  readonly taskIds: readonly string[];
  readonly epicIds: readonly string[];
}

/** Deletes tasks, and epics with all their tasks; says what is kept, and shows a way to undo it. */
export async function deleteItems(
  host: HostConnection,
  workspaceId: string,
  items: Items,
): Promise<void> {
  const answer = await host.call((client) => client.tasks.deleteItems({ workspaceId, ...items }));
  if (!answer.ok) return showFailure(answer.error);
  const gone = answer.value;
  const { taskId } = parseLocation(globalThis.location.hash);
  if (taskId !== null && gone.taskIds.includes(taskId)) goTo({ taskId: null });
  const restore = async (): Promise<void> => {
    const back = await host.call((client) => client.tasks.restoreItems({ workspaceId, ...gone }));
    if (!back.ok) showFailure(back.error);
  };
  showToast(deletedWords(gone), {
    detail: 'What was recorded of the work stays: snapshots, evidence, receipts and branches.',
    action: { label: 'Undo', run: () => void restore() },
    forMs: undoMs,
  });
}

/** Says what was deleted. */
export function deletedWords({ taskIds, epicIds }: Items): string {
  const tasks = taskIds.length === 1 ? taskIds.join('') : plural(taskIds.length, 'task');
  if (epicIds.length === 0)
    return taskIds.length === 1 ? `${tasks} is deleted.` : `${tasks} are deleted.`;
  const epics = `Epic ${epicIds.join(', ')}`;
  return taskIds.length === 0 ? `${epics} is deleted.` : `${epics} and ${tasks} are deleted.`;
}
