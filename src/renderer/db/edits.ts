import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { EpicText } from '#shared/core/epic-machine.ts';
import { emptySpec, epicIdFor, freshEpic, freshTask, nextTaskId } from '#shared/core/new-items.ts';
import { isoTime, systemClock } from '#shared/lib/clock.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { randomIdSource } from '#shared/lib/ids.ts';
import { err } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task, TaskSpec } from '#shared/model/task.ts';
import { applyEpicEdit, applyTaskEdit } from './edit-rules.ts';
import type { Judged } from './edit-rules.ts';
import { surroundingsOf } from './reapply.ts';
import type { Replica } from './replica.ts';

export type EditResult = Promise<Result<string, WireFailure>>;

/** What a person may write into a new task beside its title. */
export type NewTaskFields = Partial<Omit<TaskSpec, 'id' | 'epicId' | 'title' | 'source'>>;

/**
 * Edits of documents: seen at once, kept in the browser, sent when the host is there, and refused at once
 * by the rules that the host applies too. Each answers with the document's id.
 */
export interface Edits {
  addEpic(title: string, description: string): EditResult;
  addTask(epicId: string, title: string, rest?: NewTaskFields): EditResult;
  editTask(id: string, changes: Partial<TaskSpec>): EditResult;
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
    const refuse = async (): EditResult => err(notOpen);
    return { addEpic: refuse, addTask: refuse, editTask: refuse, editEpic: refuse };
  }
  const { documents } = replica;
  return {
    addEpic(title, description) {
      const suffix = suffixes.next('e').slice('e-'.length);
      const told = { id: epicIdFor(title, suffix), title: title.trim(), description, baseBranch };
      return writeEpic(replica, told.id, null, freshEpic(told, now()));
    },
    addTask(epicId, title, rest = {}) {
      const siblings = [...documents.tasks.snapshot().values()].filter(
        (task) => task.epicId === epicId,
      );
      const id = nextTaskId(
        epicId,
        siblings.map((task) => task.id),
      );
      const spec: TaskSpec = { ...emptySpec, ...rest, id, epicId, title: title.trim() };
      return writeTask(replica, id, null, freshTask(spec, now()));
    },
    async editTask(id, changes) {
      const task = documents.tasks.snapshot().get(id);
      return task === undefined
        ? err(unknown(id))
        : writeTask(replica, id, task, { ...task, ...changes });
    },
    async editEpic(id, changes) {
      const epic = documents.epics.snapshot().get(id);
      return epic === undefined
        ? err(unknown(id))
        : writeEpic(replica, id, epic, { ...epic, ...changes });
    },
  };
}

/** Judged first against what is shown; a wish that the rules refuse is not even begun. */
async function writeTask(
  replica: Replica,
  id: string,
  assumed: Task | null,
  wished: Task,
): EditResult {
  const apply = (present: Task | null): Result<Judged<Task>, Failure> =>
    applyTaskEdit(present, assumed, wished, surroundingsOf(replica.documents, systemClock));
  const judged = apply(assumed);
  if (!judged.ok) return judged;
  return replica.edit('tasks', id, (present) => resultOr(present, apply(present)));
}

async function writeEpic(
  replica: Replica,
  id: string,
  assumed: Epic | null,
  wished: Epic,
): EditResult {
  const apply = (present: Epic | null): Result<Judged<Epic>, Failure> =>
    applyEpicEdit(present, assumed, wished, surroundingsOf(replica.documents, systemClock));
  const judged = apply(assumed);
  if (!judged.ok) return judged;
  return replica.edit('epics', id, (present) => resultOr(present, apply(present)));
}

function resultOr<Document>(
  present: Document | null,
  judged: Result<Judged<Document>, Failure>,
): Document | null {
  return judged.ok ? judged.value.document : present;
}

function now(): string {
  return isoTime(systemClock.now());
}

function unknown(id: string): Failure {
  return failure('unknown-document', `There is no ${id} any more.`, 'Look at the board again.');
}
