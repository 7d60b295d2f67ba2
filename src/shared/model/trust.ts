import { z } from 'zod';
import { isoTimeSchema } from './item-id.ts';

/** Where something comes from that can execute: the config, a prompt, an agent's own files, a task's file, git's own settings of the repository. */
export const trustPartKindSchema = z.enum(['config', 'prompt', 'agent', 'task', 'git']);
export type TrustPartKind = z.infer<typeof trustPartKindSchema>;

/**
 * Whether a person has agreed to what a repository can execute: `new` when they were never asked,
 * `changed` when something of it is not what they agreed to.
 */
export const trustStateSchema = z.enum(['trusted', 'new', 'changed']);
export type TrustState = z.infer<typeof trustStateSchema>;

/** One thing of a repository that can execute, push or copy something, or instructs an agent. */
export const trustPartSchema = z.object({
  kind: trustPartKindSchema,
  /** A key of the config, a path in the repository, the id of a task. */
  name: z.string(),
  /** The branch it is on, where that is not the base branch; null elsewhere. */
  place: z.string().nullable(),
  /** Hash of the whole of it. */
  hash: z.string(),
  text: z.string(),
  /** Whether `text` is only its beginning. */
  isCut: z.boolean(),
});
export type TrustPart = z.infer<typeof trustPartSchema>;

/** What a person has agreed to, as it was when they did. */
export const trustAgreementSchema = z.object({
  version: z.literal(1),
  /** Null: withdrawn, or nobody has agreed yet. */
  agreedAt: isoTimeSchema.nullable(),
  parts: z.array(trustPartSchema),
  /** Ids of tasks that were imported from a file that is not read again: what they run is the file's. */
  imported: z.array(z.string()),
});
export type TrustAgreement = z.infer<typeof trustAgreementSchema>;

/** A person's own rule for all repositories in and below a folder. */
export const trustFolderSchema = z.object({
  /** Absolute path. */
  folder: z.string().min(1),
  /** `trust`: never ask. `ask`: ask, also below a folder that is trusted. */
  rule: z.enum(['trust', 'ask']),
});
export type TrustFolder = z.infer<typeof trustFolderSchema>;
