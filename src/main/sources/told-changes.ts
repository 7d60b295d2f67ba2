import { editableTaskFields } from '#shared/core/edits/document-edits.ts';
import type { Task, TaskSpec } from '#shared/model/task.ts';

/** All that a source can tell of a task beside its id and its epic, which make it that task. */
export const toldFields = [
  ...editableTaskFields,
  'source',
] as const satisfies readonly (keyof TaskSpec)[];
export type ToldField = (typeof toldFields)[number];

/** What of the fields that its source owns is told otherwise than the task has it. */
export function toldChanges(
  task: Task,
  told: Partial<TaskSpec>,
  owns: readonly ToldField[],
): Partial<TaskSpec> {
  const changed = owns.filter(
    (field) => field in told && JSON.stringify(task[field]) !== JSON.stringify(told[field]),
  );
  return Object.fromEntries(changed.map((field) => [field, told[field]]));
}
