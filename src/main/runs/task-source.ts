import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Task, TaskSpec } from '#shared/model/task.ts';
import { readBacklogTask } from '#main/sources/backlog-md/read-task.ts';
import { writeBackBacklogTask } from '#main/sources/backlog-md/write-back.ts';
import { commit } from '#main/store/ledger.ts';
import { timestamp } from './attempt-records.ts';
import type { RunParts } from './run-parts.ts';

type SourceParts = Pick<RunParts, 'store' | 'clock' | 'repository' | 'logger' | 'secrets'>;

/**
 * The task as its file says it right now, stored if that is news (SPEC section 2.2: the file stays the
 * truth). A file that is gone, or a task that was done by hand meanwhile, is a failure to be skipped.
 */
export async function refreshFromSource(
  parts: SourceParts,
  taskId: string,
): Promise<Result<Task, Failure>> {
  const task = parts.store.get('tasks', taskId);
  if (task === null) {
    return err(failure('unknown-task', `There is no task ${taskId}.`, 'Import it again.'));
  }
  if (task.source === null) return ok(task);
  const read = await readBacklogTask(parts.repository.root, task.source.file, task.id);
  if (!read.ok) return read;
  if (read.value.status === 'closed') {
    return err(
      failure('already-done', 'Already done in its file', 'Reopen it in the file to run it again.'),
    );
  }
  const {
    status: _status,
    implementationNotes: _notes,
    finalSummary: _summary,
    ...spec
  } = read.value;
  const changes = changedFields(task, spec);
  if (Object.keys(changes).length === 0) return ok(task);
  const command = { kind: 'edit', changes, at: timestamp(parts) } as const;
  const written = commit(parts.store, [{ to: 'tasks', id: task.id, command }]);
  if (!written.ok) return written;
  return ok(parts.store.get('tasks', taskId) ?? task);
}

function changedFields(task: Task, spec: Partial<TaskSpec>): Partial<TaskSpec> {
  const current: Partial<Record<string, unknown>> = { ...task };
  const changed = Object.entries(spec).filter(
    // The app's own record of ticked criteria is not in an unfinished task's file.
    ([key, value]) => JSON.stringify(current[key]) !== JSON.stringify(value),
  );
  return Object.fromEntries(changed);
}

/**
 * Brings the task's file up to date with its status, criteria, notes and summary. Idempotent; what
 * cannot be written is logged and leaves the run alone.
 */
export async function writeBackTask(parts: SourceParts, taskId: string): Promise<void> {
  const task = parts.store.get('tasks', taskId);
  const source = task?.source ?? null;
  if (task === null || source === null) return;
  const details =
    task.status === 'closed'
      ? {
          checkedCriteria: 'all' as const,
          notes: task.implementationNotes,
          summary: task.finalSummary,
        }
      : task.status === 'blocked'
        ? { notes: task.blockedReason ?? '' }
        : {};
  const told = parts.secrets.maskAll(details);
  const change = { status: task.status, ...told, updatedAt: timestamp(parts) };
  const written = await writeBackBacklogTask(parts.repository.root, source, change, task.id);
  if (!written.ok) {
    parts.logger.warn(`The file of ${task.id} could not be written: ${written.error.message}`);
  }
}
