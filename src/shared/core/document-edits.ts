import type { z } from 'zod';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { epicSchema } from '#shared/model/epic.ts';
import type { Epic } from '#shared/model/epic.ts';
import { taskSchema, taskSpecSchema } from '#shared/model/task.ts';
import type { Task, TaskSpec } from '#shared/model/task.ts';
import { dependencyProblem, unknownReference } from './dependency-edits.ts';
import type { EpicText } from './epic-machine.ts';
import { freshEpic, freshTask, nextTaskId } from './new-items.ts';
import { withNormalPaths } from './repository-path.ts';
import { taskMachine } from './task-machine.ts';
import { mergeFields, sameValue } from './three-way.ts';

/** Fields of a task that a person may write where documents are edited, the rest being records. */
export const editableTaskFields = [
  'title',
  'description',
  'acceptanceCriteria',
  'labels',
  'dependencies',
  'testTaskId',
  'priority',
  'ordinal',
  'filesToModify',
  'testFiles',
  'verify',
  'script',
  'repositories',
] as const satisfies readonly (keyof TaskSpec)[];

export const editableEpicFields = [
  'title',
  'description',
] as const satisfies readonly (keyof EpicText)[];

/** A row that somebody edited: what they believed to be the master's state, and what they wish. */
export interface EditedRow<Document> {
  /** The master's state; null when it has no such document. */
  readonly master: Document | null;
  /** Null for a new document. */
  readonly assumed: Document | null;
  readonly wished: Document;
}

/** What the master does with an edited row. */
export type EditVerdict<Document, Changes> =
  /** `storedAs`: a new document was added before, and got that id. */
  | { readonly kind: 'nothing'; readonly storedAs?: string }
  /** The document as it is to be stored, which may have got another id than was wished. */
  | { readonly kind: 'add'; readonly document: Document }
  | {
      readonly kind: 'edit';
      /** The edit is of the document that was added before under that other id. */
      readonly storedAs?: string;
      readonly changes: Partial<Changes>;
      /** Fields that the master got another value for meanwhile: it stays. */
      readonly lost: readonly (keyof Changes & string)[];
    }
  | { readonly kind: 'refused'; readonly failure: Failure };

/** What the rules need to know beside the row itself; the host's store or the page's replica. */
export interface EditSurroundings {
  readonly task: (id: string) => Task | null;
  readonly epic: (id: string) => Epic | null;
  readonly tasksOf: (epicId: string) => Iterable<Task>;
  /** The moment of the edit, UTC ISO time. */
  readonly at: string;
}

/**
 * What becomes of an edited task. Only what people write may change, and not while an agent works on
 * it or where its file is the truth; a field that was changed on both sides is named as lost. A new
 * task whose id another one has meanwhile gets the next free id of its epic.
 */
export function judgeTask(
  row: EditedRow<Task>,
  surroundings: EditSurroundings,
): EditVerdict<Task, TaskSpec> {
  const { wished } = row;
  const invalid = invalidity('Task', wished, taskSchema.safeParse(wished).error);
  if (invalid !== null) return refused(invalid);
  const states = statesOf('Task', row, taskRecord);
  if (states.kind === 'new') return judgeNewTask(wished, surroundings);
  if (states.kind === 'refused') return states;
  return row.assumed === null
    ? judgeTaskAgain(states.master, wished, surroundings)
    : judgeTaskEdit({ ...states, wished }, surroundings);
}

/**
 * Judges a new task that was added before, as `stored`: its page has not had the answer, and may have
 * edited it since. Other new tasks may have got other ids on their way, so what refers to tasks stays.
 */
function judgeTaskAgain(
  stored: Task,
  wished: Task,
  surroundings: EditSurroundings,
): ReturnType<typeof judgeTaskEdit> {
  const { dependencies, testTaskId } = stored;
  const text = { ...wished, dependencies, testTaskId };
  const verdict = judgeTaskEdit({ master: stored, assumed: stored, wished: text }, surroundings);
  // Another id leaves their number as it was.
  const isOther = dependencies.length !== wished.dependencies.length;
  if (verdict.kind === 'refused' || !isOther) return verdict;
  return { changes: {}, ...verdict, kind: 'edit', lost: ['dependencies'] };
}

