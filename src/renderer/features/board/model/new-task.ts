import { z } from 'zod';
import type { NewTaskFields } from '#renderer/db/edits.ts';

/** What a person has typed for a new task. */
export const taskDraftSchema = z.object({
  title: z.string(),
  description: z.string(),
  /** One per line. */
  criteria: z.string(),
  dependencies: z.array(z.string()),
  /** Separated by commas or spaces. */
  labels: z.string(),
  priority: z.int(),
  /** Empty: the workspace's default. */
  agent: z.string(),
  /** Shell commands, one per line. */
  verify: z.string(),
  script: z.string(),
  /** The epic that was chosen; empty where none was. */
  epicId: z.string().default(''),
  /** Title of an epic that is made on the way. */
  epicTitle: z.string(),
});
export type TaskDraft = z.infer<typeof taskDraftSchema>;

export const emptyDraft: TaskDraft = {
  title: '',
  description: '',
  criteria: '',
  dependencies: [],
  labels: '',
  priority: 2,
  agent: '',
  verify: '',
  script: '',
  epicId: '',
  epicTitle: '',
};

/** The lines with something on them; marks of a list that was pasted are taken off. */
function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*(?:[-*•]\s+)?(?:\[[ x]\]\s+)?/i, '').trim())
    .filter((line) => line !== '');
}

/** The fields of the task that a draft stands for; the title goes beside them. */
export function fieldsOf(draft: TaskDraft): NewTaskFields {
  const labels = draft.labels.split(/[\s,]+/).filter((label) => label !== '');
  const script = draft.script.trim() === '' ? null : draft.script;
  return {
    description: draft.description.trim(),
    acceptanceCriteria: linesOf(draft.criteria).map((text) => ({ text, checked: false })),
    dependencies: [...draft.dependencies],
    labels: [...new Set(draft.agent === '' ? labels : [...labels, `agent:${draft.agent}`])],
    priority: draft.priority,
    verify: draft.verify
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    script,
  };
}
