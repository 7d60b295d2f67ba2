import { z } from 'zod';
import { agentReportSchema } from './agent-report.ts';
import { isoTimeSchema } from './item-id.ts';

export const roleSchema = z.enum([
  'planner',
  'test-writer',
  'developer',
  'reviewer',
  'debugger',
  'looper',
]);
export type Role = z.infer<typeof roleSchema>;

/**
 * How far an attempt has come. Each phase names the work that comes next, and that work may be
 * repeated after a crash: `preparing` its worktree, `running` the agent, `recording` what it did; then
 * `ended`. What becomes of its work, its landing says.
 */
export const attemptPhaseSchema = z.enum(['preparing', 'running', 'recording', 'ended']);
export type AttemptPhase = z.infer<typeof attemptPhaseSchema>;

/**
 * `delivered`: its work is recorded and owes nothing, so that its landing takes over. `merged` and `conflict`
 * stand only in records from before there were landings.
 */
export const attemptOutcomeSchema = z.enum([
  'delivered',
  'merged',
  'failed',
  'blocked',
  'rejected',
  'conflict',
  'interrupted',
  'rate_limited',
]);
export type AttemptOutcome = z.infer<typeof attemptOutcomeSchema>;

/** A process, named so that a later one with the same number is not taken for it. */
export const processIdentitySchema = z.object({
  pid: z.int().positive(),
  /** Start time in the operating system's own form (opaque); null where there is none. */
  startTime: z.string().nullable(),
  /** The numbers that its number is one of, where the operating system has several (containers); opaque. */
  namespace: z.string().optional(),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

export const changedFilesSchema = z.object({
  modified: z.array(z.string()),
  created: z.array(z.string()),
  deleted: z.array(z.string()),
});
export type ChangedFiles = z.infer<typeof changedFilesSchema>;

/** What an attempt used, and where each number comes from (SPEC section 5.4). */
export const usageSchema = z.object({
  tokens: z.int().nonnegative().nullable(),
  tokenSource: z.enum(['reported', 'parsed', 'estimated', 'none']),
  costUsd: z.number().nonnegative().nullable(),
});
export type Usage = z.infer<typeof usageSchema>;

/**
 * How it is shown that a merge's result holds the work: the same tree; on an epic that had moved, the
 * same change; else only that the merge can be repeated from its three sides.
 */
export const mergeProofSchema = z.enum(['tree_equality', 'patch_equality', 'three_way_merge']);

/** A merge that was about to happen, as attempts recorded it before there were landings. */
export const mergeIntentSchema = z.object({
  headBefore: z.string(),
  commit: z.string(),
  tree: z.string(),
  proof: mergeProofSchema,
  evidenceIds: z.array(z.string()),
});
export type MergeIntent = z.infer<typeof mergeIntentSchema>;

/** One agent process working on one task in one role. */
export const attemptSchema = z.object({
  id: z.string(),
  taskId: z.string(),
  epicId: z.string(),
  runId: z.string(),
  /** The life of its task in which it was made; null where it was stored before lives were counted. */
  life: z.int().positive().nullable().default(null),
  /** Counts the task's attempts from 1. */
  number: z.int().positive(),
  role: roleSchema,
  agent: z.string(),
  phase: attemptPhaseSchema,
  outcome: attemptOutcomeSchema.nullable(),
  /** Name of the pooled worktree it works in; null until one was assigned. */
  worktree: z.string().nullable(),
  branch: z.string(),
  /** Tip of the epic branch the worktree was made from. */
  baseCommit: z.string().nullable(),
  process: processIdentitySchema.nullable(),
  exitCode: z.int().nullable(),
  report: agentReportSchema.nullable(),
  usage: usageSchema.nullable(),
  /** The process was ended, by the app or by a crash, before it was done. */
  interrupted: z.boolean(),
  /** Why a person stopped it; null when nobody did. Attempts stored before this was recorded lack it. */
  stopReason: z.string().nullable().default(null),
  /** Whether its task is to be closed by hand for that reason as soon as it has ended. */
  stopCloses: z.boolean().optional(),
  /** Time until which the agent's provider refuses work; null when it does not. */
  rateLimitedUntil: isoTimeSchema.nullable(),
  /** The agent's provider did not know who asks. Attempts stored before this was recorded lack it. */
  refusedLogin: z.boolean().default(false),
  /** The agent could not be started: another try would end the same. Older attempts lack it. */
  cannotStart: z.boolean().default(false),
  /** Commit on the task branch that holds the work, its tree and its vault ref. */
  commit: z.string().nullable(),
  tree: z.string().nullable(),
  vaultRef: z.string().nullable(),
  changes: changedFilesSchema.nullable(),
  /** Only in records from before there were landings. */
  mergeIntent: mergeIntentSchema.nullable(),
  /** Why its work went no further, in one sentence. */
  problem: z.string().nullable(),
  /** Names what failed on which tree, so that going round in circles is noticed. */
  failureSignature: z.string().nullable(),
  /** Paths that conflicted when the work was to be merged; only in records from before there were landings. */
  conflicts: z.array(z.string()),
  /** Text that the next attempt of the task gets in its prompt. */
  carryForward: z.string().nullable(),
  /** Attempt whose unfinished work in the same worktree this one goes on with; null: it starts from the epic's tip. */
  resumes: z.string().nullable(),
  createdAt: isoTimeSchema,
  startedAt: isoTimeSchema.nullable(),
  endedAt: isoTimeSchema.nullable(),
});
export type Attempt = z.infer<typeof attemptSchema>;
