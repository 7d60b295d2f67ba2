import { z } from 'zod';

/** One pooled worktree and the task whose work it contains. */
export const worktreeSlotSchema = z.object({
  /** Name of the slot and of its folder, `w1`, `w2`, … */
  id: z.string(),
  /** Task that has it, or whose merged work it still shows; null when its work is elsewhere. */
  taskId: z.string().nullable(),
  /** Whether `taskId` still needs it; a slot that is free may be assigned to another task. */
  reserved: z.boolean(),
});
export type WorktreeSlot = z.infer<typeof worktreeSlotSchema>;
