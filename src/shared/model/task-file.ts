import { z } from 'zod';

/**
 * What the app knows of the file that a task came from, so that what a person writes there is told from
 * what the app wrote itself, and what the app could not write is caught up (SPEC section 2.2).
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
  /** Digest of what the app has to tell the file, as it was told last. */
  told: z.string(),
  /** Why the file could not be told since; null when it was. */
  problem: z.string().nullable(),
});
export type TaskFile = z.infer<typeof taskFileSchema>;
