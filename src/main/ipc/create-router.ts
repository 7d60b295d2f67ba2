import type { Host } from '#main/engine/host/host.ts';
import { attemptsProcedures } from './procedures/attempts.ts';
import { documentsProcedures } from './procedures/documents.ts';
import { guardProcedures } from './procedures/guard.ts';
import { hostProcedures } from './procedures/host.ts';
import { inboxProcedures } from './procedures/inbox.ts';
import { reviewsProcedures } from './procedures/reviews.ts';
import { runsProcedures } from './procedures/runs.ts';
import { sessionsProcedures } from './procedures/sessions.ts';
import { settingsProcedures } from './procedures/settings.ts';
import { setupProcedures } from './procedures/setup.ts';
import { tasksProcedures } from './procedures/tasks.ts';
import { transfersProcedures } from './procedures/transfers.ts';
import { trustProcedures } from './procedures/trust.ts';
import { workspacesProcedures } from './procedures/workspaces.ts';

/** What a host answers to each call of the contract, a file of procedures for each part of it. */
export function createRouter(host: Host) {
  return {
    host: hostProcedures(host),
    workspaces: workspacesProcedures(host),
    documents: documentsProcedures(host),
    runs: runsProcedures(host),
    tasks: tasksProcedures(host),
    attempts: attemptsProcedures(host),
    reviews: reviewsProcedures(host),
    settings: settingsProcedures(host),
    setup: setupProcedures(host),
    transfers: transfersProcedures(host),
    inbox: inboxProcedures(host),
    trust: trustProcedures(host),
    guard: guardProcedures(host),
    sessions: sessionsProcedures(),
  };
}
