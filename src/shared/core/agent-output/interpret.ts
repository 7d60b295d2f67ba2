import {
  plausibleReset,
  rateLimitPatterns,
  resetTimeIn,
} from '#shared/core/rate-limits/rate-limit.ts';
import type { RateLimit } from '#shared/core/rate-limits/rate-limit.ts';
import { causeLine } from './cause.ts';
import { decoders } from '#shared/core/agent-output/events/decoders.ts';
import { foldOutcome } from './fold-outcome.ts';
import { readableError } from './readable-error.ts';
import { readJsonLines } from './read-json-lines.ts';
import type { OutputFormat, OutputInput, OutputSignals } from './output-input.ts';
import { interpretPlain } from './plain.ts';
import { findQuestion, questionPatterns } from './question.ts';
import { findRefusal } from './refusal.ts';
import { singleLine, terminalLines } from './terminal-text.ts';
import type { ToolOutcome } from './tool-outcome.ts';

export const generalSignals: OutputSignals = {
  rateLimit: rateLimitPatterns,
  question: questionPatterns,
};

export interface AgentOutput extends Pick<
  ToolOutcome,
  'finalText' | 'tokens' | 'tokenSource' | 'costUsd' | 'sessionId'
> {
  readonly rateLimit: (RateLimit & { readonly message: string }) | null;
  /** What it asked when it ended, or asks now if it runs still. */
  readonly question: string | null;
  /** What the tool says went wrong; of a failed one that says nothing, the last lines it printed. */
  readonly errorText: string | null;
  /** The same in one line: what says best why it failed. */
  readonly cause: string | null;
  /** That the provider does not know who asks, in the tool's words; trying again would change nothing. */
  readonly loginProblem: string | null;
}

const lastLines = 10;
const errorLimit = 2000;
/** A tool's words about an error; whatever is in a longer text is not about one. */
const complaintLimit = 16 * 1024;
const messageLimit = 300;

/**
 * Reads what an agent's process printed: last words, tokens, cost, conversation, and whether it met
 * a rate limit or a question (SPEC sections 5.1, 5.4). Never throws, whatever the text holds.
 */
export function interpretOutput(input: OutputInput): AgentOutput {
  const { outcome: read, lines } = readOutcome(input.format, input.text);
  const outcome = { ...read, errorText: read.errorText?.slice(0, complaintLimit) ?? null };
  const brokeOff = input.failed && !outcome.finished;
  const rest = lines.filter((line) => line.trim() !== '').slice(-lastLines);
  const complaint = outcome.errorText ?? (brokeOff ? rest.join('\n') : null);
  const broken = brokeOff ? causeLine(rest) : null;
  const cause = outcome.errorText === null ? broken : readableError(outcome.errorText);
  const refusal = findRefusal(outcome, rest, input);
  return {
    finalText: outcome.finalText,
    tokens: outcome.tokens,
    tokenSource: outcome.tokenSource,
    costUsd: outcome.costUsd,
    sessionId: outcome.sessionId,
    rateLimit: refusal?.kind === 'limit' ? limitOf(refusal.words, outcome, input) : null,
    question: findQuestion(input.text, input.signals.question),
    errorText: complaint === null || complaint === '' ? null : complaint.slice(-errorLimit),
    cause: cause === null || cause === '' ? null : singleLine(cause, messageLimit),
    loginProblem: refusal?.kind === 'login' ? singleLine(refusal.words, messageLimit) : null,
  };
}

interface ReadOutput {
  readonly outcome: ToolOutcome;
  /** What was printed after the last event: messages of a tool that broke. */
  readonly lines: readonly string[];
}

function readOutcome(format: OutputFormat, text: string): ReadOutput {
  const decode = decoders[format];
  if (decode === null) return { outcome: interpretPlain(text), lines: terminalLines(text) };
  const read = readJsonLines(text);
  return { outcome: foldOutcome(read.events, decode), lines: read.trailing };
}

function limitOf(
  words: string,
  outcome: ToolOutcome,
  input: OutputInput,
): AgentOutput['rateLimit'] {
  const named = plausibleReset(outcome.limitResetsAt, input.now);
  const resetsAt = named ?? resetTimeIn(words, input);
  return { resetsAt, message: singleLine(words, messageLimit) };
}
