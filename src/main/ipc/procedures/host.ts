import { implement } from '@orpc/server';
import { hostContract } from '#shared/contract/workspaces.ts';
import { catchFailure } from '#shared/lib/failure.ts';
import type { Host } from '#main/engine/host/host.ts';
import { done, replyWithRepository } from '#main/ipc/reply.ts';

export function hostProcedures(host: Host) {
  const procedures = implement(hostContract);
  const { describe, recent, forget, browse, pickFolder, news, preferences, setPreferences } =
    procedures;
  return {
    describe: describe.handler(() => host.describe()),
    recent: recent.handler(async () => host.recent()),
    forget: forget.handler(async ({ input }) => done(await host.forget(input.workspaceId))),
    browse: browse.handler(async ({ input }) =>
      catchFailure(async () => host.browse(input.folder)),
    ),
    prepareFolder: procedures.prepareFolder.handler(async ({ input }) =>
      catchFailure(async () => done(await host.prepareFolder(input.folder))),
    ),
    openEditor: procedures.openEditor.handler(async ({ input }) =>
      replyWithRepository(host, input.workspaceId, async ({ info }) =>
        host.openEditor(info.folder),
      ),
    ),
    pickFolder: pickFolder.handler(async () => host.pickFolder()),
    news: news.handler(async function* ({ signal }) {
      yield* host.news.watch(signal);
    }),
    preferences: preferences.handler(async () => host.preferences()),
    setPreferences: setPreferences.handler(async ({ input }) =>
      done(await host.setPreferences(input)),
    ),
  };
}
