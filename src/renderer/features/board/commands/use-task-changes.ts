import { useMemo } from 'react';
import { useDispatch } from 'react-redux';
import type { BoardCard } from '#shared/core/board/board-columns.ts';
import type { Task } from '#shared/model/task.ts';
import { deleteItems } from '#renderer/bridge/delete-items.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import type { Edits, TaskEdit } from '#renderer/db/edits.ts';
import { useEdits } from '#renderer/db/use-edits.ts';
import { plural } from '#renderer/lib/format.ts';
import { goTo } from '#renderer/lib/location.ts';
import { taskLink } from '#renderer/lib/task-link.ts';
import { showFailure, showToast } from '#renderer/lib/toasts.ts';
import { undoTime } from '#renderer/ui/surfaces/undo-toast.ts';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import { changeWords, planBulkChange } from '#renderer/features/board/model/bulk-changes.ts';
import type { BulkChange } from '#renderer/features/board/model/bulk-changes.ts';
import { reasonsOf } from '#renderer/features/board/model/move-plan.ts';

/** What can be done with tasks beside moving and running them. */
export interface TaskChanges {
  /** Changes all of them that can be changed; the others are named. */
  change(tasks: readonly Task[], change: BulkChange): Promise<void>;
  /** Asks for a label that no task has yet. */
  newLabel(tasks: readonly Task[]): void;
  remove(tasks: readonly Task[]): void;
  /** Deletes an epic with all its tasks. */
  removeEpic(epicId: string): void;
  /** Adds a task that says the same, and opens it. */
  duplicate(task: Task): Promise<void>;
  copyLink(taskId: string): Promise<void>;
}

/** The ids of cards' tasks, and the tasks themselves. */
export function tasksOf(cards: readonly BoardCard[]): readonly Task[] {
  return cards.map(({ task }) => task);
}

/** Changes of the open workspace's tasks. */
export function useTaskChanges(): TaskChanges {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const edits = useEdits();
  const dispatch = useDispatch();
  return useMemo(
    (): TaskChanges => ({
      change: async (tasks, change) => changeTasks(edits, tasks, change),
      newLabel: (tasks) => {
        const taskIds = tasks.map(({ id }) => id);
        dispatch(boardActions.dialogOpened({ kind: 'label', taskIds }));
      },
      remove: (tasks) => {
        const taskIds = tasks.map(({ id }) => id);
        if (taskIds.length > 0) void deleteItems(host, workspaceId, { taskIds, epicIds: [] });
      },
      removeEpic: (epicId) =>
        void deleteItems(host, workspaceId, { taskIds: [], epicIds: [epicId] }),
      duplicate: async (task) => duplicateTask(edits, task),
      copyLink: async (taskId) => {
        await navigator.clipboard.writeText(taskLink(globalThis.location, workspaceId, taskId));
        showToast(`The link to ${taskId} is copied.`);
      },
    }),
    [host, workspaceId, edits, dispatch],
  );
}

async function changeTasks(
  edits: Edits,
  tasks: readonly Task[],
  change: BulkChange,
): Promise<void> {
  const plan = planBulkChange(tasks, change);
  const written = await write(edits, plan.edits);
  if (!written) return;
  const detail = plan.left.length === 0 ? null : reasonsOf(plan.left);
  if (plan.edits.length === 0) {
    if (detail !== null) showToast('Nothing was changed.', { detail });
    return;
  }
  showToast(changeWords(change, plural(plan.edits.length, 'task')), {
    ...(detail !== null && { detail: `Not with them: ${detail}` }),
    action: { label: 'Undo', run: () => void write(edits, plan.undo) },
    forMs: undoTime,
  });
}

async function write(edits: Edits, changes: readonly TaskEdit[]): Promise<boolean> {
  if (changes.length === 0) return true;
  const result = await edits.editTasks(changes);
  if (!result.ok) showFailure(result.error);
  return result.ok;
}

async function duplicateTask(edits: Edits, task: Task): Promise<void> {
  const { description, labels, dependencies, testTaskId, priority } = task;
  const { filesToModify, testFiles, verify, script, repositories } = task;
  const added = await edits.addTask(task.epicId, `${task.title} (copy)`, {
    description,
    labels,
    dependencies,
    testTaskId,
    priority,
    filesToModify,
    testFiles,
    verify,
    script,
    repositories,
    acceptanceCriteria: task.acceptanceCriteria.map(({ text }) => ({ text, checked: false })),
  });
  if (!added.ok) return showFailure(added.error);
  showToast(`${task.id} was duplicated as ${added.value}.`, { kind: 'success' });
  goTo({ taskId: added.value });
}
