import { oc } from '@orpc/contract';
import { z } from 'zod';
import { itemIdSchema } from '#shared/model/item-id.ts';
import { sourceKindSchema } from '#shared/model/task.ts';
import { doneSchema, failureSchema, inWorkspace, resultSchema } from './wire-result.ts';

/** What an import did. */
export const importReportSchema = z.object({
  added: z.array(z.string()).readonly(),
  /** Epics that were made for them. */
  addedEpics: z.array(z.string()).readonly(),
  updated: z.array(z.string()).readonly(),
  unchanged: z.array(z.string()).readonly(),
  /** Items and files that were left out, each with its place. */
  problems: z.array(failureSchema).readonly(),
  /** What keeps tasks of this import from being run, though they were taken over. */
  notices: z.array(failureSchema).readonly(),
});
export type ImportReport = z.infer<typeof importReportSchema>;

/** What is to be imported: what a source finds in the repository, or a text in its form. */
export const importRequestSchema = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('repository'),
    kind: sourceKindSchema,
    /** Epic of the tasks that have none there. */
    epicId: itemIdSchema,
  }),
  z.object({
    from: z.literal('text'),
    kind: sourceKindSchema,
    name: z.string(),
    text: z.string(),
  }),
]);
export type SourceImport = z.infer<typeof importRequestSchema>;

/** What an import would do. */
export const importPreviewSchema = z.object({
  tasks: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        epicId: z.string(),
        change: z.enum(['added', 'updated', 'unchanged']),
      }),
    )
    .readonly(),
  addedEpics: z.array(z.string()).readonly(),
  /** What would be left out, each with its place. */
  problems: z.array(failureSchema).readonly(),
});
export type ImportPreview = z.infer<typeof importPreviewSchema>;

export const transfersContract = {
  /** Reads what an import would take, and changes nothing. */
  preview: oc
    .input(inWorkspace.extend({ request: importRequestSchema }))
    .output(resultSchema(importPreviewSchema)),
  /** Takes tasks and epics of an import out again; refused as a whole when something was done with one of them since. */
  undoImport: oc
    .input(
      inWorkspace.extend({
        taskIds: z.array(z.string()).min(1).readonly(),
        epicIds: z.array(z.string()).readonly(),
      }),
    )
    .output(doneSchema),
  /** Imports what a source finds in the repository, or the text of a file that was chosen. */
  import: oc
    .input(
      inWorkspace.extend({
        request: importRequestSchema,
      }),
    )
    .output(resultSchema(importReportSchema)),
  /** The export of the workspace, or of one epic, in the app's own form. */
  export: oc
    .input(inWorkspace.extend({ epicId: z.string().nullable() }))
    .output(resultSchema(z.object({ name: z.string(), text: z.string() }))),
};

export const inboxContract = {
  /** Marks notifications as read; null means all. */
  markRead: oc
    .input(inWorkspace.extend({ ids: z.array(z.string()).readonly().nullable() }))
    .output(resultSchema(z.null())),
};
