import { News } from '#shared/core/agent-output/news.ts';
import { findQuestion } from '#shared/core/agent-output/question.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { AgentAdapter } from '#main/agents/adapter.ts';
import type { PtySession } from '#main/terminal/pty-host.ts';
import type { RunOrder, WorkWatch } from './orders.ts';

/** Grace before a silent agent's processes are killed. */
const killGraceMs = 5_000;
/** An agent that has printed nothing for so long may be waiting for an answer. */
const waitingMs = 3_000;
/** The end of the output, where a question stands. */
const questionBytes = 4_096;
/** How often it is looked whether what is printed says anything new, and how much of it is looked at. */
const newsMs = 5_000;
const newsBytes = 4_096;

interface Watched {
  readonly agent: Pick<PtySession, 'lastOutputAt' | 'bytesWritten' | 'tail' | 'end'>;
  readonly adapter: Pick<AgentAdapter, 'signals'>;
  readonly clock: Clock;
  readonly limits: Pick<RunOrder, 'silentMinutes' | 'killSilentMinutes'>;
}

/**
 * Looks after an agent that runs (SPEC sections 3 and 4): that it waits for an answer, or has been silent
 * for too long, is reported once until it prints again; it is ended only if the order says so. One that prints and
 * says nothing new, as behind a spinner, is reported too, and never ended for that.
 */
export class SilenceWatch {
  readonly #watched: Watched;
  readonly #watch: WorkWatch;
  #since = -1;
  readonly #reported = new Set<'question' | 'silence' | 'end'>();
  #endedBecause: string | null = null;
  readonly #news = new News();
  /** Bytes that were printed when it was looked for something new last; when that was, and when there was some. */
  #newsUntil = -1;
  #newsLookedAt = -Infinity;
  #newsAt: number | null = null;
  #saysNothingNew = false;

  constructor(watched: Watched, watch: WorkWatch) {
    this.#watched = watched;
    this.#watch = watch;
  }

  /** Why the agent was ended; null when it was not. */
  get endedBecause(): string | null {
    return this.#endedBecause;
  }

  /** Looks once; to be called again and again. */
  look(): void {
    const { agent, clock, limits } = this.#watched;
    const silentMs = clock.now() - agent.lastOutputAt;
    if (this.#since !== agent.bytesWritten) this.#reported.clear();
    this.#since = agent.bytesWritten;
    if (silentMs >= waitingMs && this.#isFirst('question')) this.#reportQuestion();
    if (silentMs >= limits.silentMinutes * 60_000 && this.#isFirst('silence')) {
      this.#watch({ kind: 'silent', minutes: Math.round(silentMs / 60_000) });
    }
    this.#lookForNews();
    const { killSilentMinutes: most } = limits;
    if (most !== null && silentMs >= most * 60_000 && this.#isFirst('end')) {
      this.#endedBecause = `The agent was ended: it printed nothing for ${most} minutes.`;
      void agent.end(killGraceMs);
    }
  }

  /** Whether what the agent prints says anything new; that it does not is reported once until it does. */
  #lookForNews(): void {
    const { agent, clock, limits } = this.#watched;
    const now = clock.now();
    if (now - this.#newsLookedAt < newsMs || agent.bytesWritten === this.#newsUntil) return;
    this.#newsLookedAt = now;
    this.#newsUntil = agent.bytesWritten;
    const isCut = agent.bytesWritten > newsBytes;
    if (this.#news.isNew(agent.tail(newsBytes), isCut) || this.#newsAt === null) {
      this.#newsAt = now;
      this.#saysNothingNew = false;
    }
    const sameMs = now - this.#newsAt;
    if (sameMs < limits.silentMinutes * 60_000 || this.#saysNothingNew) return;
    this.#saysNothingNew = true;
    this.#watch({ kind: 'nothing_new', minutes: Math.round(sameMs / 60_000) });
  }

  #isFirst(what: 'question' | 'silence' | 'end'): boolean {
    const isFirst = !this.#reported.has(what);
    this.#reported.add(what);
    return isFirst;
  }

  #reportQuestion(): void {
    const { agent, adapter } = this.#watched;
    const text = findQuestion(agent.tail(questionBytes), adapter.signals.question);
    if (text !== null) this.#watch({ kind: 'question', text });
  }
}
