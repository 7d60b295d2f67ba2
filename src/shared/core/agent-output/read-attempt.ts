import type { AgentReport } from '#shared/model/agent-report.ts';
import type { Usage } from '#shared/model/attempt.ts';
import { longestPark, plausibleReset } from '#shared/core/rate-limits/rate-limit.ts';
import { parseReport } from './report-parsing.ts';
import { interpretOutput } from './interpret.ts';
import { field, parseJsonObject } from './json-lines.ts';
import type { AgentOutput } from './interpret.ts';
import type { OutputInput } from './output-input.ts';

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
 * it used. Tokens are the tool's; an agent's own claim is taken where the tool reports none, as an
 * estimate, because a model cannot count them. Never throws (SPEC sections 5.3, 5.4).
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
  const declared = declaredLimit(end, report);
  if (declared === 'unreadable') {
    return { output: read, report: withNote(report), usage: usageOf(read, report) };
  }
  const output = { ...read, rateLimit: read.rateLimit ?? declared };
  return { output, report, usage: usageOf(output, report) };
}

/**
 * A program of a person's own, which has no channel that the app knows, reports a limit in its report file:
 * `"l"`, the seconds until it ends or the time (ISO), or `true` when it does not know. The file is the
 * program's; what it prints may be anybody's. Anything else there is no limit, but said to be unreadable.
 */
function declaredLimit(
  end: AttemptEnd,
  report: AgentReport,
): AgentOutput['rateLimit'] | 'unreadable' {
  if (end.format !== 'plain' || end.reportFile === null) return null;
  if (report.origin !== 'report_file' || report.status === 'success') return null;
  const limit = field(parseJsonObject(end.reportFile.trim()), 'l');
  if (limit === undefined || limit === null || limit === false) return null;
  const message = report.message === '' ? 'It reports a rate limit.' : report.message;
  if (limit === true) return { resetsAt: null, message };
  const time = limitTime(limit, end.now);
  if (time === null) return 'unreadable';
  // It says so itself, so nothing was misread, however far it is.
  const resetsAt = plausibleReset(Math.min(time, end.now + longestPark), end.now);
  return { resetsAt, message };
}

/** Milliseconds since the epoch; null for what is no number of seconds to come and no ISO time. */
function limitTime(limit: unknown, now: number): number | null {
  if (typeof limit === 'number') return limit > 0 ? Math.ceil(now + limit * 1000) : null;
  if (typeof limit !== 'string' || !/^\d{4}-\d\d-\d\d(?:T|$)/.test(limit)) return null;
  const time = Date.parse(limit);
  return Number.isNaN(time) ? null : time;
}

function withNote(report: AgentReport): AgentReport {
  const note = 'The "l" of its report is neither seconds to come nor a time (ISO).';
  return { ...report, message: report.message === '' ? note : `${report.message} ${note}` };
}

function usageOf(output: AgentOutput, report: AgentReport): Usage {
  const { tokens, tokenSource, costUsd } = output;
  if (tokens !== null || report.tokens === null) return { tokens, tokenSource, costUsd };
  return { tokens: report.tokens, tokenSource: 'estimated', costUsd };
}