function judgeTaskEdit(
  { master, assumed, wished }: { readonly [State in keyof EditedRow<Task>]: Task },
  surroundings: EditSurroundings,
): Extract<EditVerdict<Task, TaskSpec>, { kind: 'nothing' | 'edit' | 'refused' }> {
  const { taken, lost } = mergeFields<TaskSpec>(editableTaskFields, master, assumed, wished);
  if (Object.keys(taken).length === 0) return changesVerdict(taken, lost);
  const normal = withNormalPaths(taken);
  if (!normal.ok) return refused(normal.error);
  const problem = taskEditProblem(master, normal.value, surroundings);
  return problem === null ? changesVerdict(normal.value, lost) : refused(problem);
}

/** What becomes of an edited epic: its title and description may change. */
export function judgeEpic(
  row: EditedRow<Epic>,
  surroundings: EditSurroundings,
): EditVerdict<Epic, EpicText> {
  const { wished } = row;
  const invalid = invalidity('Epic', wished, epicSchema.safeParse(wished).error);
  if (invalid !== null) return refused(invalid);
  const states = statesOf('Epic', row, epicRecord);
  if (states.kind === 'new') return judgeNewEpic(wished, surroundings);
  if (states.kind === 'refused') return states;
  const { master, assumed } = states;
  const { taken, lost } = mergeFields<EpicText>(editableEpicFields, master, assumed, wished);
  return changesVerdict(taken, lost);
}

interface Item {
  readonly id: string;
  readonly title: string;
  readonly createdAt: string;
}

/** What an existing document has to be compared with; `new` when there is none yet. */
function statesOf<Document extends Item>(
  what: 'Task' | 'Epic',
  { master, assumed, wished }: EditedRow<Document>,
  record: readonly (keyof Document & string)[],
):
  | { readonly kind: 'new' }
  | { readonly kind: 'existing'; readonly master: Document; readonly assumed: Document }
  | { readonly kind: 'refused'; readonly failure: Failure } {
  if (assumed === null) {
    if (master === null || !isSameOrigin(master, wished)) return { kind: 'new' };
    // Pushed again because the answer to the first push was lost: it is the same document.
    return { kind: 'existing', master, assumed: master };
  }
  if (master === null) {
    const message = `${what} ${wished.id} does not exist any more.`;
    return refused(failure('unknown-document', message, 'Add it again.'));
  }
  const touched = record.filter((field) => !sameValue(assumed[field], wished[field]));
  if (touched.length === 0) return { kind: 'existing', master, assumed };
  return refused(
    failure(
      'not-editable',
      `${touched.join(', ')} of ${wished.id} cannot be edited: the app itself keeps that record.`,
      'Use the command for it, such as run, block or reopen.',
    ),
  );
}

function judgeNewTask(wished: Task, surroundings: EditSurroundings): EditVerdict<Task, TaskSpec> {
  const { task, epic, at } = surroundings;
  if (epic(wished.epicId) === null) {
    const message = `There is no epic ${wished.epicId} for the task ${wished.id}.`;
    return refused(failure('unknown-epic', message, 'Add the epic first.'));
  }
  const siblings = [...surroundings.tasksOf(wished.epicId)];
  const stored = siblings.find((sibling) => isSameOrigin(sibling, wished));
  if (stored !== undefined) {
    const verdict = judgeTaskAgain(stored, wished, surroundings);
    return verdict.kind === 'refused' ? verdict : { ...verdict, storedAs: stored.id };
  }
  const isTaken = task(wished.id) !== null;
  const ids = siblings.map(({ id }) => id);
  const id = isTaken ? nextTaskId(wished.epicId, ids) : wished.id;
  const problem = dependencyProblem(id, wished.dependencies, task);
  if (problem !== null) return refused(problem);
  const spec = withNormalPaths({ ...taskSpecSchema.parse(wished), id, source: null });
  if (!spec.ok) return refused(spec.error);
  return { kind: 'add', document: { ...freshTask(spec.value, at), createdAt: wished.createdAt } };
}

function judgeNewEpic(wished: Epic, { epic, at }: EditSurroundings): EditVerdict<Epic, EpicText> {
  let { id } = wished;
  for (let number = 2; ; number += 1) {
    const other = epic(id);
    if (other === null) break;
    if (isSameOrigin(other, wished)) return { kind: 'nothing', storedAs: id };
    id = `${wished.id}-${number}`;
  }
  const { createdAt } = wished;
  return { kind: 'add', document: { ...freshEpic({ ...wished, id }, at), createdAt } };
}

