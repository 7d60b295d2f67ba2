import type { z } from 'zod';
import type { ImportedEpic, ImportedTask } from '#main/sources/imported-items.ts';
import { closedByHandOf } from '#shared/model/task.ts';
import { jsonFormatVersion, jsonPriorities } from './schema.ts';
import type { jsonEpicSchema, jsonTaskSchema } from './schema.ts';

function epicJson(epic: ImportedEpic): Required<z.input<typeof jsonEpicSchema>> {
  return {
    id: epic.id,
    title: epic.title,
    description: epic.description,
    status: epic.status,
    base_branch: epic.baseBranch,
  };
}

function taskJson(task: ImportedTask): Required<z.input<typeof jsonTaskSchema>> {
  return {
    id: task.id,
    title: task.title,
    epic: task.epicId,
    description: task.description,
    acceptance_criteria: task.acceptanceCriteria.map(({ text, checked }) => ({ text, checked })),
    labels: task.labels,
    dependencies: task.dependencies,
    test_task_id: task.testTaskId,
    status: task.status,
    priority: jsonPriorities[task.priority] ?? 'P2',
    ordinal: task.ordinal,
    files_to_modify: task.filesToModify,
    test_files: task.testFiles,
    verify: task.verify,
    script: task.script,
    implementation_notes: task.implementationNotes,
    final_summary: task.finalSummary,
    repositories: task.repositories,
    closed_by_hand: closedByHandOf(task),
    source: task.source === null ? null : { kind: task.source.kind, file: task.source.file },
  };
}

/**
 * Writes epics and tasks in the app's open JSON format: `{ "switchyard": 1, "epics": […], "tasks": […] }`,
 * keys as in SPEC section 2, in the order given, ending with a line break.
 */
export function exportJson(epics: readonly ImportedEpic[], tasks: readonly ImportedTask[]): string {
  const content = {
    switchyard: jsonFormatVersion,
    epics: epics.map(epicJson),
    tasks: tasks.map(taskJson),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
