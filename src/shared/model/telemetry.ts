import { z } from 'zod';
import { reportErrorTypeSchema } from './agent-report.ts';
import { roleSchema, usageSchema } from './attempt.ts';
import { isoTimeSchema } from './item-id.ts';

/** What one attempt took and gave, written right after it and before verification (SPEC section 5.4). */
export const telemetrySchema = z.object({
  id: z.string(),
  attemptId: z.string(),
  taskId: z.string(),
  epicId: z.string(),
  runId: z.string(),
  agent: z.string(),
  role: roleSchema,
  status: z.enum(['PASS', 'FAIL', 'BLOCKED', 'UNKNOWN']),
  usage: usageSchema,
  durationMs: z.number().nonnegative(),
  filesModified: z.array(z.string()),
  filesCreated: z.array(z.string()),
  /** Paths the agent reported but git does not show as changed, and the other way round. */
  reportedOnly: z.array(z.string()),
  unreported: z.array(z.string()),
  errorType: reportErrorTypeSchema.nullable(),
  errorSummary: z.string().nullable(),
  debugAttempts: z.int().nonnegative(),
  startedAt: isoTimeSchema,
  completedAt: isoTimeSchema,
});
export type Telemetry = z.infer<typeof telemetrySchema>;
