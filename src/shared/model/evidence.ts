import { z } from 'zod';
import { isoTimeSchema } from './item-id.ts';

export const verdictSchema = z.enum(['passed', 'failed', 'timeout', 'not_found', 'interrupted']);
export type Verdict = z.infer<typeof verdictSchema>;

/** A check that the app ran, bound to the tree it ran on (SPEC section 6.1). */
export const evidenceSchema = z.object({
  id: z.string(),
  taskId: z.string(),
  attemptId: z.string(),
  command: z.string(),
  cwd: z.string(),
  exitCode: z.int().nullable(),
  durationMs: z.number().nonnegative(),
  /** Hash of the git tree that was checked. */
  tree: z.string(),
  verdict: verdictSchema,
  /** File with the complete output, relative to the workspace's data folder. */
  outputFile: z.string(),
  /** The last part of the output, secrets masked. */
  outputTail: z.string(),
  startedAt: isoTimeSchema,
});
export type Evidence = z.infer<typeof evidenceSchema>;
