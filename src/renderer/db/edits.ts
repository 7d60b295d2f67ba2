import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { EpicText } from '#shared/core/records/epic-machine.ts';
import {
  emptySpec,
  epicIdFor,
  freshEpic,
  freshTask,
  nextTaskId,
} from '#shared/core/edits/new-items.ts';
import { isoTime, systemClock } from '#shared/lib/clock.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { randomIdSource } from '#shared/lib/ids.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task, TaskSpec } from '#shared/model/task.ts';
import type { Change } from './document-store.ts';
import { applyEpicEdit, applyTaskEdit } from './edit-rules.ts';
import type { Judged } from './edit-rules.ts';
import { surroundingsOf } from './reapply.ts';
import type { Replica } from './replica.ts';

export type EditResult = Promise<Result<string, WireFailure>>;

/** What a person may write into a new task beside its title. */
export type NewTaskFields = Partial<Omit<TaskSpec, 'id' | 'epicId' | 'title' | 'source'>>;

/** An edit of one task. */
export interface TaskEdit {
  readonly id: string;
  readonly changes: Partial<TaskSpec>;
}

/**
 * Edits of documents: seen at once, kept in the browser, sent when the host is there, and refused at once
 * by the rules that the host applies too. Each answers with the document's id.
 */
export interface Edits {
  addEpic(title: string, description: string): EditResult;
  addTask(epicId: string, title: string, rest?: NewTaskFields): EditResult;
  editTask(id: string, changes: Partial<TaskSpec>): EditResult;
  /** Edits several tasks at once, which costs hardly more than one; all of them, or none is begun. */
  editTasks(edits: readonly TaskEdit[]): Promise<Result<null, WireFailure>>;
  editEpic(id: string, changes: Partial<EpicText>): EditResult;
}

const notOpen = failure(
  'replica-not-open',
  'Your tasks are still being opened.',
  'Try again in a moment.',
);

const suffixes = randomIdSource(Math.random, 3);

/** Edits of the documents of `replica`, which is null while it is not open; epics begin at `baseBranch`. */
export function editsOf(replica: Replica | null, baseBranch: string): Edits {
  if (replica === null) {
    const refuse = async (): Promise<Result<never, WireFailure>> => err(notOpen);
    return {
      addEpic: refuse,
      addTask: refuse,
      editTask: refuse,
      editTasks: refuse,
      editEpic: refuse,
    };
  }
  const { documents } = replica;
  const editTasks = (edits: readonly TaskEdit[]): Promise<Result<null, WireFailure>> =>
    replica.edit(
      'tasks',
      edits.map(({ id, changes }) => {
        const task = documents.tasks.snapshot().get(id);
        const change: Change<Task> =
          task === undefined
            ? () => err(unknown(id))
            : changeOfTask(replica, task, { ...task, ...changes });
        return { id, change };
      }),
    );
  return {
    addEpic(title, description) {
      const suffix = suffixes.next('e').slice('e-'.length);
      const epic = { id: epicIdFor(title, suffix), title: title.trim(), description, baseBranch };
      return writeEpic(replica, null, freshEpic(epic, now()));
    },
    async addTask(epicId, title, rest = {}) {
      const siblings = [...documents.tasks.snapshot().values()].filter(
        (task) => task.epicId === epicId,
      );
      const id = nextTaskId(
        epicId,
        siblings.map((task) => task.id),
      );
      const spec: TaskSpec = { ...emptySpec, ...rest, id, epicId, title: title.trim() };
      const change = changeOfTask(replica, null, freshTask(spec, now()));
      return answered(id, await replica.edit('tasks', [{ id, change }]));
    },
    editTasks,
    editTask: async (id, changes) => answered(id, await editTasks([{ id, changes }])),
    async editEpic(id, changes) {
      const epic = documents.epics.snapshot().get(id);
      return epic === undefined
        ? err(unknown(id))
        : writeEpic(replica, epic, { ...epic, ...changes });
    },
  };
}

/** What the edit makes of the task as it is; refused by the rules that the host applies too. */
function changeOfTask(replica: Replica, assumed: Task | null, desired: Task): Change<Task> {
  return (present) =>
    outcomeOf(
      present,
      applyTaskEdit(present, assumed, desired, surroundingsOf(replica.documents, systemClock)),
    );
}

async function writeEpic(replica: Replica, assumed: Epic | null, desired: Epic): EditResult {
  const change: Change<Epic> = (present) =>
    outcomeOf(
      present,
      applyEpicEdit(present, assumed, desired, surroundingsOf(replica.documents, systemClock)),
    );
  return answered(desired.id, await replica.edit('epics', [{ id: desired.id, change }]));
}

/** An edit of which nothing is left, because all that it changes has changed meanwhile, is refused too. */
function outcomeOf<Document extends { readonly id: string }>(
  present: Document | null,
  judged: Result<Judged<Document>, Failure>,
): Result<Document, Failure> {
  if (!judged.ok) return judged;
  const { document, lost } = judged.value;
  return document === present && lost.length > 0 ? err(tooLate(document.id)) : ok(document);
}

function answered(id: string, result: Result<null, WireFailure>): Result<string, WireFailure> {
  return result.ok ? ok(id) : result;
}

function now(): string {
  return isoTime(systemClock.now());
}

function tooLate(id: string): Failure {
  return failure('edit-too-late', `${id} has changed meanwhile.`, 'Look at it again.');
}

function unknown(id: string): Failure {
  return failure('unknown-document', `There is no ${id} any more.`, 'Look at the board again.');
}
