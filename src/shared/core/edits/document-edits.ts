import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { epicSchema } from '#shared/model/epic.ts';
import type { Epic } from '#shared/model/epic.ts';
import { taskSchema, taskSpecSchema } from '#shared/model/task.ts';
import type { Task, TaskSpec } from '#shared/model/task.ts';
import { dependencyProblem, unknownReference } from './dependency-edits.ts';
import {
  changesVerdict,
  invalidity,
  isRenamed,
  pastUnknownOf,
  refused,
  statesOf,
} from './edited-row.ts';
import type { EditedRow, EditSurroundings, EditVerdict } from './edited-row.ts';
import type { EpicText } from '#shared/core/records/epic-machine.ts';
import { freshEpic, freshTask, nextTaskId } from './new-items.ts';
import { withNormalPaths } from '#shared/core/paths/repository-path.ts';
import { taskMachine } from '#shared/core/records/task-machine.ts';
import { mergeFields, sameValue } from './three-way.ts';
import type { EarlierRequests } from './three-way.ts';

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

/**
 * What becomes of an edited task. Only what people write may change, and not while an agent works on
 * it or where its file is the truth; a field that was changed on both sides is named as lost. A new
 * task whose id another one has meanwhile gets the next free id of its epic.
 */
export function judgeTask(
  row: EditedRow<Task>,
  surroundings: EditSurroundings,
): EditVerdict<Task, TaskSpec> {
  const { desired, sent = [] } = row;
  const invalid = invalidity('Task', desired, taskSchema.safeParse(desired).error);
  if (invalid !== null) return refused(invalid);
  const states = statesOf('Task', row, taskRecord);
  if (states.kind === 'refused') return states;
  if (states.kind === 'new') return judgeNewTask(row, surroundings);
  if (states.kind === 'again') return judgeTaskAgain(states.master, row, surroundings);
  const { master, assumed } = states;
  const since = (surroundings.pastTask(master.id)?.states ?? []).filter(
    ({ updatedAt }) => updatedAt > assumed.updatedAt,
  );
  return judgeTaskEdit({ master, assumed, desired }, { sent, since }, surroundings);
}

/**
 * Judges a new task that was added before, as `stored`: its page has not had the answer, and may have
 * edited it since, as others may have. Its edits are those against what was first stored. Other new tasks
 * may have got other ids on their way, so what refers to tasks stays.
 */
function judgeTaskAgain(
  stored: Task,
  { desired, sent = [] }: EditedRow<Task>,
  surroundings: EditSurroundings,
): Exclude<EditVerdict<Task, TaskSpec>, { kind: 'add' }> {
  const alike = (one: Task): Task => {
    const { dependencies, testTaskId } = stored;
    return { ...one, dependencies, testTaskId };
  };
  const states = surroundings.pastTask(stored.id)?.states.map(alike);
  const [first] = states ?? [];
  const comparable = alike(desired);
  // Another id leaves their number as it was.
  const isOther = stored.dependencies.length !== desired.dependencies.length;
  const differing = editableTaskFields.filter((one) => !sameValue(stored[one], comparable[one]));
  if (states === undefined || first === undefined) {
    return differing.length === 0 && !isOther
      ? { kind: 'nothing' }
      : refused(pastUnknownOf(stored.id));
  }
  const requests = { sent: sent.map(alike), since: states.slice(1) };
  const row = { master: stored, assumed: first, desired: comparable };
  const verdict = judgeTaskEdit(row, requests, surroundings);
  if (verdict.kind === 'refused') {
    const own = differing.filter((one) =>
      [first, ...requests.sent].some((before) => !sameValue(before[one], comparable[one])),
    );
    return { ...verdict, fields: own };
  }
  if (!isOther) return verdict;
  const lost = verdict.kind === 'edit' ? verdict.lost : [];
  return { changes: {}, ...verdict, kind: 'edit', lost: [...lost, 'dependencies'] };
}

