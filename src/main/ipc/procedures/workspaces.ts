import { implement } from '@orpc/server';
import { workspacesContract } from '#shared/contract/workspaces.ts';
import { catchFailure } from '#shared/lib/failure.ts';
import { ok } from '#shared/lib/result.ts';
import type { Host } from '#main/engine/host/host.ts';
import { replyIn, streamedWorkspace } from '#main/ipc/reply.ts';

export function workspacesProcedures(host: Host) {
  const { open, openDemo, describe, watch } = implement(workspacesContract);
  return {
    open: open.handler(async ({ input }) =>
      catchFailure(async () => {
        const opened = await host.openFolder(input.folder);
        return opened.ok ? ok(opened.value.info) : opened;
      }),
    ),
    openDemo: openDemo.handler(async () =>
      catchFailure(async () => {
        const opened = await host.openDemo();
        return opened.ok ? ok(opened.value.info) : opened;
      }),
    ),
    describe: describe.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ info }) => ok(info)),
    ),
    watch: watch.handler(async function* ({ input, signal }) {
      const { status } = await streamedWorkspace(host, input.workspaceId);
      yield* status.watch(signal);
    }),
  };
}
