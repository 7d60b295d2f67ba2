import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task } from '#shared/model/task.ts';
import { failure } from '#shared/lib/failure.ts';

/** Takes a document out, as long as nothing was done with it. */
export interface RemoveCommand {
  readonly kind: 'remove';
}
export interface RemovedEvent {
  readonly kind: 'removed';
}

interface Removable<State, Command, Event> {
  decide(state: State | null, command: Command): Result<readonly Event[], Failure>;
  evolve(state: State | null, event: Event): State | null;
}

/** A machine whose documents may be taken out again, as long as `obstacleTo` finds nothing against it. */
export function removable<
  State,
  Command extends { readonly kind: string },
  Event extends { readonly kind: string },
>(
  machine: Removable<State, Command, Event>,
  obstacleTo: (state: State) => Failure | null,
): Removable<State, Command | RemoveCommand, Event | RemovedEvent> {
  const isRemove = (command: Command | RemoveCommand): command is RemoveCommand =>
    command.kind === 'remove';
  const isRemoved = (event: Event | RemovedEvent): event is RemovedEvent =>
    event.kind === 'removed';
  return {
    decide(state, command) {
      if (!isRemove(command)) return machine.decide(state, command);
      const obstacle = state === null ? null : obstacleTo(state);
      if (obstacle !== null) return err(obstacle);
      return ok(state === null ? [] : [{ kind: 'removed' }]);
    },
    evolve(state, event) {
      return isRemoved(event) ? null : machine.evolve(state, event);
    },
  };
}

/** Why a task cannot be taken out: it was changed, or an agent has worked on it. */
export function taskInUse(task: Task): Failure | null {
  const { id, dispatches, life, createdAt, updatedAt } = task;
  if (dispatches === 0 && life === 1 && createdAt === updatedAt) return null;
  return failure(
    'import-in-use',
    `Something was done with ${id} since it was imported.`,
    'Block or close what is not to be done.',
  );
}

/** Why an epic cannot be taken out: it has a branch. */
export function epicInUse({ id, baseCommit }: Epic): Failure | null {
  if (baseCommit === null) return null;
  return failure('import-in-use', `The epic ${id} has a branch already.`, 'Leave it as it is.');
}
