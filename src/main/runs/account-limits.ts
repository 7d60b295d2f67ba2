import { queuedTasks } from '#shared/core/runs/run-queue.ts';
import { accountGate, accountLimit } from '#shared/core/rate-limits/account-limit.ts';
import type { AccountLimit } from '#shared/core/rate-limits/account-limit.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Run } from '#shared/model/run.ts';
import type { HostParts } from './host-parts.ts';

/** The limit of an account, by what the run's attempts have met. */
export function limitOfAccount(
  { agents }: Pick<HostParts, 'agents'>,
  attempts: readonly Attempt[],
  account: string,
): AccountLimit | null {
  return accountLimit(attempts.filter(({ agent }) => agents.accountOf(agent) === account));
}

/** An account that is left alone for now, and the tasks of the run that wait for it. */
export interface WaitingAccount {
  readonly account: string;
  readonly until: string;
  readonly taskIds: string[];
}

/** The accounts for which open tasks of a run wait now, each with all of them. */
export function waitingAccounts(
  parts: Pick<HostParts, 'store' | 'agents' | 'clock'>,
  run: Run,
): readonly WaitingAccount[] {
  const attempts = parts.store.find('attempts', 'run_id', run.id);
  const queued = queuedTasks(run, (id) => parts.store.get('tasks', id)?.status);
  const byAccount = Map.groupBy(queued, (id) => accountOfTask(parts, id));
  return [...byAccount].flatMap(([account, taskIds]) => {
    const gate = accountGate(limitOfAccount(parts, attempts, account), parts.clock.now());
    return gate.kind === 'closed' ? [{ account, until: isoTime(gate.untilMs), taskIds }] : [];
  });
}

function accountOfTask({ store, agents }: Pick<HostParts, 'store' | 'agents'>, id: string): string {
  const task = store.get('tasks', id);
  return task === null ? '' : agents.accountOf(agents.agentForTask(task));
}
