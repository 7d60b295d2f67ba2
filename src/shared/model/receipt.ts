import { z } from 'zod';
import { mergeProofSchema } from './attempt.ts';
import { isoTimeSchema } from './item-id.ts';
import { markSchema } from './mark.ts';

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
  proof: mergeProofSchema,
  evidenceIds: z.array(z.string()),
  /** What a person has to know of this merge beside its proof. */
  marks: z.array(markSchema),
  /** Ref that keeps the attempt's own commits. */
  archiveRef: z.string().nullable(),
  createdAt: isoTimeSchema,
});
export type Receipt = z.infer<typeof receiptSchema>;
