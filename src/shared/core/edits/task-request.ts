import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Task } from '#shared/model/task.ts';
import { normalPath } from '#shared/core/paths/repository-path.ts';

/** Fields of a task that are a list of texts. */
type ListField =
  'labels' | 'dependencies' | 'filesToModify' | 'testFiles' | 'verify' | 'repositories';

/** Fields that can be emptied by their name. */
export const clearableFields = [
  'description',
  'criteria',
  'labels',
  'dependencies',
  'test-task',
  'ordinal',
  'files',
  'test-files',
  'verify',
  'script',
  'notes',
  'repositories',
] as const;
export type ClearableField = (typeof clearableFields)[number];

/** What a person says about a task's fields, word by word, as on a command line. */
export interface TaskRequest {
  /** Emptied before all else is done. */
  readonly clear: readonly string[];
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly criteria: readonly string[];
  /** Numbers of criteria, from 1, as they are before the edit. */
  readonly removedCriteria: readonly string[];
  readonly checked: readonly string[];
  readonly unchecked: readonly string[];
  readonly added: Readonly<Record<ListField, readonly string[]>>;
  readonly removed: Readonly<Record<ListField, readonly string[]>>;
  /** Agent that the task's label is to name. */
  readonly agent?: string | undefined;
  readonly testTask?: string | undefined;
  readonly priority?: string | undefined;
  readonly ordinal?: string | undefined;
  readonly script?: string | undefined;
  readonly notes?: string | undefined;
}

/** The fields that people write, with the notes. */
export type WrittenFields = Pick<
  Task,
  | ListField
  | 'title'
  | 'description'
  | 'acceptanceCriteria'
  | 'testTaskId'
  | 'priority'
  | 'ordinal'
  | 'script'
  | 'implementationNotes'
>;

/**
 * The fields as they are to become; a request that cannot be carried out is refused, with the entry that it
 * is about.
 */
export function requestedFields(
  present: WrittenFields,
  request: TaskRequest,
): Result<WrittenFields, Failure> {
  const unknown = request.clear.find((name) => !isClearable(name));
  if (unknown !== undefined) {
    const message = `"${unknown}" is no field that can be cleared.`;
    return err(failure('bad-field', message, `Use one of ${clearableFields.join(', ')}.`));
  }
  const cleared = request.clear.filter(isClearable).reduce(withoutField, present);
  const criteria = requestedCriteria(cleared.acceptanceCriteria, request);
  if (!criteria.ok) return criteria;
  const priority = numberOf(request.priority, /^P?([0-4])$/i, cleared.priority);
  if (priority === null) {
    const message = `"${request.priority}" is no priority.`;
    return err(failure('bad-priority', message, 'Use P0, P1, P2, P3 or P4.'));
  }
  const ordinal = numberOf(request.ordinal, /^(-?\d+(?:\.\d+)?)$/, cleared.ordinal);
  if (ordinal === null && request.ordinal !== undefined) {
    const message = `"${request.ordinal}" is no number.`;
    return err(failure('bad-ordinal', message, 'Use a number; lower ones come first.'));
  }
  const lists = requestedLists(cleared, request);
  if (!lists.ok) return lists;
  return ok({
    ...lists.value,
    labels: withAgent(lists.value.labels, request.agent),
    title: request.title ?? cleared.title,
    description: request.description ?? cleared.description,
    acceptanceCriteria: criteria.value,
    testTaskId: request.testTask ?? cleared.testTaskId,
    priority,
    ordinal,
    script: request.script ?? cleared.script,
    implementationNotes: request.notes ?? cleared.implementationNotes,
  });
}

function isClearable(name: string): name is ClearableField {
  return clearableFields.some((field) => field === name);
}

const empty: Readonly<Record<ClearableField, Partial<WrittenFields>>> = {
  description: { description: '' },
  criteria: { acceptanceCriteria: [] },
  labels: { labels: [] },
  dependencies: { dependencies: [] },
  'test-task': { testTaskId: null },
  ordinal: { ordinal: null },
  files: { filesToModify: [] },
  'test-files': { testFiles: [] },
  verify: { verify: [] },
  script: { script: null },
  notes: { implementationNotes: '' },
  repositories: { repositories: [] },
};

function withoutField(fields: WrittenFields, name: ClearableField): WrittenFields {
  return { ...fields, ...empty[name] };
}

function numberOf<Kept extends number | null>(
  text: string | undefined,
  form: RegExp,
  kept: Kept,
): number | Kept | null {
  if (text === undefined) return kept;
  const digits = form.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

function requestedCriteria(
  present: WrittenFields['acceptanceCriteria'],
  { criteria, removedCriteria, checked, unchecked }: TaskRequest,
): Result<WrittenFields['acceptanceCriteria'], Failure> {
  const bad = [...removedCriteria, ...checked, ...unchecked].find(
    (text) => !/^\d+$/.test(text) || present[Number(text) - 1] === undefined,
  );
  if (bad !== undefined) {
    const message = `There is no acceptance criterion ${bad}: the task has ${present.length}.`;
    return err(failure('bad-criterion', message, 'Name it by its number, from 1.'));
  }
  const isNamed = (texts: readonly string[], index: number): boolean =>
    texts.some((text) => Number(text) === index + 1);
  const ticked = present.map((criterion, index) => ({
    ...criterion,
    checked: isNamed(checked, index) || (criterion.checked && !isNamed(unchecked, index)),
  }));
  const left = ticked.filter((_, index) => !isNamed(removedCriteria, index));
  return ok([...left, ...criteria.map((text) => ({ text, checked: false }))]);
}

/** Entries that are paths are compared as git writes them. */
const pathLists: readonly ListField[] = ['filesToModify', 'testFiles'];
const listFields: readonly ListField[] = [
  'labels',
  'dependencies',
  'filesToModify',
  'testFiles',
  'verify',
  'repositories',
];

function requestedLists(
  present: WrittenFields,
  { added, removed }: TaskRequest,
): Result<WrittenFields, Failure> {
  const lists: Partial<Record<ListField, string[]>> = {};
  for (const field of listFields) {
    const same = (text: string): string => (pathLists.includes(field) ? asPath(text) : text);
    const known = present[field].map(same);
    const absent = removed[field].find((text) => !known.includes(same(text)));
    if (absent !== undefined) {
      const has = present[field].length === 0 ? 'none' : present[field].join(', ');
      const message = `"${absent}" is not among the ${fieldWords[field]} of the task.`;
      return err(failure('not-listed', message, `It has ${has}.`));
    }
    const gone = new Set(removed[field].map(same));
    const left = present[field].filter((text) => !gone.has(same(text)));
    lists[field] = [...new Set([...left, ...added[field]])];
  }
  return ok({ ...present, ...lists });
}

const fieldWords: Readonly<Record<ListField, string>> = {
  labels: 'labels',
  dependencies: 'dependencies',
  filesToModify: 'files to modify',
  testFiles: 'test files',
  verify: 'checks',
  repositories: 'repositories',
};

function asPath(text: string): string {
  const path = normalPath(text);
  return path.ok ? path.value : text;
}

function withAgent(labels: readonly string[], agent: string | undefined): string[] {
  if (agent === undefined) return [...labels];
  const others = labels.filter((label) => !label.startsWith('agent:'));
  return agent === '' ? others : [...others, `agent:${agent}`];
}
