/**
 * What a tool's output says, before it is judged whether that is a rate limit.
 *
 * Tokens are counted alike for all tools: input that was not read from the provider's cache, input
 * written to the cache, output and reasoning. Cache reads are left out: an agent sends its whole
 * conversation with each step, so they count steps rather than work, at a tenth of the price.
 */
export interface ToolOutcome {
  /** What the agent said last; the place of a last-line report. */
  readonly finalText: string;
  readonly tokens: number | null;
  /** `reported`: the tool's own total; `parsed`: added up here from its steps. */
  readonly tokenSource: 'reported' | 'parsed' | 'none';
  /** US dollars, as the tool reports them; null when it does not. */
  readonly costUsd: number | null;
  /** The tool's name for its conversation, to resume it; null when it gives none. */
  readonly sessionId: string | null;
  /** What the tool itself says went wrong; null when it reports no error. */
  readonly errorText: string | null;
  /** Whether the tool wrote its closing event; false when it ended, or was ended, in the middle. */
  readonly finished: boolean;
  /** HTTP status of the request that failed, from a field of the tool's output; null when it has none. */
  readonly status: number | null;
  /** That its provider takes no work now, or does not know the caller, from a field of the tool's output. */
  readonly refusal: 'limit' | 'login' | null;
  /** Reset time that the tool reports in a field of its own, in milliseconds since the epoch. */
  readonly limitResetsAt: number | null;
}

export const emptyOutcome: ToolOutcome = {
  finalText: '',
  tokens: null,
  tokenSource: 'none',
  costUsd: null,
  sessionId: null,
  errorText: null,
  finished: false,
  status: null,
  refusal: null,
  limitResetsAt: null,
};
