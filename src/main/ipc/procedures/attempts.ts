import { implement } from '@orpc/server';
import { attemptsContract } from '#shared/contract/attempts.ts';
import type { Host } from '#main/engine/host/host.ts';
import {
  findInSession,
  readSession,
  whenSessionMoves,
} from '#main/engine/tasks/attempt-session.ts';
import { replyIn } from '#main/ipc/reply.ts';

export function attemptsProcedures(host: Host) {
  const procedures = implement(attemptsContract);
  return {
    session: procedures.session.handler(async ({ input, signal }) => {
      const { workspaceId, attemptId, known } = input;
      // A workspace that is to be closed does not wait for what may never be printed.
      const open = known === null ? null : await host.workspace(workspaceId);
      if (known !== null && open?.ok === true) {
        await whenSessionMoves(open.value.workspace, attemptId, known, signal);
      }
      return replyIn(host, workspaceId, async ({ workspace }) => readSession(workspace, input));
    }),
    findInSession: procedures.findInSession.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        findInSession(workspace, input.attemptId, input.words),
      ),
    ),
  };
}
