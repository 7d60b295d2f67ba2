import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { RunScope } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import type { HostParts } from '#main/runs/host-parts.ts';

/** The open tasks that a scope names (SPEC section 3); the others of a selection are left out. */
export function selectTasks(
  { store }: Pick<HostParts, 'store'>,
  scope: RunScope,
): Result<readonly Task[], Failure> {
  const named = tasksInScope(store, scope);
  if (!named.ok) return named;
  const open = named.value.filter((task) => task.status === 'open');
  if (open.length > 0) return ok(open);
  return err(
    failure(
      'nothing-to-run',
      named.value.length === 0
        ? 'There are no tasks to run.'
        : 'None of the chosen tasks is open: they are done, blocked or under way.',
      'Add or import tasks, or reopen one with `switchyard reopen <task>`.',
    ),
  );
}

function tasksInScope(
  store: HostParts['store'],
  scope: RunScope,
): Result<readonly Task[], Failure> {
  switch (scope.kind) {
    case 'all':
      return ok(store.all('tasks'));
    case 'epic': {
      if (store.get('epics', scope.epicId) !== null) {
        return ok(store.find('tasks', 'epic_id', scope.epicId));
      }
      return err(
        failure(
          'unknown-epic',
          `There is no epic ${scope.epicId}.`,
          'List epics and tasks with `switchyard list`.',
        ),
      );
    }
    case 'single':
      return findAll(store, [scope.taskId]);
    case 'selected':
      return findAll(store, scope.taskIds);
    default:
      return assertNever(scope, 'run scope');
  }
}

function findAll(
  store: HostParts['store'],
  ids: readonly string[],
): Result<readonly Task[], Failure> {
  const tasks: Task[] = [];
  for (const id of new Set(ids)) {
    const task = store.get('tasks', id);
    if (task === null) {
      return err(
        failure('unknown-task', `There is no task ${id}.`, 'List tasks with `switchyard list`.'),
      );
    }
    tasks.push(task);
  }
  return ok(tasks);
}
