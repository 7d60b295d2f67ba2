import { implement } from '@orpc/server';
import { sessionsContract } from '#shared/contract/sessions.ts';
import { failure } from '#shared/lib/failure.ts';
import { err } from '#shared/lib/result.ts';
import type { PageSessions } from '#main/engine/host/page-sessions.ts';
import { done } from '#main/ipc/reply.ts';

/** What a call comes with where its page is a browser that was let in. */
export interface PageContext {
  readonly page?: { readonly sessions: PageSessions; readonly own: string };
}

/** The desktop window is let in by the app itself: there is no session to list or to end. */
export function sessionsProcedures() {
  const { list, end } = implement(sessionsContract).$context<PageContext>();
  return {
    list: list.handler(async ({ context: { page } }) =>
      page === undefined ? [] : page.sessions.list(page.own),
    ),
    end: end.handler(async ({ context: { page }, input }) =>
      page === undefined ? err(noSessions) : done(await page.sessions.end(input.ids)),
    ),
  };
}

const noSessions = failure(
  'no-sessions',
  'No browser is let in by this host.',
  'Ask the host that serves the browser.',
);
