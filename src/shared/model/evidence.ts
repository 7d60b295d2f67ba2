import { z } from 'zod';
import { isoTimeSchema } from './item-id.ts';
import { markSchema } from './mark.ts';

/**
 * What a check came to (SPEC section 6.1). `could_not_run`: the command or its framework is missing;
 * `nothing_collected`: a runner that reports its count ran no test; `flaky`: passed and failed on the same tree. Only
 * `passed` lands by itself.
 */
export const verdictSchema = z.enum([
  'passed',
  'failed',
  'timeout',
  'could_not_run',
  'nothing_collected',
  'flaky',
  'interrupted',
]);
export type Verdict = z.infer<typeof verdictSchema>;

/** How many tests a check ran, as its runner reports it. */
export const testCountsSchema = z.object({
  passed: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  skipped: z.int().nonnegative(),
  /** Whether the name and the status of each of them are known, beside their number. */
  isComplete: z.boolean(),
});
export type TestCounts = z.infer<typeof testCountsSchema>;

/**
 * SHA-256 of the files that are kept beside a check's record, as they were written: what other programs of this machine
 * make of them since is not believed.
 */
export const evidenceDigestsSchema = z.object({
  /** Of the complete output; null where it is too long for that. */
  output: z.string().nullable(),
  /** Of the names of its tests; null where there are none. */
  tests: z.string().nullable(),
});
export type EvidenceDigests = z.infer<typeof evidenceDigestsSchema>;

/** A check that the app ran, bound to the tree it ran on (SPEC section 6.1). */
export const evidenceSchema = z.object({
  id: z.string(),
  /** Whether it checked work that is to land, or what that starts from, before agents begin. */
  purpose: z.enum(['landing', 'baseline']),
  /** Task and attempt whose work was checked; null for a baseline. */
  taskId: z.string().nullable(),
  attemptId: z.string().nullable(),
  command: z.string(),
  cwd: z.string(),
  exitCode: z.int().nullable(),
  durationMs: z.number().nonnegative(),
  /** Hash of the git tree that was checked. */
  tree: z.string(),
  /** Commit whose tree that is; null where it was not recorded. */
  commit: z.string().nullable(),
  verdict: verdictSchema,
  /** Where it ran: where no agent has ever worked, or where one had. */
  room: z.enum(['clean', 'worktree']),
  /** Digest of tools, dependencies and names of variables that it ran with; null where it was not recorded. */
  environment: z.string().nullable(),
  /** Folders that stayed in the room from checks before it. */
  kept: z.array(z.string()),
  /** Null where the runner reports none, or nobody can read its report. */
  tests: testCountsSchema.nullable(),
  marks: z.array(markSchema),
  /** Null where they were not recorded. */
  digests: evidenceDigestsSchema.nullable(),
  /** File with the complete output, relative to the workspace's data folder. */
  outputFile: z.string(),
  /** The last part of the output, secrets masked. */
  outputTail: z.string(),
  startedAt: isoTimeSchema,
});
export type Evidence = z.infer<typeof evidenceSchema>;
