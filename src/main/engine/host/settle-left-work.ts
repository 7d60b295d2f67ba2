import { configApplies } from '#main/trust/trust-desk.ts';
import { freeCheckouts } from '#main/landing/free-checkouts.ts';
import { finishLeftUndos } from '#main/landing/finish-undo.ts';
import { recordLeftUndos } from '#main/landing/unrecorded-undos.ts';
import { bringOverAttempts } from '#main/landing/open-landing.ts';
import { unfinishedRun } from '#main/runs/start/start-run.ts';
import { catchFailure } from '#shared/lib/failure.ts';
import { ok } from '#shared/lib/result.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/**
 * Brings to an end, or into its present form, what an earlier process left in the middle: attempts from before
 * there were landings, and undos that were cut off, with their intent or without. What cannot be written now is tried again the next time.
 */
export async function settleLeftWork(workspace: Workspace): Promise<void> {
  const settled = await catchFailure(async () => {
    // A process that drives a run may be one of that earlier version.
    const isDriven = unfinishedRun(workspace.store)?.alive === true;
    if (!isDriven) bringOverAttempts(workspace);
    if (configApplies(workspace.trust)) {
      await workspace.mutex.run('undo', async () => {
        await finishLeftUndos(workspace);
        if (!isDriven) await recordLeftUndos(workspace);
        if (unfinishedRun(workspace.store) === null) await freeCheckouts(workspace);
      });
    }
    return ok(undefined);
  });
  if (!settled.ok) workspace.logger.warn(settled.error.message);
}
