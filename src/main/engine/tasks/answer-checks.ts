import type { ChecksAnswer } from '#shared/core/records/landing-machine.ts';
import { isoTime } from '#shared/lib/clock.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Landing } from '#shared/model/landing.ts';
import { commit } from '#main/store/ledger.ts';
import { steerableRun } from '#main/engine/runs/steer-run.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/**
 * Writes down what a person says of work that waits because its checks passed and failed on the same tree: it lands
 * with the mark, goes back to its agent, or is checked again. The process that drives the run sees it at once.
 */
export function answerChecks(
  workspace: Workspace,
  taskId: string,
  answer: ChecksAnswer,
): Result<Landing, Failure> {
  const { store } = workspace;
  const waiting = store
    .find('landings', 'task_id', taskId)
    .find(({ phase, waitsFor }) => phase === 'waiting' && waitsFor?.gate === 'checks');
  if (waiting === undefined) {
    const message = `${taskId} does not wait for a word about its checks.`;
    return err(failure('not-waiting', message, 'Look at what it does now.'));
  }
  const run = steerableRun(workspace);
  if (!run.ok) return run;
  const at = isoTime(workspace.clock.now());
  const command = { kind: 'answer', answer, by: 'person', at } as const;
  const written = commit(store, [{ to: 'landings', id: waiting.id, command }]);
  return written.ok ? ok(store.get('landings', waiting.id) ?? waiting) : written;
}