function judgeTaskEdit(
  { master, assumed, desired }: Readonly<Record<'master' | 'assumed' | 'desired', Task>>,
  requests: EarlierRequests<Task>,
  surroundings: EditSurroundings,
): Exclude<EditVerdict<Task, TaskSpec>, { kind: 'add' }> {
  const { taken, lost } = mergeFields<TaskSpec>(
    editableTaskFields,
    master,
    assumed,
    desired,
    requests,
  );
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
  const { desired, sent = [] } = row;
  const invalid = invalidity('Epic', desired, epicSchema.safeParse(desired).error);
  if (invalid !== null) return refused(invalid);
  const states = statesOf('Epic', row, epicRecord);
  if (states.kind === 'refused') return states;
  if (states.kind === 'new') return judgeNewEpic(row, surroundings);
  if (states.kind === 'again') return judgeEpicAgain(states.master, row, surroundings);
  const { master, assumed } = states;
  // An epic does not say when it was edited, which matters only after answers were lost.
  const past = sent.length === 0 ? [] : (surroundings.pastEpic(master.id)?.states ?? []);
  const isAssumed = (one: Epic): boolean =>
    editableEpicFields.every((field) => sameValue(one[field], assumed[field]));
  const since = past.slice(past.findIndex(isAssumed) + 1);
  return mergedEpic({ master, assumed, desired }, { sent, since });
}

/** Judges a new epic that was added before, as `stored`, as {@link judgeTaskAgain} does. */
function judgeEpicAgain(
  stored: Epic,
  { desired, sent = [] }: EditedRow<Epic>,
  { pastEpic }: EditSurroundings,
): Exclude<EditVerdict<Epic, EpicText>, { kind: 'add' }> {
  const states = pastEpic(stored.id)?.states ?? [];
  const [first] = states;
  if (first === undefined) {
    const isSame = editableEpicFields.every((one) => sameValue(stored[one], desired[one]));
    return isSame ? { kind: 'nothing' } : refused(pastUnknownOf(stored.id));
  }
  return mergedEpic({ master: stored, assumed: first, desired }, { sent, since: states.slice(1) });
}

function mergedEpic(
  { master, assumed, desired }: Readonly<Record<'master' | 'assumed' | 'desired', Epic>>,
  requests: EarlierRequests<Epic>,
): Extract<EditVerdict<never, EpicText>, { kind: 'nothing' | 'edit' }> {
  const fields = editableEpicFields;
  const { taken, lost } = mergeFields<EpicText>(fields, master, assumed, desired, requests);
  return changesVerdict(taken, lost);
}

function judgeNewTask(
  row: EditedRow<Task>,
  surroundings: EditSurroundings,
): EditVerdict<Task, TaskSpec> {
  const { desired } = row;
  const { task, epic, at, pastTask } = surroundings;
  if (epic(desired.epicId) === null) {
    const message = `There is no epic ${desired.epicId} for the task ${desired.id}.`;
    return refused(failure('unknown-epic', message, 'Add the epic first.'));
  }
  const siblings = [...surroundings.tasksOf(desired.epicId)];
  const stored = siblings.find((sibling) => isRenamed(sibling, row, pastTask));
  if (stored !== undefined) {
    return { ...judgeTaskAgain(stored, row, surroundings), storedAs: stored.id };
  }
  const id = freeTaskId(desired, siblings, surroundings);
  const problem = dependencyProblem(id, desired.dependencies, task);
  if (problem !== null) return refused(problem);
  const spec = withNormalPaths({ ...taskSpecSchema.parse(desired), id, source: null });
  if (!spec.ok) return refused(spec.error);
  return { kind: 'add', document: { ...freshTask(spec.value, at), createdAt: desired.createdAt } };
}

/** The id that a new task gets: its own, unless another task has that, or had it before it was deleted. */
function freeTaskId(
  { id, epicId }: Task,
  siblings: readonly Task[],
  { task, pastTask }: EditSurroundings,
): string {
  const ids = siblings.map((sibling) => sibling.id);
  let free = id;
  while (task(free) !== null || pastTask(free) !== null) {
    ids.push(free);
    free = nextTaskId(epicId, ids);
  }
  return free;
}

function judgeNewEpic(
  row: EditedRow<Epic>,
  surroundings: EditSurroundings,
): EditVerdict<Epic, EpicText> {
  const { epic, at, pastEpic } = surroundings;
  const { desired } = row;
  let { id } = desired;
  for (let number = 2; ; number += 1) {
    const other = epic(id);
    if (other === null && pastEpic(id) === null) break;
    if (other !== null && isRenamed(other, row, pastEpic)) {
      return { ...judgeEpicAgain(other, row, surroundings), storedAs: id };
    }
    id = `${desired.id}-${number}`;
  }
  const { createdAt } = desired;
  return { kind: 'add', document: { ...freshEpic({ ...desired, id }, at), createdAt } };
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
  'closedByHand',
  'debugAttempts',
  'life',
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

function keptInFile({ id, source }: Task, fields: readonly string[]): Failure {
  return failure(
    'kept-in-file',
    `Task ${id} comes from ${source?.file ?? 'a file'}, which is where its ${fields.join(', ')} is kept.`,
    'Edit that file: the app takes over what changes there.',
  );
}
