import { assertNever } from '#shared/lib/assert-never.ts';
import type { CustomAgent } from '#shared/model/project-config.ts';
import { parseRateLimit, plausibleReset, rateLimitPatterns } from '#shared/core/rate-limit.ts';
import type { RateLimit, RateLimitContext } from '#shared/core/rate-limit.ts';
import { interpretClaude } from './claude.ts';
import { interpretCodex } from './codex.ts';
import { interpretGemini } from './gemini.ts';
import { readJsonLines } from './json-lines.ts';
import { interpretOpencode } from './opencode.ts';
import { interpretPlain } from './plain.ts';
import { findQuestion, questionPatterns } from './question.ts';
import { singleLine, terminalLines } from './terminal-text.ts';
import type { ToolOutcome } from './tool-outcome.ts';

/** How a tool writes what it does and used. */
export type OutputFormat = CustomAgent['output'];

/** How an agent words what the app must notice; an empty list switches the notice off. */
export interface OutputSignals {
  readonly rateLimit: readonly RegExp[];
  readonly question: readonly RegExp[];
}

export const generalSignals: OutputSignals = {
  rateLimit: rateLimitPatterns,
  question: questionPatterns,
};

export interface OutputInput extends RateLimitContext {
  readonly format: OutputFormat;
  /**
   * Raw terminal output: all of it, or its end. Sums over an end are low where a tool gives no
   * total (opencode, and Claude Code when it was ended).
   */
  readonly text: string;
  /**
   * The process ended with a code other than 0 and without a report. Only then is what it printed
   * outside of its own error fields taken for a rate limit.
   */
  readonly failed: boolean;
  readonly signals: OutputSignals;
}

export interface AgentOutput extends Pick<
  ToolOutcome,
  'finalText' | 'tokens' | 'tokenSource' | 'costUsd' | 'sessionId'
> {
  readonly rateLimit: (RateLimit & { readonly message: string }) | null;
  /** What it asked when it ended, or asks now if it runs still. */
  readonly question: string | null;
  /** What the tool says went wrong; of a failed one that says nothing, the last lines it printed. */
  readonly errorText: string | null;
}

const lastLines = 10;
const errorLimit = 2000;
const messageLimit = 300;

/**
 * Reads what an agent's process printed: last words, tokens, cost, conversation, and whether it met
 * a rate limit or a question (SPEC 5.1, 5.4). Never throws, whatever the text holds.
 */
export function interpretOutput(input: OutputInput): AgentOutput {
  const { outcome, rest } = readOutcome(input.format, input.text);
  const brokeOff = input.failed && !outcome.finished;
  const complaint = outcome.errorText ?? (brokeOff ? rest : null);
  return {
    finalText: outcome.finalText,
    tokens: outcome.tokens,
    tokenSource: outcome.tokenSource,
    costUsd: outcome.costUsd,
    sessionId: outcome.sessionId,
    rateLimit: complaint === null ? null : rateLimitOf(complaint, outcome, input),
    question: findQuestion(input.text, input.signals.question),
    errorText: complaint === null || complaint === '' ? null : complaint.slice(-errorLimit),
  };
}

interface ReadOutput {
  readonly outcome: ToolOutcome;
  /** The last lines that belong to no event: messages of a tool that broke. */
  readonly rest: string;
}

function readOutcome(format: OutputFormat, text: string): ReadOutput {
  if (format === 'plain')
    return { outcome: interpretPlain(text), rest: endOf(terminalLines(text)) };
  const lines = readJsonLines(text);
  const rest = endOf(lines.others);
  switch (format) {
    case 'claude':
      return { outcome: interpretClaude(lines), rest };
    case 'codex':
      return { outcome: interpretCodex(lines), rest };
    case 'gemini':
      return { outcome: interpretGemini(lines), rest };
    case 'opencode':
      return { outcome: interpretOpencode(lines), rest };
    default:
      return assertNever(format, 'output format');
  }
}

function endOf(lines: readonly string[]): string {
  return lines
    .filter((line) => line.trim() !== '')
    .slice(-lastLines)
    .join('\n')
    .slice(-errorLimit);
}

function rateLimitOf(
  complaint: string,
  outcome: ToolOutcome,
  input: OutputInput,
): AgentOutput['rateLimit'] {
  const limit = parseRateLimit(complaint, input, input.signals.rateLimit);
  const told = outcome.limitResetsAt;
  if (limit === null && told === null) return null;
  const resetsAt = plausibleReset(told, input.now) ?? limit?.resetsAt ?? null;
  return { resetsAt, message: singleLine(complaint, messageLimit) };
}
