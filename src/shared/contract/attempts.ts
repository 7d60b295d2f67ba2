import { oc } from '@orpc/contract';
import { z } from 'zod';
import { sessionEntrySchema } from '#shared/model/session-entry.ts';
import { inWorkspace, resultSchema } from './wire-result.ts';

const ofAttempt = inWorkspace.extend({ attemptId: z.string().min(1) });

/** Entries that a page gets at once. */
export const mostEntries = 200;
/** Places that a search answers. */
export const mostPlaces = 2_000;

/** A part of an attempt's session, and how it stands. Texts of the agent, with secrets masked. */
export const sessionViewSchema = z.object({
  /** Whether its agent prints events, or plain lines only. */
  hasEvents: z.boolean(),
  /** Whether more may be printed. */
  isLive: z.boolean(),
  exitCode: z.int().nullable(),
  /** Another one whenever more was printed. */
  revision: z.string(),
  /** Places of the oldest entry there is and after the newest one. */
  first: z.int().nonnegative(),
  end: z.int().nonnegative(),
  /** Whether it is all of the session; else its end, until the rest is read: places change then. */
  isWhole: z.boolean(),
  /** Whether only the raw output has what came before. */
  isCut: z.boolean(),
  /** Place of the first of `entries`. */
  from: z.int().nonnegative(),
  entries: z.array(sessionEntrySchema).readonly(),
  /** What was printed and is not known to be whole. */
  pending: z.string(),
  /** Whether that is worded like a question. */
  isQuestion: z.boolean(),
  /** What it does now; times in epoch milliseconds. */
  activity: z.object({
    words: z.string(),
    kind: z.enum(['tool', 'wait', 'text']),
    since: z.number().nullable(),
    until: z.number().nullable(),
  }),
  spent: z.object({ tokens: z.number().nullable(), costUsd: z.number().nullable() }),
  /** Whether its program draws a screen, which lines do not show. */
  draws: z.boolean(),
});
export type SessionView = z.infer<typeof sessionViewSchema>;

/** What agents printed, to be read; only reads. */
export const attemptsContract = {
  /** With `known`, the revision of an earlier answer, it waits for a while for another one. */
  session: oc
    .input(
      ofAttempt.extend({
        /** Place of the first entry; null: the newest ones. */
        from: z.int().nonnegative().nullable(),
        count: z.int().min(1).max(mostEntries),
        known: z.string().nullable(),
      }),
    )
    .output(resultSchema(sessionViewSchema)),
  /** Places of the entries that have these words, the newest ones, in their order. */
  findInSession: oc
    .input(ofAttempt.extend({ words: z.string().min(1).max(1_000) }))
    .output(resultSchema(z.array(z.int().nonnegative()).readonly())),
};
