import { implement } from '@orpc/server';
import { tasksContract } from '#shared/contract/runs.ts';
import { ok } from '#shared/lib/result.ts';
import { closeByHand } from '#main/engine/tasks/close-task.ts';
import type { Host } from '#main/engine/host/host.ts';
import { checkAgain as checkTaskAgain } from '#main/engine/tasks/check-again.ts';
import { undoTask } from '#main/engine/runs/run-report.ts';
import { answerChecks } from '#main/engine/tasks/answer-checks.ts';
import { presentWorktreeOf, worktreeOf } from '#main/engine/tasks/task-worktree.ts';
import { answerQuestion } from '#main/engine/tasks/answer-question.ts';
import { blockTask, stopTask } from '#main/engine/tasks/task-control.ts';
import { deleteItems, restoreItems } from '#main/engine/tasks/delete-items.ts';
import { takeBackReopening } from '#main/engine/tasks/undo-reopen.ts';
import { reopenTask } from '#main/engine/tasks/work-items.ts';
import { done, replyIn, replyWithRepository } from '#main/ipc/reply.ts';

export function tasksProcedures(host: Host) {
  const { reopen, undoReopen, block, close, stop, answer, undo, checkAgain, reply } =
    implement(tasksContract);
  return {
    ...itemProcedures(host),
    reopen: reopen.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        done(await reopenTask(workspace, input.taskId)),
      ),
    ),
    undoReopen: undoReopen.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        done(await takeBackReopening(workspace, input.taskId)),
      ),
    ),
    block: block.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        done(await blockTask(workspace, input.taskId, input.reason)),
      ),
    ),
    close: close.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) => {
        const { reason, stop: isToStop } = input;
        const closed = await closeByHand(workspace, input.taskId, { reason, stop: isToStop });
        return closed.ok ? ok({ kept: closed.value.kept }) : closed;
      }),
    ),
    answer: answer.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        done(answerChecks(workspace, input.taskId, input.answer)),
      ),
    ),
    reply: reply.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async (open) => done(answerQuestion(open, input))),
    ),
    stop: stop.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        done(stopTask(workspace, input.taskId, input.reason)),
      ),
    ),
    checkAgain: checkAgain.handler(async ({ input }) =>
      replyWithRepository(host, input.workspaceId, async ({ workspace }) => {
        const checked = await checkTaskAgain(workspace, input.taskId);
        if (!checked.ok) return checked;
        return ok({ passed: checked.value.every(({ verdict }) => verdict === 'passed') });
      }),
    ),
    undo: undo.handler(async ({ input }) =>
      replyWithRepository(host, input.workspaceId, async ({ workspace }) =>
        undoTask(workspace, input.taskId, input.direction),
      ),
    ),
  };
}

/** What concerns tasks and epics as items, and where their files are. */
function itemProcedures(host: Host) {
  const procedures = implement(tasksContract);
  return {
    deleteItems: procedures.deleteItems.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) => deleteItems(workspace, input)),
    ),
    restoreItems: procedures.restoreItems.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) => restoreItems(workspace, input)),
    ),
    worktree: procedures.worktree.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        ok({ folder: worktreeOf(workspace, input.taskId) }),
      ),
    ),
    showWorktree: procedures.showWorktree.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) => {
        const folder = presentWorktreeOf(workspace, input.taskId);
        return folder.ok ? done(await host.showFolder(folder.value)) : folder;
      }),
    ),
  };
}
