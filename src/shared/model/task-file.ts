import { z } from 'zod';

/**
 * What the app knows of the file that a task came from, to distinguish a person's changes from its own, and to
 * catch up on writes that failed (SPEC section 2.2).
 */
export const taskFileSchema = z.object({
  /** The task's. */
  id: z.string(),
  /** The status that the file named when it was looked at last; null when it named none. */
  status: z.string().nullable(),
  /** Digest of the whole file then. */
  digest: z.string(),
  /** Branch that was checked out then; null when none was. */
  branch: z.string().nullable(),
  /** Digests of the file as it was before each of the last times that the app wrote into it. */
  replaced: z.array(z.string()),
  /** Digest of what the app wrote into the file last. */
  written: z.string(),
  /** Why the last write failed; null when it did not. */
  problem: z.string().nullable(),
});
export type TaskFile = z.infer<typeof taskFileSchema>;
