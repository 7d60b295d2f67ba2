import { oc } from '@orpc/contract';
import { z } from 'zod';
import { baselineStateSchema, shownChecksSchema } from './runs.ts';
import { agentInfoSchema } from './settings.ts';
import { failureSchema, inWorkspace, resultSchema } from './wire-result.ts';

/** What a run needs of a workspace before it has tasks: each part with what is wrong with it. */
export const setupSchema = z.object({
  /** The agent of tasks without a label, and all that can be chosen in its place. */
  agent: z.object({ type: z.string(), problem: failureSchema.nullable() }),
  agents: z.array(agentInfoSchema).readonly(),
  /** Agents for the label `agent:<type>`. */
  agentsByLabel: z.record(z.string(), z.string()),
  /** The commands that check work which names none of its own; `found` is what the repository's tools test with. */
  checks: z.object({
    build: z.string(),
    test: z.string(),
    problem: failureSchema.nullable(),
    found: z.string().nullable(),
  }),
  /** The branch that epics start from, and those that may be chosen. */
  base: z.object({
    branch: z.string(),
    problem: failureSchema.nullable(),
    branches: z.array(z.string()).readonly(),
  }),
  /** What the checks say of that branch without any agent's work; null where nothing is to be checked. */
  baseline: z.object({ state: baselineStateSchema, failing: shownChecksSchema }).nullable(),
  /** Why nothing of the repository may be run now: the person has not agreed. */
  untrusted: failureSchema.nullable(),
});
export type Setup = z.infer<typeof setupSchema>;

export const setupContract = {
  /** Looks, and runs nothing of the repository. */
  look: oc.input(inWorkspace).output(resultSchema(setupSchema)),
  /** Runs the checks on the base branch in a clean room, and looks again. */
  checkBase: oc.input(inWorkspace).output(resultSchema(setupSchema)),
};
