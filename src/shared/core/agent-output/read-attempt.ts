import type { AgentReport } from '#shared/model/agent-report.ts';
import type { Usage } from '#shared/model/attempt.ts';
import { parseReport } from '#shared/core/report-parsing.ts';
import { interpretOutput } from './interpret.ts';
import type { AgentOutput, OutputInput } from './interpret.ts';

export interface AttemptEnd extends Omit<OutputInput, 'failed'> {
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
  const output = failed ? interpretOutput({ ...end, failed }) : calm;
  return { output, report, usage: usageOf(output, report) };
}

function usageOf(output: AgentOutput, report: AgentReport): Usage {
  const { tokens, tokenSource, costUsd } = output;
  if (tokens !== null || report.tokens === null) return { tokens, tokenSource, costUsd };
  return { tokens: report.tokens, tokenSource: 'estimated', costUsd };
}
