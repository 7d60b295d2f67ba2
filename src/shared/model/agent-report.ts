import { z } from 'zod';

export const reportStatusSchema = z.enum(['success', 'fail', 'blocked', 'unknown']);
export const reportErrorTypeSchema = z.enum(['test', 'build', 'timeout', 'validation', 'unknown']);

/** What an agent says at the end of an attempt; recorded, never believed (SPEC section 5.3). */
export const agentReportSchema = z.object({
  status: reportStatusSchema,
  /** Where it came from; `none` means that only the exit code, or nothing, gave the status. */
  origin: z.enum(['report_file', 'last_line', 'none']),
  tokens: z.int().nonnegative().nullable(),
  modified: z.array(z.string()),
  created: z.array(z.string()),
  errorType: reportErrorTypeSchema.nullable(),
  /** At most 200 characters. */
  message: z.string().max(200),
  /** One-line summary that becomes the commit subject; null when the agent gave none. */
  summary: z.string().nullable(),
  /** Acceptance criteria the agent says are met, counted from 1; null when it does not say. */
  criteriaMet: z.array(z.int().positive()).nullable(),
  /** The plan is wrong, not the code: stop the task and ask the person. */
  blockerDiscovered: z.boolean(),
});
export type AgentReport = z.infer<typeof agentReportSchema>;
