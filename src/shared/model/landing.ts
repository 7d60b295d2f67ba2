import { z } from 'zod';
import { mergeProofSchema, processIdentitySchema } from './attempt.ts';
import { isoTimeSchema } from './item-id.ts';
import { markSchema } from './mark.ts';

/**
 * What a change has to get past on its way to a branch. `scope`, `reviewer` and `person` look at the change;
 * `syntax`, `checks` and `group` at the tree that would land; `checkout` at the folder that shows the branch, right before that moves.
 */
export const gateKindSchema = z.enum([
  'scope',
  'syntax',
  'checks',
  'group',
  'reviewer',
  'person',
  'checkout',
]);
export type GateKind = z.infer<typeof gateKindSchema>;

export const gateSchema = z.object({
  kind: gateKindSchema,
  state: z.enum(['ahead', 'passed', 'refused']),
  /** The tree or the change that passed; null until one did. */
  saw: z.string().nullable(),
  /** Who let it pass; null where that was the app itself. */
  by: z.string().nullable(),
});
export type Gate = z.infer<typeof gateSchema>;

/** One change that lands: the work of an attempt, or what an undo takes back or brings back. */
export const landedWorkSchema = z.object({
  taskId: z.string(),
  attemptId: z.string().nullable(),
  /** Receipt of the merge, or of the undo, that is undone; null for new work. */
  undoes: z.string().nullable(),
});
export type LandedWork = z.infer<typeof landedWorkSchema>;

/** One ref that is to move, by compare and swap. */
export const landingPartSchema = z.object({
  /** Full name, e.g. `refs/heads/epic/auth-7f3`. */
  ref: z.string(),
  headBefore: z.string(),
  commit: z.string(),
  tree: z.string(),
  proof: mergeProofSchema,
});
export type LandingPart = z.infer<typeof landingPartSchema>;

/** What is about to happen, written down before the first ref moves (SPEC section 7.4). */
export const landingIntentSchema = z.object({
  parts: z.array(landingPartSchema).min(1),
  /** Checks that passed on the tree that lands. */
  evidenceIds: z.array(z.string()),
});
export type LandingIntent = z.infer<typeof landingIntentSchema>;

/**
 * `checking`: the result is built and its gates are tried. `waiting`: somebody else has to do something first;
 * it holds neither a slot of the run nor the turn of its branch. `landing`: it is written down what is about to
 * move. Then `ended`.
 */
export const landingPhaseSchema = z.enum(['checking', 'waiting', 'landing', 'ended']);
export type LandingPhase = z.infer<typeof landingPhaseSchema>;

/**
 * `landed` on its branch, or `held` beside it; `returned` by a gate, to be done better; `blocked`, because
 * another try would end the same; `conflict` with what is on the branch; `withdrawn`, because the branch moved
 * under an undo; `interrupted` by a person or the end of its run.
 */
export const landingOutcomeSchema = z.enum([
  'landed',
  'held',
  'returned',
  'blocked',
  'conflict',
  'withdrawn',
  'interrupted',
]);
export type LandingOutcome = z.infer<typeof landingOutcomeSchema>;

/** Changes on their way to one branch, in order. */
export const landingSchema = z.object({
  id: z.string(),
  kind: z.enum(['merge', 'revert', 'restore']),
  /** Run that drives it; null for what a person asked for by itself. */
  runId: z.string().nullable(),
  /** Process that carries out a landing without a run; null where a run says it. */
  owner: processIdentitySchema.nullable(),
  epicId: z.string(),
  /** In the order in which they land; the last one is the change that asked for the landing. */
  works: z.array(landedWorkSchema).min(1),
  gates: z.array(gateSchema),
  phase: landingPhaseSchema,
  waitsFor: z
    .object({
      gate: gateKindSchema,
      reason: z.string(),
      since: isoTimeSchema,
      /** What was about to move when it began to wait; empty when nothing was. */
      parts: z.array(landingPartSchema),
    })
    .nullable(),
  intent: landingIntentSchema.nullable(),
  /** What was seen of the change, and of the checks of the tree that would land, beside their verdicts. */
  marks: z.array(markSchema),
  /** Why a person stopped it; null when nobody did. */
  stopReason: z.string().nullable(),
  /** Whether its task is to be closed by hand for that reason as soon as it has ended. */
  stopCloses: z.boolean().optional(),
  outcome: landingOutcomeSchema.nullable(),
  /** Why it did not land, in one sentence. */
  problem: z.string().nullable(),
  /** Names what failed on which tree, so that going round in circles is noticed. */
  failureSignature: z.string().nullable(),
  /** Paths that conflict with the branch. */
  conflicts: z.array(z.string()),
  /** Text that the next attempt of the task gets in its prompt. */
  carryForward: z.string().nullable(),
  createdAt: isoTimeSchema,
  endedAt: isoTimeSchema.nullable(),
});
export type Landing = z.infer<typeof landingSchema>;
