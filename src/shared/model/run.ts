import { z } from 'zod';
import { processIdentitySchema } from './attempt.ts';
import { isoTimeSchema } from './item-id.ts';

export const runScopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('epic'), epicId: z.string() }),
  z.object({ kind: z.literal('selected'), taskIds: z.array(z.string()) }),
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('single'), taskId: z.string() }),
]);
export type RunScope = z.infer<typeof runScopeSchema>;

/**
 * What becomes of a run whose checks do not pass before an agent has worked: it does not start; it starts, and each
 * change must make all of them pass; or what fails by name may go on failing, and nothing else.
 */
export const baselinePolicySchema = z.enum(['stop', 'strict', 'known']);
export type BaselinePolicy = z.infer<typeof baselinePolicySchema>;

export const runSettingsSchema = z.object({
  mode: z.enum(['parallel', 'sequential']),
  schedule: z.enum(['continuous', 'batch']),
  maxParallelTasks: z.int().min(1).max(64),
  tddEnabled: z.boolean(),
  review: z.enum(['epic', 'task']),
  /** Attempts at a task before it is blocked as going round in circles. */
  maxCycles: z.int().min(1),
  redispatchLimit: z.int().min(0),
  /** Same tree and same failure this many times stops the task (SPEC section 3, caps). */
  noProgressLimit: z.int().min(1),
  silentMinutes: z.number().positive(),
  /** Ends an agent that was silent for this long; null lets it be. */
  killSilentMinutes: z.number().positive().nullable(),
  taskTokens: z.int().positive(),
  runTokens: z.int().positive(),
  runCostUsd: z.number().positive(),
  /** Runs stored before this was recorded had no baseline. */
  baseline: baselinePolicySchema.default('strict'),
});
export type RunSettings = z.infer<typeof runSettingsSchema>;

export const skipSchema = z.object({ taskId: z.string(), reason: z.string() });
export type Skip = z.infer<typeof skipSchema>;

export const runStatusSchema = z.enum(['active', 'cancelling', 'stopping', 'interrupted', 'ended']);
export const runOutcomeSchema = z.enum(['completed', 'incomplete', 'cancelled', 'failed']);
export type RunOutcome = z.infer<typeof runOutcomeSchema>;

/** Where a run was started, and with which config: it keeps both to its end, whoever goes on with it. */
export const runOriginSchema = z.object({
  root: z.string(),
  /** As it applied then; a later version may know it differently. */
  config: z.record(z.string(), z.unknown()),
});
export type RunOrigin = z.infer<typeof runOriginSchema>;

/** One execution of a chosen set of tasks; at most one is not ended per workspace. */
export const runSchema = z.object({
  id: z.string(),
  scope: runScopeSchema,
  /** The chosen tasks in planned order. */
  taskIds: z.array(z.string()),
  settings: runSettingsSchema,
  status: runStatusSchema,
  /** Nothing new is dispatched; what runs goes on. Runs stored before this was recorded lack it. */
  paused: z.boolean().default(false),
  outcome: runOutcomeSchema.nullable(),
  /** Why it ended, when that is not the work being done. */
  problem: z.string().nullable(),
  skipped: z.array(skipSchema),
  /** Tasks of the batch under way (schedule `batch`), and how many batches have been started. */
  batch: z.array(z.string()),
  batchNumber: z.int().nonnegative(),
  /** Process that drives the run. */
  owner: processIdentitySchema,
  /** Null for runs that were started before it was recorded. */
  origin: runOriginSchema.nullable().default(null),
  startedAt: isoTimeSchema,
  endedAt: isoTimeSchema.nullable(),
});
export type Run = z.infer<typeof runSchema>;
