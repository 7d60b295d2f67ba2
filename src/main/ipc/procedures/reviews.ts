import { implement } from '@orpc/server';
import { reviewsContract } from '#shared/contract/reviews.ts';
import { ok } from '#shared/lib/result.ts';
import type { Host } from '#main/engine/host/host.ts';
import { epicResults } from '#main/engine/tasks/epic-results.ts';
import { evidenceOutput } from '#main/engine/tasks/evidence-output.ts';
import {
  changedFiles,
  fileSides,
  restoreSnapshot,
  taskSnapshots,
} from '#main/engine/tasks/review-work.ts';
import { taskHistory } from '#main/engine/tasks/task-history.ts';
import { replyIn, replyWithRepository } from '#main/ipc/reply.ts';

export function reviewsProcedures(host: Host) {
  const procedures = implement(reviewsContract);
  return {
    epicResults: procedures.epicResults.handler(async ({ input }) =>
      replyWithRepository(host, input.workspaceId, async ({ workspace }) =>
        ok(await epicResults(workspace, input.epicIds)),
      ),
    ),
    files: procedures.files.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) => {
        return changedFiles(workspace, input);
      }),
    ),
    sides: procedures.sides.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        fileSides(workspace, input, input.path, input.previousPath),
      ),
    ),
    snapshots: procedures.snapshots.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) => {
        return taskSnapshots(workspace, input.taskId);
      }),
    ),
    restoreSnapshot: procedures.restoreSnapshot.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        restoreSnapshot(workspace, input.taskId, input.ref),
      ),
    ),
    evidenceOutput: procedures.evidenceOutput.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        evidenceOutput(workspace, input.evidenceId),
      ),
    ),
    history: procedures.history.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        ok(taskHistory(workspace, input.taskId)),
      ),
    ),
  };
}
