import { basename, dirname } from 'node:path';
import type { AgentExit } from '#shared/core/records/attempt-machine.ts';
import type { AgentOutput } from '#shared/core/agent-output/interpret.ts';
import { readAttempt } from '#shared/core/agent-output/read-attempt.ts';
import type { AttemptEnd, AttemptResult } from '#shared/core/agent-output/read-attempt.ts';
import { parkUntil, refusalsWith } from '#shared/core/rate-limits/park.ts';
import { startFailure, startFailureAction } from '#shared/core/runs/start-failure.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { AgentReport } from '#shared/model/agent-report.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { AgentAdapter } from '#main/agents/adapter.ts';
import { foreignFailure, readNamedText } from '#main/system/foreign-file.ts';
import type { PtyExit, PtySession } from '#main/terminal/pty-host.ts';
import { plainText } from '#main/verify/output-tail.ts';
import { limitOfAccount } from './account-limits.ts';
import type { RunParts } from './run-parts.ts';

/** Longer output is read in a thread: with so much the host is not held up. */
const shortOutput = 64 * 1024;
/** A report is a line; a long one has lists of files. */
const reportBytes = 64 * 1024;

/** An agent that has ended, and where its report would be. */
export interface EndedAgent {
  readonly agent: PtySession;
  readonly adapter: AgentAdapter;
  readonly reportFile: string;
}

/** What the agent left when its process ended: its report, what it used, and whether its provider refused it. */
export async function readExit(
  parts: RunParts,
  attempt: Attempt,
  { agent, adapter, reportFile }: EndedAgent,
  exit: PtyExit,
  stop: AbortSignal,
): Promise<AgentExit> {
  if (exit.transcriptProblem !== null) {
    parts.logger.warn(`The transcript is not complete: ${exit.transcriptProblem.message}`);
  }
  const read = await readLeft(parts, agent, stop, {
    format: adapter.output,
    signals: adapter.signals,
    exitCodeReports: adapter.exitCodeReports,
    exitCode: exit.exitCode,
    reportFile: await readReport(parts, reportFile),
    now: parts.clock.now(),
    timeZone: localTimeZone(),
  });
  const { output, report, usage } = read;
  const unstarted =
    report.status === 'unknown' ? unstartedBecause(parts, attempt, agent, exit) : null;
  return {
    exitCode: exit.exitCode,
    report: masked(parts, report),
    usage,
    interrupted: false,
    rateLimitedUntil: parkedUntil(parts, attempt, output, report),
    refusedLogin: isRefusedLogin(output, report),
    cannotStart: unstarted !== null,
    problem: unstarted ?? problemOf(parts, adapter, exit, output, report),
  };
}

/** More than this is no last word of a program that could not start, in bytes. */
const fewWords = 2048;

/** Why the agent never began to work, with what to do; null when it did, or may at another try. */
function unstartedBecause(
  parts: RunParts,
  { id }: Attempt,
  agent: PtySession,
  { exitCode, signal, startProblem }: PtyExit,
): string | null {
  if (startProblem !== null) return `${startProblem.message} ${startProblem.action}`;
  const startedAt = parts.store.get('attempts', id)?.startedAt ?? null;
  if (startedAt === null) return null;
  const ranMs = parts.clock.now() - Date.parse(startedAt);
  const words = agent.bytesWritten > fewWords ? null : plainText(agent.tail(fewWords));
  const problem = startFailure({ exitCode, signal, ranMs, words });
  return problem === null ? null : parts.secrets.mask(`${problem}. ${startFailureAction}`);
}

/** Reads what the agent printed. Where that cannot be done its report file counts, and the result says so. */
async function readLeft(
  parts: RunParts,
  agent: PtySession,
  stop: AbortSignal,
  end: Omit<AttemptEnd, 'text'>,
): Promise<AttemptResult> {
  if (agent.bytesWritten <= shortOutput) {
    return readAttempt({ ...end, text: agent.tail(shortOutput) });
  }
  const { transcriptFile } = agent;
  const file = { folder: dirname(transcriptFile), name: basename(transcriptFile) };
  const read = await parts.outputReader.readAttempt(file, end, stop);
  if (read.ok) return read.value;
  parts.logger.warn(`The output of an agent was not read: ${read.error}`, { file: file.name });
  const { output, report, usage } = readAttempt({ ...end, text: '' });
  const message = `Its output was not read. ${read.error}`;
  return {
    output: { ...output, cause: message, errorText: message },
    report: report.origin === 'none' ? { ...report, message } : report,
    usage,
  };
}

/** What the agent left as its report; one that is no plain small file counts as none, and is told. */
async function readReport(parts: RunParts, reportFile: string): Promise<string | null> {
  const read = await readNamedText(reportFile, reportBytes);
  if (read.ok) return read.value;
  parts.logger.warn(foreignFailure(reportFile, read.error).message);
  return null;
}

function localTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Until when the account of the attempt's agent is left alone; null when its provider did not refuse it. */
function parkedUntil(
  parts: RunParts,
  attempt: Attempt,
  output: AgentOutput,
  report: AgentReport,
): string | null {
  if (output.rateLimit === null || report.status === 'success') return null;
  const ofRun = parts.store.find('attempts', 'run_id', attempt.runId);
  const limit = limitOfAccount(parts, ofRun, parts.agents.accountOf(attempt.agent));
  const { resetsAt } = output.rateLimit;
  const named = resetsAt === null ? null : Date.parse(resetsAt);
  const refusals = refusalsWith(limit, Date.parse(attempt.createdAt));
  return isoTime(parkUntil(named, refusals, parts.clock.now()));
}

function isRefusedLogin(output: AgentOutput, report: AgentReport): boolean {
  return output.loginProblem !== null && report.status !== 'success';
}

function problemOf(
  parts: RunParts,
  { title }: Pick<AgentAdapter, 'title'>,
  exit: PtyExit,
  output: AgentOutput,
  report: AgentReport,
): string | null {
  if (exit.startProblem !== null) return exit.startProblem.message;
  if (output.rateLimit !== null && report.status !== 'success') {
    return mask(parts, output.rateLimit.message);
  }
  if (isRefusedLogin(output, report)) {
    const words = output.loginProblem ?? '';
    return mask(
      parts,
      `${title} is not logged in, or its key is not accepted: ${words} Log in with it by itself, then open the task again.`,
    );
  }
  if (report.status !== 'unknown' || exit.exitCode === 0) return null;
  const how =
    exit.signal === null
      ? `The agent ended with exit code ${exit.exitCode ?? 'none'} and no report`
      : `The agent was ended by ${exit.signal}`;
  return mask(parts, output.cause === null ? `${how}.` : `${how}: ${output.cause}`);
}

function mask(parts: RunParts, text: string): string {
  return parts.secrets.mask(text);
}

function masked(parts: RunParts, report: AgentReport): AgentReport {
  const summary = report.summary === null ? null : mask(parts, report.summary);
  return { ...report, message: mask(parts, report.message).slice(0, 200), summary };
}
