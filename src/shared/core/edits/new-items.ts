import type { Epic } from '#shared/model/epic.ts';
import type { Task, TaskSpec } from '#shared/model/task.ts';

/** A task without the app's own records. */
export const emptySpec = {
  description: '',
  acceptanceCriteria: [],
  labels: [],
  dependencies: [],
  testTaskId: null,
  priority: 2,
  ordinal: null,
  filesToModify: [],
  testFiles: [],
  verify: [],
  script: null,
  repositories: [],
  source: null,
} satisfies Omit<TaskSpec, 'id' | 'epicId' | 'title'>;

/** The record of a task that nobody has worked on yet. `at` is UTC ISO time. */
export function freshTask(spec: TaskSpec, at: string): Task {
  return {
    ...spec,
    status: 'open',
    implementationNotes: '',
    finalSummary: '',
    blockedReason: null,
    closedByHand: null,
    debugAttempts: 0,
    life: 1,
    dispatches: 0,
    startedAt: null,
    firstCodeChangeAt: null,
    completedAt: null,
    createdAt: at,
    updatedAt: at,
  };
}

/** The record of an epic that nobody has worked on yet. `at` is UTC ISO time. */
export function freshEpic(
  fields: Pick<Epic, 'id' | 'title' | 'description' | 'baseBranch'>,
  at: string,
): Epic {
  const { id, title, description, baseBranch } = fields;
  return {
    id,
    title,
    description,
    status: 'open',
    baseBranch,
    baseCommit: null,
    branch: `epic/${id}`,
    planId: null,
    createdAt: at,
    closedAt: null,
  };
}

/** `<epic>.<n>` with the number after the highest that the epic's tasks have; `taken` are their ids. */
export function nextTaskId(epicId: string, taken: Iterable<string>): string {
  const prefix = `${epicId}.`;
  let highest = 0;
  for (const id of taken) {
    const number = id.startsWith(prefix) ? Number(id.slice(prefix.length)) : 0;
    if (Number.isInteger(number)) highest = Math.max(highest, number);
  }
  return `${prefix}${highest + 1}`;
}

/** A short slug-safe id for an epic with this title, e.g. `auth-7f3`; `suffix` makes it unlike others. */
export function epicIdFor(title: string, suffix: string): string {
  const slug = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .split('-')
    .slice(0, 2)
    .join('-')
    .slice(0, 24);
  return `${slug === '' ? 'epic' : slug}-${suffix}`;
}
