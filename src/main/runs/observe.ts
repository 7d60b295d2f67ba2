import type { PlannedTask, Situation } from '#shared/core/runs/planner.ts';
import { workOf } from '#shared/core/protocol/work.ts';
import { delayOf } from '#shared/core/rate-limits/account-limit.ts';
import type { AccountLimit } from '#shared/core/rate-limits/account-limit.ts';
import type { Run } from '#shared/model/run.ts';
import { spentBy } from '#shared/core/runs/spent.ts';
import { limitOfAccount } from './account-limits.ts';
import type { RunParts } from './run-parts.ts';

/** Reads from the store all that the next decisions depend on. */
export function observe(
  parts: Pick<RunParts, 'store' | 'clock' | 'agents'>,
  run: Run,
  active: ReadonlySet<string>,
): Situation {
  const attempts = parts.store.find('attempts', 'run_id', run.id);
  const now = parts.clock.now();
  const limits = new Map<string, AccountLimit | null>();
  const limitOf = (account: string): AccountLimit | null => {
    const known = limits.get(account);
    if (known !== undefined) return known;
    const limit = limitOfAccount(parts, attempts, account);
    limits.set(account, limit);
    return limit;
  };
  const holding = new Set(parts.store.all('worktrees').map(({ taskId }) => taskId));
  const tasks: PlannedTask[] = [];
  for (const id of run.taskIds) {
    const task = parts.store.get('tasks', id);
    if (task === null) continue;
    // Only what is open is asked what comes next; what was done for it before holds a worktree.
    const isTried = task.status === 'open' && (task.startedAt !== null || holding.has(id));
    const own = isTried ? parts.store.find('attempts', 'task_id', id) : [];
    const account = parts.agents.accountOf(parts.agents.agentForTask(task));
    const held = delayOf(account, limitOf(account), now);
    tasks.push({
      ...task,
      ...held,
      work: workOf({ task, attempts: own, landings: [] }, run.settings),
    });
  }
  return {
    run,
    tasks,
    isClosedOutside: (id) => parts.store.get('tasks', id)?.status === 'closed',
    active,
    spent: spentBy(attempts),
    now,
  };
}
