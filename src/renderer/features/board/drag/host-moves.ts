import type { HostClient } from '#shared/contract/contract.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { MoveCommand } from '#shared/core/board/board-moves.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { joinFailures } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { RunScope, RunSettings } from '#shared/model/run.ts';
import type { HostConnection } from '#renderer/bridge/host-connection.ts';

/** What came of a command for several tasks: those that it did not work for, each with the reason. */
export type MoveOutcome = readonly {
  readonly taskIds: readonly string[];
  readonly failure: WireFailure;
}[];

/** The scope of a run of these tasks. */
export function scopeOf(taskIds: readonly string[]): RunScope {
  const [first] = taskIds;
  return taskIds.length === 1 && first !== undefined
    ? { kind: 'single', taskId: first }
    : { kind: 'selected', taskIds: [...taskIds] };
}

/** Starts a run; refused with all reasons as one. */
export async function startRun(
  host: HostConnection,
  workspaceId: string,
  scope: RunScope,
  overrides: Partial<RunSettings>,
): Promise<Result<{ readonly runId: string }, WireFailure>> {
  return host.call(async (client) => {
    const answer = await client.runs.start({ workspaceId, scope, overrides });
    return answer.ok ? ok(answer.value) : err(joinFailures(answer.error));
  });
}

/** Asks the host for what a move stands for. Never rejects. */
export async function sendMove(
  host: HostConnection,
  workspaceId: string,
  command: MoveCommand,
  taskIds: readonly string[],
  reason: string,
): Promise<MoveOutcome> {
  const together = async (
    work: (client: HostClient) => Promise<Result<unknown, WireFailure>>,
  ): Promise<MoveOutcome> => {
    const result = await host.call(work);
    return result.ok ? [] : [{ taskIds, failure: result.error }];
  };
  const each = async (
    work: (client: HostClient, taskId: string) => Promise<Result<unknown, WireFailure>>,
  ): Promise<MoveOutcome> => {
    const results = await Promise.all(
      taskIds.map(async (taskId) => ({
        taskIds: [taskId],
        result: await host.call((client) => work(client, taskId)),
      })),
    );
    return results.flatMap(({ taskIds, result }) =>
      result.ok ? [] : [{ taskIds, failure: result.error }],
    );
  };
  switch (command) {
    case 'start': {
      const result = await startRun(host, workspaceId, scopeOf(taskIds), {});
      return result.ok ? [] : [{ taskIds, failure: result.error }];
    }
    case 'enqueue':
      return together((client) => client.runs.enqueue({ workspaceId, taskIds }));
    case 'reopen':
      return each((client, taskId) => client.tasks.reopen({ workspaceId, taskId }));
    case 'block':
      return each((client, taskId) => client.tasks.block({ workspaceId, taskId, reason }));
    case 'close':
      return each((client, taskId) => client.tasks.close({ workspaceId, taskId, reason }));
    case 'stop':
      return each((client, taskId) => client.tasks.stop({ workspaceId, taskId, reason }));
    default:
      return assertNever(command, 'move command');
  }
}
