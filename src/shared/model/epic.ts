import { z } from 'zod';
import { isoTimeSchema, itemIdSchema } from './item-id.ts';

export const epicStatusSchema = z.enum(['open', 'in_progress', 'blocked', 'closed']);
export type EpicStatus = z.infer<typeof epicStatusSchema>;

/** A group of tasks that lands together on its integration branch (SPEC section 2). */
export const epicSchema = z.object({
  id: itemIdSchema,
  title: z.string().min(1),
  description: z.string(),
  status: epicStatusSchema,
  /** Branch that the epic starts from; its work lands on `epic/<id>`. */
  baseBranch: z.string().min(1),
  /** Commit the epic branch was made from; null until the first run makes it. */
  baseCommit: z.string().nullable(),
  /** Integration branch, `epic/<id>`. */
  branch: z.string().min(1),
  planId: z.string().nullable(),
  createdAt: isoTimeSchema,
  closedAt: isoTimeSchema.nullable(),
});
export type Epic = z.infer<typeof epicSchema>;
