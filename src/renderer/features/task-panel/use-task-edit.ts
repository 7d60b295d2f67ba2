import { useCallback } from 'react';
import type { TaskSpec } from '#shared/model/task.ts';
import { useEdits } from '#renderer/db/use-edits.ts';
import { tellFailure } from '#renderer/lib/toasts.ts';

/** Changes a task's spec: in this page at once, on the host as soon as it is there; refusals are told. */
export function useTaskEdit(taskId: string): (changes: Partial<TaskSpec>) => void {
  const edits = useEdits();
  return useCallback(
    (changes) => {
      void edits.editTask(taskId, changes).then((result) => {
        if (!result.ok) tellFailure(result.error);
      });
    },
    [edits, taskId],
  );
}
