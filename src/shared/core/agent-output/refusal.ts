import { parseRateLimit } from '#shared/core/rate-limits/rate-limit.ts';
import { loginPatterns } from './login-words.ts';
import type { OutputFormat, OutputInput } from './output-input.ts';
import type { ToolOutcome } from './tool-outcome.ts';

/** That a provider does not do what an agent asks: it takes no work for now, or does not know who asks. */
export interface Refusal {
  readonly kind: 'limit' | 'login';
  /** The agent's own words for it. */
  readonly words: string;
}

type ToolFormat = Exclude<OutputFormat, 'plain'>;

/** Statuses of HTTP by which a provider says that it is full, or that it does not know the caller. */
const limitStatuses = new Set([429, 503, 529]);
const loginStatuses = new Set([401, 403]);

/** Exit codes that tools have for it. */
const exitCodes: Readonly<Record<ToolFormat, ReadonlyMap<number, Refusal['kind']>>> = {
  claude: new Map(),
  codex: new Map(),
  // Its quota for the day is used up; there is no login.
  gemini: new Map([
    [173, 'limit'],
    [41, 'login'],
  ]),
  opencode: new Map(),
};

/**
 * How a line begins that a tool prints itself when it breaks off, outside of its events. Output of the
 * commands that it runs is never at the beginning of such a line: it is inside of events.
 */
const ownLine: Readonly<Record<ToolFormat, RegExp>> = {
  claude:
    /^(?:API Error\b|Claude AI usage limit reached\b|You[’']ve hit your\b|Invalid API key\b|Not logged in\b)/,
  codex:
    /^(?:ERROR:? |Error: |You[’']ve hit your usage limit\b|exceeded retry limit\b|Not logged in\b)/,
  gemini:
    /^(?:\[API Error:|Error when talking to Gemini API\b|You have exhausted your\b|Usage limit reached\b|Please set an Auth method\b)/,
  opencode: /^(?:Error: |(?:AI_)?API(?:Call)?Error\b|ProviderAuthError\b)/,
};

/** Lines at the very end among which a tool's own words are looked for. */
const lastWords = 3;

/**
 * Whether the provider refused the agent, as the agent's own channel says: a typed event, its exit code,
 * or its own last words. What a test or a command printed, what the model says, and what a script prints
 * are never taken for it (docs/agents.md, limits). `lines`: what it printed after its last event.
 */
export function findRefusal(
  outcome: ToolOutcome,
  lines: readonly string[],
  input: OutputInput,
): Refusal | null {
  const { format, signals } = input;
  if (signals.rateLimit.length === 0) return null;
  const brokeOff = input.failed && !outcome.finished;
  if (format === 'plain') return brokeOff ? plainLimit(lines, input) : null;
  const own = outcome.errorText ?? (brokeOff ? ownWords(lines, format) : null);
  if (own === null && !brokeOff) return null;
  const code = brokeOff ? exitCodes[format].get(input.exitCode ?? 0) : undefined;
  const kind =
    outcome.refusal ?? kindByStatus(outcome.status) ?? code ?? kindByWords(own, outcome, input);
  return kind === null ? null : { kind, words: own ?? wordsOf(kind) };
}

function wordsOf(kind: Refusal['kind']): string {
  return kind === 'limit' ? 'Its provider takes no more work for now.' : 'It is not logged in.';
}

function kindByStatus(status: number | null): Refusal['kind'] | null {
  if (status === null) return null;
  if (limitStatuses.has(status)) return 'limit';
  return loginStatuses.has(status) ? 'login' : null;
}

/** Only where the tool reports no status: a status says more than words. */
function kindByWords(
  own: string | null,
  { status }: ToolOutcome,
  input: OutputInput,
): Refusal['kind'] | null {
  if (own === null) return null;
  const isLimit = status === null && parseRateLimit(own, input, input.signals.rateLimit) !== null;
  if (isLimit) return 'limit';
  return loginPatterns.some((pattern) => pattern.test(own)) ? 'login' : null;
}

function ownWords(lines: readonly string[], format: ToolFormat): string | null {
  const last = lines.filter((line) => line.trim() !== '').slice(-lastWords);
  return last.findLast((line) => ownLine[format].test(line.trim()))?.trim() ?? null;
}

/** How test runners and assertions write; a provider's answer has none of it. */
const testLike =
  /\b(?:expect(?:ed|s)?|assert\w*|should|received|actual|got|FAIL(?:ED|URE)?|PASS(?:ED)?|tests?|specs?|suites?|snapshot)\b|[✗✘×✕✖●✓✔›]|\b(?:not )?ok \d|\.(?:test|spec)\.|\.\w{1,4}[:(]\d/i;
const quoted = /"[^"]{0,400}"|'[^']{0,400}'|`[^`]{0,400}`/g;
/** The lines of a command that failed, or of a list, do not begin with a word. */
const beginsAsWords = /^(?:\[?\w+[\w ]{0,40}: |\d{3}\b|[A-Z][a-z’']+ )/;

/**
 * A tool without an output format has no channel of its own. It is believed when it failed and its very
 * last line is a statement that names the time to try again, outside of quotes, and nothing like a test's.
 */
function plainLimit(lines: readonly string[], input: OutputInput): Refusal | null {
  if (input.exitCode === null) return null;
  const last = lines.findLast((line) => line.trim() !== '') ?? '';
  // A terminal's own limit of a line; a provider's answer is far shorter.
  if (last.length > 1000 || /^\s/.test(last)) return null;
  const isAnswer = /^(?:Error:? ?)?429\b/.test(last);
  const statement = isAnswer ? last : last.replaceAll(quoted, '');
  if (!beginsAsWords.test(last) || testLike.test(statement)) return null;
  const limit = parseRateLimit(statement, input, input.signals.rateLimit);
  return limit === null || limit.resetsAt === null ? null : { kind: 'limit', words: last };
}
