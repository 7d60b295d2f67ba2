import { oc } from '@orpc/contract';
import { z } from 'zod';
import { itemIdSchema } from '#shared/model/item-id.ts';
import { failureSchema, inWorkspace, resultSchema } from './wire-result.ts';

export const importReportSchema = z.object({
  added: z.array(z.string()),
  updated: z.array(z.string()),
  unchanged: z.array(z.string()),
  /** Items and files that were left out, each with its place. */
  problems: z.array(failureSchema),
  /** What keeps tasks of this import from being run, though they were taken over. */
  notices: z.array(failureSchema),
});
export type WireImportReport = z.infer<typeof importReportSchema>;

export const transfersContract = {
  /** Imports the Backlog.md folder of the repository, or the text of a JSON file that was chosen. */
  import: oc
    .input(
      inWorkspace.extend({
        wish: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('backlog-md'), epicId: itemIdSchema }),
          z.object({ kind: z.literal('json'), name: z.string(), text: z.string() }),
        ]),
      }),
    )
    .output(resultSchema(importReportSchema)),
  /** The JSON export of the workspace, or of one epic. */
  exportJson: oc
    .input(inWorkspace.extend({ epicId: z.string().nullable() }))
    .output(resultSchema(z.object({ name: z.string(), text: z.string() }))),
};

export const inboxContract = {
  /** Marks notifications as read; null means all. */
  markRead: oc
    .input(inWorkspace.extend({ ids: z.array(z.string()).nullable() }))
    .output(resultSchema(z.null())),
};
