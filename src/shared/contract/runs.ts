import { oc } from '@orpc/contract';
import { z } from 'zod';
import { verdictSchema } from '#shared/model/evidence.ts';
import { receiptSchema } from '#shared/model/receipt.ts';
import { baselinePolicySchema, runScopeSchema, runSettingsSchema } from '#shared/model/run.ts';
import { doneSchema, failureSchema, inWorkspace, resultSchema } from './wire-result.ts';

const estimateSchema = z.object({
  minutes: z.number().nullable(),
  tokens: z.number().nullable(),
  costUsd: z.number().nullable(),
  /** Where the numbers come from, in words. */
  source: z.string(),
  sampleSize: z.int().nonnegative(),
});

/** `unknown`: they were not run there yet; a run does that first. `untested`: none fails, but one found no test. */
export const baselineStateSchema = z.enum(['green', 'untested', 'red', 'unknown']);

/** The checks that do not pass or found no test, each with the end of its output. */
export const shownChecksSchema = z
  .array(z.object({ command: z.string(), verdict: verdictSchema, output: z.string() }))
  .readonly();

/** What the checks say of the commit that an epic stands on, without any agent's work. */
const baselineSchema = z.object({
  epicId: z.string(),
  commit: z.string(),
  state: baselineStateSchema,
  failing: shownChecksSchema,
});

/** What a run would do and what stands in its way (SPEC section 3). */
export const preflightSchema = z.object({
  problems: z.array(failureSchema).readonly(),
  warnings: z.array(failureSchema).readonly(),
  taskIds: z.array(z.string()).readonly(),
  /** Those of them that would be skipped from the start: the prerequisites that nobody would close, and a sentence. */
  skips: z
    .array(
      z.object({
        taskId: z.string(),
        waitsFor: z.array(z.string()).readonly(),
        reason: z.string(),
      }),
    )
    .readonly(),
  /** What would have to run too, so that nothing is skipped, and what of it is blocked; null where that does not help. */
  include: z
    .object({ taskIds: z.array(z.string()).readonly(), reopen: z.array(z.string()).readonly() })
    .nullable(),
  /** What starts together with the schedule `batch`, when each task succeeds. */
  batches: z.array(z.array(z.string()).readonly()).readonly(),
  /** Tasks by what they wait for: those of a layer do not wait for each other. */
  layers: z.array(z.array(z.string()).readonly()).readonly(),
  criticalPath: z.array(z.string()).readonly(),
  estimate: estimateSchema,
  /** Who works on which tasks; `problem` is why it cannot, and also stands among the problems. */
  agents: z
    .array(
      z.object({
        type: z.string(),
        version: z.string().nullable(),
        taskIds: z.array(z.string()).readonly(),
        problem: failureSchema.nullable(),
      }),
    )
    .readonly(),
  /** The commands that check the tasks which name none of their own. */
  checks: z.array(z.string()).readonly(),
  /** Where the work lands. */
  epics: z
    .array(z.object({ id: z.string(), branch: z.string(), baseBranch: z.string() }))
    .readonly(),
  baseline: z.array(baselineSchema).readonly(),
  conflicts: z
    .array(z.object({ taskId: z.string(), files: z.array(z.string()).readonly() }))
    .readonly(),
});
export type Preflight = z.infer<typeof preflightSchema>;

const runRequest = inWorkspace.extend({
  scope: runScopeSchema,
  overrides: runSettingsSchema
    // Without the default of what is stored: what is not said comes from the config.
    .extend({ baseline: baselinePolicySchema })
    .partial()
    .default({}),
});

