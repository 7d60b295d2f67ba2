import type { RateLimitContext } from '#shared/core/rate-limits/rate-limit.ts';
import type { CustomAgent } from '#shared/model/settings/agent-settings.ts';

/** How a tool writes what it does and used. */
export type OutputFormat = CustomAgent['output'];

/** How an agent words what the app must notice; an empty list switches the notice off. */
export interface OutputSignals {
  readonly rateLimit: readonly RegExp[];
  readonly question: readonly RegExp[];
}

export interface OutputInput extends RateLimitContext {
  readonly format: OutputFormat;
  /**
   * Raw terminal output: all of it, or its end. Sums over an end are low where a tool gives no
   * total (opencode, and Claude Code when it was ended).
   */
  readonly text: string;
  /**
   * The process ended with a code other than 0 and without a report. Only then is what it printed
   * outside of its events looked at for the reason.
   */
  readonly failed: boolean;
  /** Null when a signal ended the process, or it runs still. */
  readonly exitCode: number | null;
  readonly signals: OutputSignals;
}
