import type { AgentReport } from '#shared/model/agent-report.ts';
import type { Usage } from '#shared/model/attempt.ts';
import { plausibleReset } from '#shared/core/rate-limits/rate-limit.ts';
import { parseReport } from '#shared/core/report-parsing.ts';
import { interpretOutput } from './interpret.ts';
import { field, parseJsonObject } from './json-lines.ts';
import type { AgentOutput, OutputInput } from './interpret.ts';

export interface AttemptEnd extends Omit<OutputInput, 'failed' | 'exitCode'> {
  /** Null when a signal ended the process. */
  readonly exitCode: number | null;
  /** Content of the report file; null when there is none. */
  readonly reportFile: string | null;
  /** From the adapter: the exit code stands in for a report. */
  readonly exitCodeReports: boolean;
}

export interface AttemptResult {
  readonly output: AgentOutput;
  readonly report: AgentReport;
  readonly usage: Usage;
}

/**
 * Reads all that an agent left when its process ended: its report, what its tool printed, and what
 * it used. Tokens are the tool's; an agent's own claim is taken where the tool tells none, as an
 * estimate, because a model cannot count them. Never throws (SPEC 5.3, 5.4).
 */
export function readAttempt(end: AttemptEnd): AttemptResult {
  const calm = interpretOutput({ ...end, failed: false });
  const report = parseReport({
    reportFile: end.reportFile,
    finalText: calm.finalText,
    exitCode: end.exitCodeReports ? end.exitCode : null,
  });
  const failed = end.exitCode !== 0 && report.origin === 'none';
  const read = failed ? interpretOutput({ ...end, failed }) : calm;
  const output = { ...read, rateLimit: read.rateLimit ?? declaredLimit(end, report) };
  return { output, report, usage: usageOf(output, report) };
}

/**
 * A program of a person's own, which has no channel that the app knows, tells a limit in its report file:
 * `"l"`, the seconds until it ends or the time (ISO), or `true` when it does not know. The file is the
 * program's; what it prints may be anybody's.
 */
function declaredLimit(end: AttemptEnd, report: AgentReport): AgentOutput['rateLimit'] {
  if (end.format !== 'plain' || end.reportFile === null) return null;
  if (report.origin !== 'report_file' || report.status === 'success') return null;
  const told = field(parseJsonObject(end.reportFile.trim()), 'l');
  if (told !== true && typeof told !== 'number' && typeof told !== 'string') return null;
  const time = typeof told === 'number' ? end.now + told * 1000 : Date.parse(String(told));
  const resetsAt = plausibleReset(Number.isFinite(time) ? Math.ceil(time) : null, end.now);
  return { resetsAt, message: report.message === '' ? 'It reports a rate limit.' : report.message };
}

function usageOf(output: AgentOutput, report: AgentReport): Usage {
  const { tokens, tokenSource, costUsd } = output;
  if (tokens !== null || report.tokens === null) return { tokens, tokenSource, costUsd };
  return { tokens: report.tokens, tokenSource: 'estimated', costUsd };
}
