import { oc } from '@orpc/contract';
import { z } from 'zod';
import { isoTimeSchema } from '#shared/model/item-id.ts';
import { doneSchema } from './wire-result.ts';

/** A browser that the host lets in. */
export const pageSessionSchema = z.object({
  id: z.string(),
  /** Which browser on which system, as far as it said. */
  browser: z.string(),
  /** Address that it comes from; another host's where several share a data folder. */
  origin: z.string(),
  madeAt: isoTimeSchema,
  /** When it was last there; null while it is. */
  seenAt: isoTimeSchema.nullable(),
  /** When it will not be let in any more. */
  endsAt: isoTimeSchema,
  /** Whether it is the one that asks. */
  isOwn: z.boolean(),
});
export type PageSession = z.infer<typeof pageSessionSchema>;

/** The browsers that are let in under `serve`; a desktop window has none. */
export const sessionsContract = {
  list: oc.output(z.array(pageSessionSchema).readonly()),
  /** Lets these browsers in no more; what is open of them ends at once. */
  end: oc.input(z.object({ ids: z.array(z.string()).max(1_000).readonly() })).output(doneSchema),
};
