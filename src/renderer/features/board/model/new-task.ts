import type { NewTaskFields } from '#renderer/db/edits.ts';

/** What a person has typed for a new task. */
export interface TaskDraft {
  readonly title: string;
  readonly description: string;
  /** One per line. */
  readonly criteria: string;
  readonly dependencies: readonly string[];
  /** Separated by commas or spaces. */
  readonly labels: string;
  readonly priority: number;
  /** Empty: the workspace's default. */
  readonly agent: string;
  /** Shell commands, one per line. */
  readonly verify: string;
  readonly script: string;
}

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
