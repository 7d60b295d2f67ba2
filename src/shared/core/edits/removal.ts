import type { Failure } from '#shared/lib/failure.ts';
import { failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task } from '#shared/model/task.ts';
import { epicMachine } from '#shared/core/records/epic-machine.ts';
import { taskMachine } from '#shared/core/records/task-machine.ts';

/** Deletes a document, or brings back one that was deleted. Times are UTC ISO. */
export type RemovalCommand<Document> =
  | { readonly kind: 'delete'; readonly at: string }
  | { readonly kind: 'restore'; readonly document: Document; readonly at: string };

/** The log keeps what was deleted: it can be read from there and brought back. */
export type RemovalEvent<Document> =
  | { readonly kind: 'deleted'; readonly at: string }
  | { readonly kind: 'restored'; readonly document: Document; readonly at: string };

interface RemovableMachine<Document, Command, Event> {
  decide(
    state: Document | null,
    command: Command | RemovalCommand<Document>,
  ): Result<readonly (Event | RemovalEvent<Document>)[], Failure>;
  evolve(state: Document | null, event: Event | RemovalEvent<Document>): Document | null;
}

interface LastingMachine<Document, Command, Event> {
  decide(state: Document | null, command: Command): Result<readonly Event[], Failure>;
  evolve(state: Document | null, event: Event): Document;
}

/** Adds deleting and bringing back to a machine; `obstacleOf` says why a document cannot be deleted now. */
function removable<
  Document extends { readonly id: string },
  Command extends { readonly kind: string },
  Event extends { readonly kind: string },
>(
  machine: LastingMachine<Document, Command, Event>,
  obstacleOf: (document: Document) => Failure | null,
): RemovableMachine<Document, Command, Event> {
  const isRemoval = (
    command: Command | RemovalCommand<Document>,
  ): command is RemovalCommand<Document> => command.kind === 'delete' || command.kind === 'restore';
  const isRemoved = (event: Event | RemovalEvent<Document>): event is RemovalEvent<Document> =>
    event.kind === 'deleted' || event.kind === 'restored';
  return {
    decide(state, command) {
      return isRemoval(command)
        ? decideRemoval(state, command, obstacleOf)
        : machine.decide(state, command);
    },
    evolve(state, event) {
      if (!isRemoved(event)) return machine.evolve(state, event);
      return event.kind === 'deleted' ? null : event.document;
    },
  };
}

function decideRemoval<Document extends { readonly id: string }>(
  state: Document | null,
  command: RemovalCommand<Document>,
  obstacleOf: (document: Document) => Failure | null,
): Result<readonly RemovalEvent<Document>[], Failure> {
  switch (command.kind) {
    case 'delete': {
      // Twice is as good as once: another page may have been quicker.
      if (state === null) return ok([]);
      const obstacle = obstacleOf(state);
      return obstacle === null ? ok([{ kind: 'deleted', at: command.at }]) : err(obstacle);
    }
    case 'restore':
      if (state === null) {
        return ok([{ kind: 'restored', document: command.document, at: command.at }]);
      }
      return err(
        failure('duplicate-id', `${state.id} exists already.`, 'There is nothing to bring back.'),
      );
    default:
      return assertNever(command, 'removal command');
  }
}

function taskObstacle({ id, status }: Task): Failure | null {
  if (status !== 'in_progress' && status !== 'in_review') return null;
  const work =
    status === 'in_progress'
      ? `An agent works on ${id}`
      : `The work of ${id} is being checked and merged`;
  return failure(
    'illegal-task-status',
    `${work}: it cannot be deleted now.`,
    'Stop the task first: its work is kept.',
  );
}

/** Tasks, which may be deleted while nobody works on them. */
export const taskRecords = removable(taskMachine, taskObstacle);

/** Epics; that no task is left without its epic is for whoever deletes it to see to. */
export const epicRecords = removable(epicMachine, (_epic: Epic) => null);
