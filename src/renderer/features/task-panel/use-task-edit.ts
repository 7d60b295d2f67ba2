import { useCallback } from 'react';
import type { TaskSpec } from '#shared/model/task.ts';
import { useEdits } from '#renderer/db/use-edits.ts';
import { showFailure } from '#renderer/lib/toasts.ts';

/** Answers whether the change was taken. */
export type EditTask = (changes: Partial<TaskSpec>) => Promise<boolean>;

/** Changes a task's spec: in this page at once, on the host as soon as it is there; refusals are shown. */
export function useTaskEdit(taskId: string): EditTask {
  const edits = useEdits();
  return useCallback(
    async (changes) => {
      const result = await edits.editTask(taskId, changes);
      if (!result.ok) showFailure(result.error);
      return result.ok;
    },
    [edits, taskId],
  );
}
