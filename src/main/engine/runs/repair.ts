import { err, ok } from '#shared/lib/result.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { catchFailure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';
import { bringBackBranch } from '#main/landing/epic-branches.ts';
import { activeRunProblem } from '#main/runs/start/start-run.ts';
import { settleMended } from '#main/engine/guard/foreign-changes.ts';
import { openTasksOfEpics } from '#main/engine/guard/waiting-tasks.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** What was mended. */
export interface Repairs {
  /** Branches that were made again where they stood when work landed on them last. */
  readonly branches: readonly string[];
}

/**
 * Mends what stands in the way of a run and can be mended without asking: epic branches that were deleted with what
 * landed on them are made again, and tasks that waited for them opened. Nothing that is there is changed, and nothing is done beside a run.
 */
export async function repairWorkspace(workspace: Workspace): Promise<Result<Repairs, Failure>> {
  const active = activeRunProblem(workspace.store);
  if (active !== null && active.code === 'run-active') return err(active);
  return catchFailure(async () => {
    const branches: string[] = [];
    for (const epic of workspace.store.all('epics')) {
      if (!(await bringBackBranch(workspace.landing, epic))) continue;
      branches.push(`epic/${epic.id}`);
      await openTasksOfEpics(workspace, [epic.id]);
    }
    await settleMended(workspace);
    return ok({ branches });
  });
}