/** Whether two records were made by the same act, also when one of them got another id since. */
function isSameOrigin(one: Item, other: Item): boolean {
  if (one.createdAt !== other.createdAt) return false;
  return one.id === other.id || one.title === other.title;
}

function taskEditProblem(
  master: Task,
  changes: Partial<TaskSpec>,
  { task, at }: EditSurroundings,
): Failure | null {
  const decided = taskMachine.decide(master, { kind: 'edit', changes, at });
  if (!decided.ok) return decided.error;
  if (master.source !== null) return keptInFile(master, Object.keys(changes));
  const { dependencies, testTaskId } = changes;
  if (dependencies !== undefined) {
    const added = dependencies.filter((id) => !master.dependencies.includes(id));
    const unknown = unknownReference(master.id, added, task);
    if (unknown !== null) return unknown;
    const cycle = dependencyProblem(master.id, added, task);
    if (cycle !== null) return cycle;
  }
  if (testTaskId === undefined || testTaskId === null) return null;
  return unknownReference(master.id, [testTaskId], task);
}

/** Fields that no edit may touch. `updatedAt` is not among them: it follows from the edit. */
const taskRecord = [
  'id',
  'epicId',
  'source',
  'status',
  'implementationNotes',
  'finalSummary',
  'blockedReason',
  'debugAttempts',
  'dispatches',
  'startedAt',
  'firstCodeChangeAt',
  'completedAt',
  'createdAt',
] as const satisfies readonly (keyof Task)[];

const epicRecord = [
  'id',
  'status',
  'baseBranch',
  'baseCommit',
  'branch',
  'planId',
  'createdAt',
  'closedAt',
] as const satisfies readonly (keyof Epic)[];

function changesVerdict<Changes>(
  changes: Partial<Changes>,
  lost: readonly (keyof Changes & string)[],
): Extract<EditVerdict<never, Changes>, { kind: 'nothing' | 'edit' }> {
  const isNothing = Object.keys(changes).length === 0 && lost.length === 0;
  return isNothing ? { kind: 'nothing' } : { kind: 'edit', changes, lost };
}

function refused(problem: Failure): { readonly kind: 'refused'; readonly failure: Failure } {
  return { kind: 'refused', failure: problem };
}

/** Why a document cannot be stored at all; null when it can. */
function invalidity(
  what: 'Task' | 'Epic',
  { id, title }: Item,
  error: z.ZodError | undefined,
): Failure | null {
  const [issue] = error?.issues ?? [];
  if (issue !== undefined) {
    const field = issue.path.map(String).join('.');
    const message = `${what} ${id} cannot be stored: ${field}: ${issue.message}.`;
    return failure('bad-document', message, 'Correct that field.');
  }
  if (title.trim() !== '') return null;
  const message = `${what} ${id} needs a title.`;
  return failure('title-missing', message, 'Say in a few words what it is.');
}

function keptInFile({ id, source }: Task, fields: readonly string[]): Failure {
  return failure(
    'kept-in-file',
    `Task ${id} comes from ${source?.file ?? 'a file'}, which is where its ${fields.join(', ')} is kept.`,
    'Edit that file: the app takes over what changes there.',
  );
}

/** Those of `fields` that were changed; all that hold something, when the document is new. */
export function writtenFields<Document extends object>(
  fields: readonly (keyof Document & string)[],
  assumed: Document | null,
  wished: Document,
): readonly (keyof Document & string)[] {
  if (assumed !== null) return fields.filter((one) => !sameValue(assumed[one], wished[one]));
  return fields.filter((one) => {
    const value = wished[one];
    return Array.isArray(value) ? value.length > 0 : value !== '' && value !== null;
  });
}

/** What a person wrote into `fields` of a document, as text to be read and copied from. */
export function writtenText<Document extends object>(
  document: Document,
  fields: readonly (keyof Document & string)[],
): string {
  return fields.map((field) => `${field}:\n${textOf(document[field])}`).join('\n\n');
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  return value.map((one: unknown) => `- ${textOfEntry(one)}`).join('\n');
}

function textOfEntry(entry: unknown): string {
  const isCriterion = typeof entry === 'object' && entry !== null && 'text' in entry;
  return isCriterion ? String(entry.text) : textOf(entry);
}
