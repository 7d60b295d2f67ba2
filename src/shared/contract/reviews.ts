import { oc } from '@orpc/contract';
import { z } from 'zod';
import { isoTimeSchema } from '#shared/model/item-id.ts';
import { inWorkspace, resultSchema } from './wire-result.ts';

/** A full commit id, SHA-1 or SHA-256. */
const commitSchema = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

export const fileChangeSchema = z.object({
  path: z.string(),
  /** Former path of a renamed file. */
  previousPath: z.string().nullable(),
  kind: z.enum(['added', 'modified', 'deleted', 'renamed']),
  /** Lines; null for binary files. */
  additions: z.int().nonnegative().nullable(),
  deletions: z.int().nonnegative().nullable(),
});
export type FileChange = z.infer<typeof fileChangeSchema>;

/** One side of a file's diff. Sizes in bytes. */
export const fileSideSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('absent') }),
  z.object({ kind: z.literal('binary'), bytes: z.int() }),
  z.object({ kind: z.literal('too_large'), bytes: z.int() }),
]);
export type FileSide = z.infer<typeof fileSideSchema>;

/** One snapshot of an attempt's work in the vault (SPEC section 7.3). */
export const vaultSnapshotSchema = z.object({
  ref: z.string(),
  commit: commitSchema,
  /** Commit that it is to be compared with. */
  parent: commitSchema.nullable(),
  /** Counts the task's snapshots from 1; its subject names the attempt. */
  number: z.int(),
  subject: z.string(),
  createdAt: isoTimeSchema,
});
export type VaultSnapshot = z.infer<typeof vaultSnapshotSchema>;

/** One line of a task's history. */
export const historyEntrySchema = z.object({
  at: isoTimeSchema,
  /** What happened, in a sentence. */
  text: z.string(),
  detail: z.string().nullable(),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** What has landed on an epic's branch, as a whole. */
export const epicResultSchema = z.object({
  epicId: z.string(),
  title: z.string(),
  branch: z.string(),
  baseBranch: z.string(),
  /** All of it is what differs between these two. */
  from: commitSchema,
  to: commitSchema,
  commits: z.int().nonnegative(),
  /** Whether the branch that it started from has all of it. */
  isMerged: z.boolean(),
  /** Merges it, when it is pasted into a shell. */
  command: z.string(),
});
export type EpicResult = z.infer<typeof epicResultSchema>;

/** Looking at work: only reads, but for `restoreSnapshot`, which makes a branch. */
export const reviewsContract = {
  /** The work of these epics as a whole; without those that have no branch. */
  epicResults: oc
    .input(inWorkspace.extend({ epicIds: z.array(z.string()).readonly() }))
    .output(resultSchema(z.array(epicResultSchema).readonly())),
  files: oc
    .input(inWorkspace.extend({ from: commitSchema, to: commitSchema }))
    .output(resultSchema(z.array(fileChangeSchema).readonly())),
  sides: oc
    .input(
      inWorkspace.extend({
        from: commitSchema,
        to: commitSchema,
        path: z.string().min(1),
        previousPath: z.string().min(1).nullable(),
      }),
    )
    .output(resultSchema(z.object({ before: fileSideSchema, after: fileSideSchema }))),
  snapshots: oc
    .input(inWorkspace.extend({ taskId: z.string() }))
    .output(resultSchema(z.array(vaultSnapshotSchema).readonly())),
  /** Makes a new branch that points at the snapshot; nothing is checked out. */
  restoreSnapshot: oc
    .input(inWorkspace.extend({ taskId: z.string(), ref: z.string() }))
    .output(resultSchema(z.object({ branch: z.string() }))),
  /** The complete output of a check as plain text; only its last 4 MiB when it is longer. */
  evidenceOutput: oc
    .input(inWorkspace.extend({ evidenceId: z.string() }))
    .output(resultSchema(z.object({ text: z.string(), isComplete: z.boolean() }))),
  history: oc
    .input(inWorkspace.extend({ taskId: z.string() }))
    .output(resultSchema(z.array(historyEntrySchema).readonly())),
};
