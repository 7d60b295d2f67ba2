import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { replicatedCollections } from '#shared/core/records/collections.ts';
import { epicSchema } from '#shared/model/epic.ts';
import { taskSchema } from '#shared/model/task.ts';
import { inWorkspace, resultSchema } from './wire-result.ts';

export const replicatedCollectionSchema = z.enum(replicatedCollections);

/** A document on the wire; which type it has, its collection says. One that was removed is `_deleted`. */
export const wireDocumentSchema = z.looseObject({
  id: z.string(),
  _deleted: z.boolean().optional(),
});
export type WireDocument = z.infer<typeof wireDocumentSchema>;

/** Documents in the order of their last change, and the sequence number of the last of them. */
const changedDocuments = z.object({
  documents: z.array(wireDocumentSchema).readonly(),
  /** Sequence number to go on from. */
  checkpoint: z.int().nonnegative(),
});

/** How many unanswered requests are remembered for a document. */
export const sentLimit = 16;

const rowOf = <Schema extends z.ZodType>(
  schema: Schema,
): z.ZodObject<{
  assumed: z.ZodNullable<Schema>;
  desired: Schema;
  sent: z.ZodOptional<z.ZodReadonly<z.ZodArray<Schema>>>;
}> =>
  z.object({
    /** What the page believed to be the host's state; null for a new document. */
    assumed: schema.nullable(),
    desired: schema,
    /** Earlier requests since `assumed` whose answers did not arrive. */
    sent: z.array(schema).max(sentLimit).readonly().optional(),
  });

/** Edits of one collection; the host checks each row with the same pure rules as its own commands. */
export const pushSchema = z.discriminatedUnion('collection', [
  inWorkspace.extend({
    collection: z.literal('epics'),
    rows: z.array(rowOf(epicSchema)).max(500).readonly(),
  }),
  inWorkspace.extend({
    collection: z.literal('tasks'),
    rows: z.array(rowOf(taskSchema)).max(500).readonly(),
  }),
]);
export type Push = z.infer<typeof pushSchema>;

/** One message of the change stream; `resync` means: pull everything since your checkpoint. */
export const documentChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('resync') }),
  changedDocuments.extend({
    kind: z.literal('changed'),
    collection: replicatedCollectionSchema,
  }),
]);
export type DocumentChange = z.infer<typeof documentChangeSchema>;
/** A {@link DocumentChange} of collections with these names. */
export type ChangeOf<Name extends string> =
  | Extract<DocumentChange, { kind: 'resync' }>
  | (Omit<Extract<DocumentChange, { kind: 'changed' }>, 'collection'> & {
      readonly collection: Name;
    });

/** Replication of documents (RxDB's protocol: pull, push with conflicts, stream with resync). */
export const documentsContract = {
  /**
   * Up to `limit` documents changed after `checkpoint`, oldest change first; fewer than `limit` means
   * that there are no more. A checkpoint from the future (the store was replaced) starts from 0; a page
   * that knows another `storeId` has to start over in any case.
   */
  pull: oc
    .input(
      inWorkspace.extend({
        collection: replicatedCollectionSchema,
        checkpoint: z.int().nonnegative(),
        limit: z.int().min(1).max(2_000),
      }),
    )
    .output(
      resultSchema(
        changedDocuments.extend({
          /** Of the store that they come from: another store has another id. */
          storeId: z.string(),
        }),
      ),
    ),
  /**
   * Applies edits; answers with the host's state of each row that was not taken as it is. A row that
   * the host has no document for comes back with `_deleted: true`. Whatever of a row is not taken is
   * kept in a notification. New epics are to be pushed before their tasks.
   */
  push: oc
    .input(pushSchema)
    .output(resultSchema(z.object({ conflicts: z.array(wireDocumentSchema).readonly() }))),
  /** Changes from now on, of this and of other processes; begins with `resync`. */
  changes: oc.input(inWorkspace).output(eventIterator(documentChangeSchema)),
};