/** Whatever starts or steers something is a command, never a document edit. */
export const runsContract = {
  /** Starts nothing. */
  preflight: oc.input(runRequest).output(preflightSchema),
  /** Starts a run in the host's process; refused with every reason there is. */
  start: oc
    .input(runRequest)
    .output(
      z.discriminatedUnion('ok', [
        z.object({ ok: z.literal(true), value: z.object({ runId: z.string() }) }),
        z.object({ ok: z.literal(false), error: z.array(failureSchema).min(1).readonly() }),
      ]),
    ),
  /** Adds open tasks to the active run: they start when a slot is free. */
  enqueue: oc
    .input(inWorkspace.extend({ taskIds: z.array(z.string()).min(1).readonly() }))
    .output(doneSchema),
  /** Goes on with a run whose process is gone; asked for twice, it is done once. */
  resume: oc.input(inWorkspace).output(resultSchema(z.object({ runId: z.string() }))),
  /** Lets running attempts finish; `now` ends their processes and keeps their work. */
  cancel: oc.input(inWorkspace.extend({ now: z.boolean() })).output(doneSchema),
  /** Makes epic branches again that were deleted with what had landed on them; answers which. */
  repair: oc
    .input(inWorkspace)
    .output(resultSchema(z.object({ branches: z.array(z.string()).readonly() }))),
  /** While a run is paused nothing new is dispatched; what runs goes on. */
  pause: oc.input(inWorkspace.extend({ paused: z.boolean() })).output(doneSchema),
};

/** Tasks and epics by their ids. */
const itemsSchema = z.object({
  taskIds: z.array(z.string()).readonly(),
  epicIds: z.array(z.string()).readonly(),
});

export const tasksContract = {
  /**
   * Deletes tasks, and epics with all their tasks: all of them, or none. Snapshots, evidence, receipts, branches
   * and the log stay. Answers with all that was deleted.
   */
  deleteItems: oc.input(inWorkspace.extend(itemsSchema.shape)).output(resultSchema(itemsSchema)),
  /** Brings deleted tasks and epics back as they were. */
  restoreItems: oc.input(inWorkspace.extend(itemsSchema.shape)).output(resultSchema(itemsSchema)),
  /** The folder with a task's work as its agent left it; null when that is another task's by now. */
  worktree: oc
    .input(inWorkspace.extend({ taskId: z.string() }))
    .output(resultSchema(z.object({ folder: z.string().nullable() }))),
  /** Shows that folder in the system's file manager, where the host can. */
  showWorktree: oc.input(inWorkspace.extend({ taskId: z.string() })).output(doneSchema),
  /** Opens a blocked or closed task again. */
  reopen: oc.input(inWorkspace.extend({ taskId: z.string() })).output(doneSchema),
  /** Takes back that a task was opened again, while nothing has happened to it since. */
  undoReopen: oc.input(inWorkspace.extend({ taskId: z.string() })).output(doneSchema),
  /** Blocks an open task for a reason that the person gives. */
  block: oc
    .input(inWorkspace.extend({ taskId: z.string(), reason: z.string().trim().min(1) }))
    .output(doneSchema),
  /**
   * Closes a task by hand for a reason that the person gives; `stop` ends its agent first. Answers where
   * the work of its agents is kept.
   */
  close: oc
    .input(
      inWorkspace.extend({
        taskId: z.string(),
        reason: z.string().trim().min(1),
        stop: z.boolean().default(false),
      }),
    )
    .output(resultSchema(z.object({ kept: z.string().nullable() }))),
  /** Ends the task's agent; its work is kept and the task is blocked with the reason. */
  stop: oc
    .input(inWorkspace.extend({ taskId: z.string(), reason: z.string().trim().min(1) }))
    .output(doneSchema),
  /** Checks what the task has merged once more, without the folders that stay in rooms; answers with the evidence. */
  checkAgain: oc
    .input(inWorkspace.extend({ taskId: z.string() }))
    .output(resultSchema(z.object({ passed: z.boolean() }))),
  /** Says what becomes of work that waits because its checks passed and failed on the same tree. */
  answer: oc
    .input(
      inWorkspace.extend({ taskId: z.string(), answer: z.enum(['land', 'send_back', 'repeat']) }),
    )
    .output(doneSchema),
  /**
   * Answers what an agent asks in its terminal; refused when it does not ask that any more, so that an answer
   * never reaches another question than the one that was shown.
   */
  reply: oc
    .input(
      inWorkspace.extend({
        attemptId: z.string(),
        question: z.string(),
        answer: z.string().max(2_000),
      }),
    )
    .output(doneSchema),
  /** Takes a task's merge back, or brings one back; without a direction, undoes the last of these. */
  undo: oc
    .input(
      inWorkspace.extend({
        taskId: z.string(),
        direction: z.enum(['take_back', 'bring_back']).optional(),
      }),
    )
    .output(resultSchema(receiptSchema)),
};
