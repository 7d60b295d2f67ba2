import { z } from 'zod';
import { isoTimeSchema } from './item-id.ts';

/** A line that stands in a file only before, or only after; `text` as it may be shown. */
const changedLineSchema = z.object({ kind: z.enum(['removed', 'added']), text: z.string() });
export type ChangedLine = z.infer<typeof changedLineSchema>;

/**
 * What a watched file is for; `tools`: settings of the person for other programs, such as npm or their shell;
 * `own`: what the app remembers of the person's agreements.
 */
export const fileAreaSchema = z.enum(['config', 'hook', 'info', 'tools', 'own']);
export type FileArea = z.infer<typeof fileAreaSchema>;

/** Whether a change still stands, or was put back by the person. */
const itemState = { isPutBack: z.boolean() };

/** One thing of the person's repository that is not what it was. */
export const foreignItemSchema = z.discriminatedUnion('kind', [
  /** A ref that moved; null: it is not there. `isForward`: nothing that it had is gone from it. */
  z.object({
    kind: z.literal('ref'),
    ref: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    isForward: z.boolean(),
    ...itemState,
  }),
  /** What a checkout shows: `ref: refs/heads/main`, or a commit. */
  z.object({
    kind: z.literal('head'),
    folder: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    ...itemState,
  }),
  /** An entry that came into the stash, or went out of it. */
  z.object({
    kind: z.literal('stash'),
    change: z.enum(['lost', 'added']),
    commit: z.string(),
    title: z.string(),
    ...itemState,
  }),
  /** A file that decides what git does. `from` and `to` name its content; null: it is not there. */
  z.object({
    kind: z.literal('file'),
    area: fileAreaSchema,
    path: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    /** Whether it was too large to be kept. */
    isKept: z.boolean(),
    lines: z.array(changedLineSchema),
    ...itemState,
  }),
]);
export type ForeignItem = z.infer<typeof foreignItemSchema>;

/** A piece of our work that was under way when something changed. */
export const workThenSchema = z.object({
  attemptId: z.string(),
  taskId: z.string(),
  number: z.int().positive(),
  what: z.enum(['setup', 'agent', 'checks']),
  startedAt: isoTimeSchema,
  /** Null while it went on. */
  endedAt: isoTimeSchema.nullable(),
});
export type WorkThen = z.infer<typeof workThenSchema>;

/**
 * Something of the person's repository that was changed by nothing of this app's own: by an agent, by a check, by
 * the person or by another program. Who it was is not known; who ran then is.
 */
export const foreignChangeSchema = z.object({
  id: z.string(),
  runId: z.string().nullable(),
  /** It happened after the former look, and before the one that found it. */
  since: isoTimeSchema,
  seenAt: isoTimeSchema,
  /** What of ours ran in between; empty: nothing did. */
  ran: z.array(workThenSchema),
  items: z.array(foreignItemSchema).min(1),
  /** When the person said that it may stay as it is; null while they have not. */
  leftAt: isoTimeSchema.nullable(),
});
export type ForeignChange = z.infer<typeof foreignChangeSchema>;
