import { z } from 'zod';
import { isoTimeSchema } from './item-id.ts';

/** The proof of one merge, or of one merge's undoing (SPEC sections 7.4 and 7.6). */
export const receiptSchema = z.object({
  id: z.string(),
  kind: z.enum(['merge', 'revert', 'restore']),
  taskId: z.string(),
  epicId: z.string(),
  /** Attempt whose work was merged; null for an undo. */
  attemptId: z.string().nullable(),
  /** Full name of the ref that moved, and where it stood before and after. */
  branchRef: z.string(),
  headBefore: z.string(),
  headAfter: z.string(),
  tree: z.string(),
  /** How it is proved that the result holds the work: same tree, or same patch on a moved epic. */
  proof: z.enum(['tree_equality', 'patch_equality']),
  evidenceIds: z.array(z.string()),
  /** Ref that keeps the attempt's own commits. */
  archiveRef: z.string().nullable(),
  createdAt: isoTimeSchema,
});
export type Receipt = z.infer<typeof receiptSchema>;
