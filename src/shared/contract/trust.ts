import { oc } from '@orpc/contract';
import { z } from 'zod';
import { isoTimeSchema } from '#shared/model/item-id.ts';
import { trustFolderSchema, trustPartSchema, trustStateSchema } from '#shared/model/trust.ts';
import { doneSchema, inWorkspace, resultSchema } from './wire-result.ts';

/** A line of a part, and whether it is there only before or only after the change. */
export const trustLineSchema = z.object({
  kind: z.enum(['same', 'added', 'removed']),
  text: z.string(),
});
export type TrustLine = z.infer<typeof trustLineSchema>;

/** A part of what can execute, and what of it is news since the person agreed. */
export const comparedPartSchema = trustPartSchema.extend({
  /** `removed`: agreed to, and not there any more; nothing has to be asked for that. */
  change: z.enum(['same', 'added', 'changed', 'removed']),
  /** The lines of a `changed` part, those around a change only; empty for the others. */
  lines: z.array(trustLineSchema).readonly(),
});
export type ComparedPart = z.infer<typeof comparedPartSchema>;

/** What a repository can execute, and whether the person has agreed to it. */
export const trustReportSchema = z.object({
  state: trustStateSchema,
  /** Names exactly what `parts` show, so that nothing else is agreed to. */
  digest: z.string(),
  agreedAt: isoTimeSchema.nullable(),
  /** The folder that a rule of the person trusts, where that is why; else null. */
  trustedFolder: z.string().nullable(),
  /** Sorted: what is news first, then by kind and name. */
  parts: z.array(comparedPartSchema).readonly(),
});
export type TrustReport = z.infer<typeof trustReportSchema>;

/**
 * Trust in a repository (SPEC section 14). Until the person agrees nothing that its files name takes effect;
 * commands that would start something answer with the failure `not-trusted`.
 */
export const trustContract = {
  /** Everything that can execute, read again. */
  describe: oc.input(inWorkspace).output(resultSchema(trustReportSchema)),
  /**
   * Agrees to what was shown under this digest. When something has changed since, it is the failure
   * `trust-moved`: show `describe` again and ask again.
   */
  agree: oc
    .input(inWorkspace.extend({ digest: z.string().min(1) }))
    .output(resultSchema(trustReportSchema)),
  /** Takes the agreement back; a run under way goes on with what it began with. */
  withdraw: oc.input(inWorkspace).output(resultSchema(trustReportSchema)),
  /** The person's own rules for folders; the innermost folder counts. */
  folders: oc.output(z.array(trustFolderSchema).readonly()),
  setFolders: oc
    .input(z.object({ folders: z.array(trustFolderSchema).max(500).readonly() }))
    .output(doneSchema),
};
