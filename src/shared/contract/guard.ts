import { oc } from '@orpc/contract';
import { z } from 'zod';
import { foreignChangeSchema } from '#shared/model/foreign-change.ts';
import { inWorkspace, resultSchema } from './wire-result.ts';

/** What a person does about a change: put it back, take that back, or say that it may stay. */
export const changeDecisionSchema = z.enum(['put_back', 'undo', 'leave']);
export type ChangeDecision = z.infer<typeof changeDecisionSchema>;

const ofChange = inWorkspace.extend({ changeId: z.string() });

/** What changed in the person's repository by nothing of the app's own, and putting it back. */
export const guardContract = {
  show: oc.input(ofChange).output(resultSchema(foreignChangeSchema)),
  decide: oc
    .input(ofChange.extend({ decision: changeDecisionSchema }))
    .output(resultSchema(foreignChangeSchema)),
};
