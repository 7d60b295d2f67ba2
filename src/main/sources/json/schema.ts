import { z } from 'zod';
import { normalPath } from '#shared/core/paths/repository-path.ts';
import { epicStatusSchema } from '#shared/model/epic.ts';
import { itemIdSchema } from '#shared/model/item-id.ts';
import {
  acceptanceCriterionSchema,
  closedByHandSchema,
  taskSourceSchema,
  taskStatusSchema,
} from '#shared/model/task.ts';
import { relativePathProblem } from '#main/sources/relative-path.ts';

/** Version of the format, under the key `switchyard`. */
export const jsonFormatVersion = 1;

/** Priorities by their number, P0 the most urgent. */
export const jsonPriorities = ['P0', 'P1', 'P2', 'P3', 'P4'] as const;

/** Paths of the repository, as git writes them. */
const repositoryPaths = z
  .array(
    z.string().transform((text, context) => {
      const path = normalPath(text);
      if (path.ok) return path.value;
      const message = `the path ${JSON.stringify(text)} ${path.error}`;
      context.addIssue({ code: 'custom', message, input: text });
      return z.NEVER;
    }),
  )
  .default([])
  .transform((paths) => [...new Set(paths)]);

/** An epic in the open JSON format; keys as in SPEC section 2. */
export const jsonEpicSchema = z.strictObject({
  id: itemIdSchema,
  title: z.string().min(1),
  description: z.string().default(''),
  status: epicStatusSchema.default('open'),
  base_branch: z.string().min(1).nullable().default(null),
});

/** A task in the open JSON format; only id, title and epic are needed. */
export const jsonTaskSchema = z.strictObject({
  id: itemIdSchema,
  title: z.string().min(1),
  epic: itemIdSchema,
  description: z.string().default(''),
  acceptance_criteria: z
    .array(
      z.union(
        [
          z.string(),
          z.strictObject({
            text: acceptanceCriterionSchema.shape.text,
            checked: acceptanceCriterionSchema.shape.checked.default(false),
          }),
        ],
        { error: 'expected a text or { "text": "…", "checked": true or false }' },
      ),
    )
    .default([]),
  labels: z.array(z.string()).default([]),
  dependencies: z.array(z.string()).default([]),
  test_task_id: z.string().nullable().default(null),
  status: taskStatusSchema.default('open'),
  priority: z.enum(jsonPriorities).default('P2'),
  ordinal: z.number().nullable().default(null),
  files_to_modify: repositoryPaths,
  test_files: repositoryPaths,
  verify: z.array(z.string()).default([]),
  script: z.string().nullable().default(null),
  implementation_notes: z.string().default(''),
  final_summary: z.string().default(''),
  repositories: z.array(z.string()).default([]),
  closed_by_hand: closedByHandSchema.nullable().default(null),
  source: taskSourceSchema
    .refine((source) => relativePathProblem(source.file) === null, {
      error: 'the path of the file must stay inside the repository',
    })
    .nullable()
    .default(null),
});
