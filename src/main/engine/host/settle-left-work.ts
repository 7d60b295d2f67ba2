import { configApplies } from '#main/trust/trust-desk.ts';
import { finishLeftUndos } from '#main/landing/finish-undo.ts';
import { bringOverAttempts } from '#main/landing/open-landing.ts';
import { unfinishedRun } from '#main/runs/start/start-run.ts';
import { catchFailure } from '#shared/lib/failure.ts';
import { ok } from '#shared/lib/result.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/**
 * Brings to an end, or into its present form, what an earlier process left in the middle: attempts from before
 * there were landings, and undos that were cut off. What cannot be written now is tried again the next time.
 */
export async function settleLeftWork(workspace: Workspace): Promise<void> {
  const settled = await catchFailure(async () => {
    // A process that drives a run may be one of that earlier version.
    if (unfinishedRun(workspace.store)?.alive !== true) bringOverAttempts(workspace);
    if (configApplies(workspace.trust)) {
      await workspace.mutex.run('undo', async () => finishLeftUndos(workspace));
    }
    return ok(undefined);
  });
  if (!settled.ok) workspace.logger.warn(settled.error.message);
}
