import { editableTaskFields } from '#shared/core/edits/document-edits.ts';
import type { Task, TaskSpec } from '#shared/model/task.ts';

/** All fields of a task that a source can have, beside its id and its epic: those make it that task. */
export const sourceFields = [
  ...editableTaskFields,
  'source',
] as const satisfies readonly (keyof TaskSpec)[];
export type SourceField = (typeof sourceFields)[number];

/** The fields that its source owns and has other values for than the task. */
export function sourceChanges(
  task: Task,
  item: Partial<TaskSpec>,
  owns: readonly SourceField[],
): Partial<TaskSpec> {
  const changed = owns.filter(
    (field) => field in item && JSON.stringify(task[field]) !== JSON.stringify(item[field]),
  );
  return Object.fromEntries(changed.map((field) => [field, item[field]]));
}
