import type { BoardCard } from '#shared/core/board/board-columns.ts';
import { startOptionFor, startObstacle } from '#shared/core/runs/run-queue.ts';
import type { QueueRun, TaskLimits } from '#shared/core/runs/run-queue.ts';

/** What asking for the work of several cards comes to now. */
export type AskedWork =
  | { readonly kind: 'start'; readonly count: number }
  /** Those that the active run does not have yet. */
  | { readonly kind: 'enqueue'; readonly taskIds: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Says what running the open ones of these cards comes to; `nothing` is the reason where none is open. */
export function askedWork(
  cards: readonly BoardCard[],
  { run, limits }: { readonly run: QueueRun; readonly limits: TaskLimits },
  nothing: string,
): AskedWork {
  const obstacle = startObstacle(run);
  if (obstacle !== null) return { kind: 'refused', reason: obstacle };
  const open = cards.filter(({ task }) => task.status === 'open');
  if (open.length === 0) return { kind: 'refused', reason: nothing };
  const taskIds: string[] = [];
  const reasons: string[] = [];
  for (const { task, waitsFor } of open) {
    const limit = limits.get(task.id) ?? null;
    const decision = startOptionFor({ id: task.id, waitsFor, limit }, run);
    if (decision.kind === 'start') return { kind: 'start', count: open.length };
    if (decision.kind === 'enqueue') taskIds.push(task.id);
    else reasons.push(decision.reason);
  }
  if (taskIds.length > 0) return { kind: 'enqueue', taskIds };
  const [only, ...others] = reasons;
  const reason =
    only === undefined || others.length > 0
      ? 'They are in the active run already: it starts each of them in its turn.'
      : only;
  return { kind: 'refused', reason };
}
