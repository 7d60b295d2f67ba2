import { isReady } from '#shared/core/runs/readiness.ts';
import type { Decision } from '#shared/core/runs/planner.ts';
import { writesTests } from '#shared/core/protocol/roles.ts';
import type { Task } from '#shared/model/task.ts';
import type { Run, Skip } from '#shared/model/run.ts';
import { newAttempt } from '#shared/core/records/new-attempt.ts';
import { timestamp } from '#shared/lib/clock.ts';
import { chooseSlot } from '#shared/core/runs/choose-slot.ts';
import { notification } from '#main/notify/notification.ts';
import { record, recordStep } from '#main/store/record.ts';
import type { HostParts } from './host-parts.ts';
import { unlandedAttemptsOf } from '#main/store/task-attempts.ts';
import { refreshFromSource } from '#main/task-files/take-over.ts';

/**
 * Starts a task: reads its file again if it came from one, then writes in one transaction that it is
 * in progress, its new attempt, and its worktree slot. Nothing runs yet.
 * @returns the attempt's id; null when the task turned out not to be there and was skipped, or not to
 * be ready any more: its file names a new dependency or another role, says that it is done, or somebody changed
 * its status
 */
export async function dispatchTask(
  parts: HostParts,
  run: Run,
  { taskId, role, continues }: Extract<Decision, { kind: 'dispatch' }>,
): Promise<string | null> {
  const planned = parts.store.get('tasks', taskId);
  const fresh = await refreshFromSource(parts.taskFiles, taskId, 'its_turn');
  if (!fresh.ok) {
    record(parts, skipEntries(parts, run, taskId, fresh.error.message));
    return null;
  }
  const { task } = fresh.value;
  const isClosed = (id: string): boolean => parts.store.get('tasks', id)?.status === 'closed';
  if (!isReady(task, isClosed, run.settings.tddEnabled)) return null;
  // Its file asks for another role now: the planner says who tries.
  if (planned === null || writesTests(planned) !== writesTests(task)) return null;
  const at = timestamp(parts);
  const earlier = parts.store.find('attempts', 'task_id', task.id);
  const slot = chooseSlot(parts.store.all('worktrees'), task.id);
  const attempt = newAttempt(task, {
    id: parts.ids.next('attempt'),
    runId: run.id,
    number: earlier.length + 1,
    role,
    agent: parts.agents.agentForTask(task),
    // What it would go on with is where it was done, or is not there any more.
    resumes:
      earlier.find(({ id, worktree }) => id === continues && worktree === slot.id)?.id ?? null,
    worktree: slot.id,
    createdAt: at,
  });
  const position = run.taskIds.indexOf(task.id) + 1;
  const text = `Task ${position}/${run.taskIds.length} started: ${task.id}: ${task.title}`;
  recordStep(parts, [
    { to: 'tasks', id: task.id, command: { kind: 'start', attemptId: attempt.id, at } },
    { to: 'attempts', id: attempt.id, command: { kind: 'create', attempt } },
    { to: 'worktrees', document: slot },
    ...epicEntries(parts, task),
    ...(unlandedAttemptsOf(parts, task.id).length === 0
      ? [notification(parts, 'task_started', text, { kind: 'task', id: task.id })]
      : []),
  ]);
  return attempt.id;
}

function epicEntries(
  parts: HostParts,
  task: Task,
): readonly Parameters<typeof record>[1][number][] {
  const epic = parts.store.get('epics', task.epicId);
  if (epic?.status !== 'open') return [];
  return [{ to: 'epics', id: epic.id, command: { kind: 'set_status', status: 'in_progress' } }];
}

/** The entries that skip a task in this run and say why. */
export function skipEntries(
  parts: HostParts,
  run: Run,
  taskId: string,
  reason: string,
): Parameters<typeof record>[1] {
  const title = parts.store.get('tasks', taskId)?.title ?? '';
  const text = `Task ${taskId}: ${title} skipped: ${reason}`;
  return [
    {
      to: 'runs',
      id: run.id,
      command: { kind: 'skip', taskId, reason, at: timestamp(parts) },
    },
    notification(parts, 'task_skipped', text, { kind: 'task', id: taskId }),
  ];
}

/** The entries that skip all that is left of a run; one notification says how many, and each has its reason. */
export function skipRestEntries(
  parts: HostParts,
  run: Run,
  skips: readonly Skip[],
): Parameters<typeof record>[1] {
  const at = timestamp(parts);
  return [{ to: 'runs', id: run.id, command: { kind: 'skip_rest', skips, at } }];
}
