import { z } from 'zod';
import { isoTimeSchema, itemIdSchema } from './item-id.ts';

export const taskStatusSchema = z.enum(['open', 'in_progress', 'in_review', 'blocked', 'closed']);
export type TaskStatus = z.infer<typeof taskStatusSchema>;

export const acceptanceCriterionSchema = z.object({ text: z.string(), checked: z.boolean() });
export type AcceptanceCriterion = z.infer<typeof acceptanceCriterionSchema>;

/** That a task was closed without the app's checks: never shown as verified (SPEC section 0, promise 2). */
export const closedByHandSchema = z.object({
  reason: z.string(),
  /** A person in the app, whoever wrote the status into the task's file, or what was imported. */
  by: z.enum(['person', 'file', 'import']),
  at: isoTimeSchema,
});
export type ClosedByHand = z.infer<typeof closedByHandSchema>;

/** Name of a kind of sources; which there are is known to `src/main/sources/registry.ts`. */
export const sourceKindSchema = z.string().regex(/^[a-z][a-z0-9-]*$/);

/** File a task was imported from and is written back to (SPEC section 2.2). */
export const taskSourceSchema = z.object({
  kind: sourceKindSchema,
  /** Path of the task's file, relative to the repository's root, `/` separated. */
  file: z.string(),
});
export type TaskSource = z.infer<typeof taskSourceSchema>;

/** The part of a task that people and imports write; all else is the app's own record. */
export const taskSpecSchema = z.object({
  id: itemIdSchema,
  epicId: itemIdSchema,
  title: z.string().min(1),
  description: z.string(),
  acceptanceCriteria: z.array(acceptanceCriterionSchema),
  labels: z.array(z.string()),
  /** Ids of the tasks that must be closed first. */
  dependencies: z.array(z.string()),
  /** Task whose tests this one must make pass; gates it when TDD is on (SPEC section 2.1). */
  testTaskId: z.string().nullable(),
  /** 0 (most urgent) to 4, shown as P0–P4. */
  priority: z.int().min(0).max(4),
  /** Place inside its dependency layer; null sorts last. */
  ordinal: z.number().nullable(),
  filesToModify: z.array(z.string()),
  testFiles: z.array(z.string()),
  /** Shell commands that must exit 0 on the task's tree; empty means the workspace's commands. */
  verify: z.array(z.string()),
  /** Shell script that the built-in `script` agent runs. */
  script: z.string().nullable(),
  /** Repositories of the workspace the task works on; empty means its only one. */
  repositories: z.array(z.string()),
  source: taskSourceSchema.nullable(),
});
export type TaskSpec = z.infer<typeof taskSpecSchema>;

export const taskSchema = taskSpecSchema.extend({
  status: taskStatusSchema,
  implementationNotes: z.string(),
  finalSummary: z.string(),
  blockedReason: z.string().nullable(),
  /** Null unless the task is closed and was closed by hand. */
  closedByHand: closedByHandSchema.nullable().default(null),
  debugAttempts: z.int().nonnegative(),
  /** Which of its lives it is in: raised when it is opened again. Tasks stored before lives were counted lack it. */
  life: z.int().positive().default(1),
  /** Attempts started, without those that ended for no fault of their own. */
  dispatches: z.int().nonnegative(),
  startedAt: isoTimeSchema.nullable(),
  firstCodeChangeAt: isoTimeSchema.nullable(),
  completedAt: isoTimeSchema.nullable(),
  createdAt: isoTimeSchema,
  updatedAt: isoTimeSchema,
});
export type Task = z.infer<typeof taskSchema>;

/** How a closed task was closed, when that was not by its checks; null for every other one. */
export function closedByHandOf(task: Pick<Task, 'status'> & Partial<Task>): ClosedByHand | null {
  // A browser may have kept the task from before there was such a field.
  return task.status === 'closed' ? (task.closedByHand ?? null) : null;
}

/** The agent named by a task's `agent:<type>` label, or null when it has none. */
export function agentLabel(task: Pick<Task, 'labels'>): string | null {
  const label = task.labels.find((candidate) => candidate.startsWith('agent:'));
  return label === undefined ? null : label.slice('agent:'.length);
}
