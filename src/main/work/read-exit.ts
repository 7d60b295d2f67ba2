import { basename, dirname } from 'node:path';
import type { AgentOutput } from '#shared/core/agent-output/interpret.ts';
import { readAttempt } from '#shared/core/agent-output/read-attempt.ts';
import type { AttemptEnd, AttemptResult } from '#shared/core/agent-output/read-attempt.ts';
import { startFailure, startFailureAction } from '#shared/core/runs/start-failure.ts';
import type { AgentReport } from '#shared/model/agent-report.ts';
import type { AgentAdapter } from '#main/agents/adapter.ts';
import { foreignFailure, readNamedText } from '#main/system/foreign-file.ts';
import type { PtyExit, PtySession } from '#main/terminal/pty-host.ts';
import { plainText } from '#main/verify/output-tail.ts';
import { reportFile } from '#main/workspace/attempt-files.ts';
import type { RunOrder, WorkerExit } from './orders.ts';
import type { WorkerParts } from './worker-parts.ts';

/** Longer output is read in a thread: so much would keep the host busy. */
const shortOutput = 64 * 1024;
/** A report is a line; a long one has lists of files. */
const reportBytes = 64 * 1024;

/** An agent that has ended. */
export interface EndedAgent {
  readonly agent: PtySession;
  readonly adapter: AgentAdapter;
  /** When it was started, in epoch milliseconds. */
  readonly startedAt: number;
}

/** What the agent left when its process ended: its report, what it used, and whether its provider refused it. */
export async function readExit(
  parts: WorkerParts,
  { attemptId }: RunOrder,
  ended: EndedAgent,
  exit: PtyExit,
  stop: AbortSignal,
): Promise<WorkerExit> {
  const { agent, adapter } = ended;
  if (exit.transcriptProblem !== null) {
    parts.logger.warn(`The transcript is not complete: ${exit.transcriptProblem.message}`);
  }
  const read = await readLeft(parts, agent, stop, {
    format: adapter.output,
    signals: adapter.signals,
    exitCodeReports: adapter.exitCodeReports,
    exitCode: exit.exitCode,
    reportFile: await readReport(parts, reportFile(parts, attemptId)),
    now: parts.clock.now(),
    timeZone: localTimeZone(),
  });
  const { output, report, usage } = read;
  const unstarted = report.status === 'unknown' ? unstartedBecause(parts, ended, exit) : null;
  return {
    exitCode: exit.exitCode,
    report: masked(parts, report),
    usage,
    refusal: output.rateLimit === null || report.status === 'success' ? null : output.rateLimit,
    refusedLogin: isRefusedLogin(output, report),
    cannotStart: unstarted !== null,
    problem: unstarted ?? problemOf(parts, adapter, exit, output, report),
  };
}

/** More than this is no last word of a program that could not start, in bytes. */
const fewWords = 2048;

/** Why the agent never began to work, with what to do; null when it did, or may at another try. */
function unstartedBecause(
  parts: WorkerParts,
  { agent, startedAt }: EndedAgent,
  { exitCode, signal, startProblem }: PtyExit,
): string | null {
  if (startProblem !== null) return `${startProblem.message} ${startProblem.action}`;
  const ranMs = parts.clock.now() - startedAt;
  const words = agent.bytesWritten > fewWords ? null : plainText(agent.tail(fewWords));
  const problem = startFailure({ exitCode, signal, ranMs, words });
  return problem === null ? null : parts.secrets.mask(`${problem}. ${startFailureAction}`);
}

/** Reads what the agent printed. Where that cannot be done its report file counts, and the result says so. */
async function readLeft(
  parts: WorkerParts,
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

/** What the agent left as its report; one that is no plain small file counts as none, and is logged. */
async function readReport(parts: WorkerParts, file: string): Promise<string | null> {
  const read = await readNamedText(file, reportBytes);
  if (read.ok) return read.value;
  parts.logger.warn(foreignFailure(file, read.error).message);
  return null;
}

function localTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function isRefusedLogin(output: AgentOutput, report: AgentReport): boolean {
  return output.loginProblem !== null && report.status !== 'success';
}

function problemOf(
  parts: WorkerParts,
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

function mask(parts: WorkerParts, text: string): string {
  return parts.secrets.mask(text);
}

function masked(parts: WorkerParts, report: AgentReport): AgentReport {
  const summary = report.summary === null ? null : mask(parts, report.summary);
  return { ...report, message: mask(parts, report.message).slice(0, 200), summary };
}
