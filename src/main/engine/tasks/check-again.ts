import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import { checkWithoutKept } from '#main/landing/check-again.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** Checks what a task has merged once more, without the folders that stay in rooms from check to check. */
export async function checkAgain(
  workspace: Workspace,
  taskId: string,
): Promise<Result<readonly Evidence[], Failure>> {
  const untrusted = await trustProblem(workspace, taskId);
  return untrusted === null ? checkWithoutKept(workspace.landing, taskId) : err(untrusted);
}

async function trustProblem(
  { store, trustGate }: Workspace,
  taskId: string,
): Promise<Failure | null> {
  const task = store.get('tasks', taskId);
  if (task === null) {
    return failure('unknown-task', `There is no task ${taskId}.`, 'See: switchyard list');
  }
  const epic = store.get('epics', task.epicId);
  return trustGate.problemOf([task], epic === null ? [] : [epic]);
}
