import type { Attempt } from '#shared/model/attempt.ts';
import type { LeftProcess } from '#main/system/left-processes.ts';
import { workersIn } from '#main/system/left-processes.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import type { RunParts } from './run-parts.ts';
import type { RunSession } from './run-session.ts';

/** Processes that one notice names; more of them are counted. */
const named = 5;

/**
 * Names to the person what an attempt started and could not be ended; or that nobody knows, because
 * what held its processes together was killed.
 */
export function tellUnended(
  parts: RunParts,
  session: RunSession,
  attempt: Attempt,
  left: readonly LeftProcess[],
  isLost: boolean,
): void {
  if (isLost && left.length === 0) {
    const text = `Task ${attempt.taskId} killed what holds its processes together (its keeper), or kept stopping it. What it detached before may still run.`;
    const subject = { kind: 'task', id: attempt.taskId } as const;
    record(parts, [notification(parts, 'processes_left', text, subject)]);
    return;
  }
  const say = (list: string): string => `could not end what it started: ${list}. Look after it.`;
  tell(parts, session, attempt, left, say);
}

/**
 * Names to the person what began since the attempt's agent did and works in its worktree, though
 * nothing of the attempt runs any more: another service may have started it for the agent, or the
 * person did. So it is left alone.
 */
export function tellStrangers(
  parts: RunParts,
  session: RunSession,
  attempt: Attempt,
  folder: string,
): void {
  const { process: since } = parts.store.get('attempts', attempt.id) ?? attempt;
  if (since === null) return;
  const say = (list: string): string =>
    `leaves in its worktree what you or another service may have started: ${list}. It was not ended.`;
  tell(parts, session, attempt, workersIn(folder, since), say);
}

function tell(
  parts: RunParts,
  session: RunSession,
  { taskId }: Attempt,
  left: readonly LeftProcess[],
  say: (list: string) => string,
): void {
  const news = left.filter(({ pid }) => !session.namedProcesses.has(pid));
  if (news.length === 0) return;
  for (const { pid } of news) session.namedProcesses.add(pid);
  const names = news.slice(0, named).map(({ pid, command }) => `${pid} (${command})`);
  const more = news.length - names.length;
  const list = more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`;
  const text = `Task ${taskId} ${say(list)}`;
  record(parts, [notification(parts, 'processes_left', text, { kind: 'task', id: taskId })]);
}
