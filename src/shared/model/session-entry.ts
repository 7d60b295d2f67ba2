import { z } from 'zod';

/** A file that an agent changed, as its tool says; lines are null where the tool does not say how many. */
export const entryFileSchema = z.object({
  path: z.string(),
  kind: z.enum(['added', 'edited', 'deleted']),
  added: z.int().nonnegative().nullable(),
  removed: z.int().nonnegative().nullable(),
});
export type EntryFile = z.infer<typeof entryFileSchema>;

/** What a tool does, whatever its agent calls it. */
export const toolActionSchema = z.enum([
  'run',
  'read',
  'edit',
  'search',
  'fetch',
  'plan',
  'delegate',
  'other',
]);
export type ToolAction = z.infer<typeof toolActionSchema>;

/** `refused`: it was not permitted. */
export const toolStateSchema = z.enum(['running', 'done', 'failed', 'refused']);
export type ToolState = z.infer<typeof toolStateSchema>;

/** A long text that is kept in part. */
export const keptTextSchema = z.object({
  text: z.string(),
  /** Characters that were left out after `text`, and stand before `end`; the transcript has them. */
  omitted: z.int().nonnegative(),
  end: z.string(),
});
export type KeptText = z.infer<typeof keptTextSchema>;

const common = {
  /** When it was printed, in epoch milliseconds; null where that was not noted. */
  at: z.number().nullable(),
  /** It is the work of an agent that this agent has started. */
  isNested: z.boolean(),
};

/** One event of a session as a person reads it, made of one or more events that the agent printed. */
export const sessionEntrySchema = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('text'),
    voice: z.enum(['agent', 'thought']),
    /** Untrusted Markdown. */
    text: keptTextSchema,
  }),
  z.object({
    ...common,
    kind: z.literal('tool'),
    /** As the agent names it. */
    name: z.string(),
    action: toolActionSchema,
    /** The command, the file, the pattern; one line or more. */
    subject: z.string(),
    state: toolStateSchema,
    /** How long it took, in ms; null while it runs, and where that is not known. */
    tookMs: z.number().nonnegative().nullable(),
    exitCode: z.int().nullable(),
    output: keptTextSchema,
    files: z.array(entryFileSchema).readonly(),
  }),
  z.object({ ...common, kind: z.literal('question'), text: z.string() }),
  z.object({
    ...common,
    kind: z.literal('retry'),
    reason: z.string(),
    attempt: z.int().nullable(),
    /** How many it makes at most. */
    of: z.int().nullable(),
    /** When it tries again, in epoch milliseconds; null where that is not known. */
    until: z.number().nullable(),
  }),
  z.object({
    ...common,
    kind: z.literal('refused'),
    tool: z.string(),
    subject: z.string(),
    reason: z.string(),
  }),
  z.object({
    ...common,
    kind: z.literal('limit'),
    message: z.string(),
    /** In epoch milliseconds; null where the provider did not say. */
    until: z.number().nullable(),
  }),
  z.object({ ...common, kind: z.literal('failure'), message: z.string() }),
  z.object({
    ...common,
    kind: z.literal('end'),
    isSuccess: z.boolean(),
    tokens: z.number().nullable(),
    costUsd: z.number().nullable(),
  }),
  z.object({
    ...common,
    kind: z.literal('other'),
    /** Plain lines: what was printed outside of events, and events of an unknown kind. */
    text: keptTextSchema,
  }),
]);
export type SessionEntry = z.infer<typeof sessionEntrySchema>;
