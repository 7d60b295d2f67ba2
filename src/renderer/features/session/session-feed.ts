import type { SessionView } from '#shared/contract/attempts.ts';
import { sameValue } from '#shared/core/edits/three-way.ts';
import type { Result } from '#shared/lib/result.ts';
import type { SessionEntry } from '#shared/model/session-entry.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';

/** What is known of a session; the last view stays while the host is away. */
export type SessionState =
  | { readonly kind: 'opening'; readonly view: null }
  | { readonly kind: 'shown'; readonly view: SessionView }
  | { readonly kind: 'away'; readonly view: SessionView | null }
  | { readonly kind: 'failed'; readonly view: SessionView | null; readonly failure: WireFailure };

/** The host of a session. */
export interface SessionSource {
  /** Reads the part that begins at `from` (null: the newest one); with `known` it waits for another revision. */
  read(
    from: number | null,
    count: number,
    known: string | null,
  ): Promise<Result<SessionView, WireFailure>>;
  /** Calls `listener` whenever the host has come back; the result stops that. */
  onReturn(listener: () => void): () => void;
}

/** Pause between two answers, in ms: so much of a page's time is left for everything else. */
const pauseMs = 100;
const retryMs = 1_000;
/** Entries that are kept although they are not in sight. */
const mostKept = 2_000;

/**
 * Follows the session of an attempt: asks the host for the part that is in sight, and for what is new in it. However
 * fast an agent prints, no more than one part is under way.
 */
export class SessionFeed {
  readonly #source: SessionSource;
  readonly #count: number;
  readonly #followsLines: boolean;
  readonly #listeners = new Set<() => void>();
  readonly #entries = new Map<number, SessionEntry>();
  #state: SessionState = { kind: 'opening', view: null };
  #from: number | null = null;
  /** The loop that may speak; an older one ends when it hears its answer. */
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #stopListening: (() => void) | null = null;

  /** `count`: entries of a part. `followsLines`: also an agent that prints no events is followed. */
  constructor(source: SessionSource, count: number, followsLines = true) {
    this.#followsLines = followsLines;
    this.#source = source;
    this.#count = count;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** The entry at a place; null where it is not known here. */
  entry(place: number): SessionEntry | null {
    return this.#entries.get(place) ?? null;
  }

  /** Follows while somebody listens. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#begin();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#end();
    };
  }

  /** Shows the part that begins at a place; null: the newest one, whatever that will be. */
  show(from: number | null): void {
    if (from === this.#from) return;
    this.#from = from;
    if (this.#listeners.size > 0) this.#ask(null);
  }

  #begin(): void {
    this.#stopListening = this.#source.onReturn(() => {
      if (this.#state.kind === 'away') this.#ask(null);
    });
    this.#ask(null);
  }

  #end(): void {
    this.#turn += 1;
    this.#stopListening?.();
    this.#stopListening = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #ask(known: string | null): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#turn += 1;
    void this.#hear(this.#turn, known);
  }

  async #hear(turn: number, known: string | null): Promise<void> {
    const from = this.#from;
    const answer = await this.#source.read(from, this.#count, known);
    if (turn !== this.#turn) return;
    if (answer.ok) {
      const { isLive, isWhole, revision, hasEvents } = answer.value;
      // The places of the end that was read first are not those of the whole.
      if (isWhole !== (this.#state.view?.isWhole ?? isWhole)) this.#entries.clear();
      this.#keep(answer.value);
      this.#become({ kind: 'shown', view: answer.value });
      if (!hasEvents && !this.#followsLines) return;
      if (isLive || !isWhole) this.#later(isWhole ? pauseMs : 0, revision);
      return;
    }
    const { view } = this.#state;
    const { error: failure } = answer;
    this.#become(
      failure.code === 'host-away' ? { kind: 'away', view } : { kind: 'failed', view, failure },
    );
    this.#later(retryMs, null);
  }

  #later(ms: number, known: string | null): void {
    this.#timer = setTimeout(() => this.#ask(known), ms);
  }

  /** An entry that is the same stays the same object, so that it is not drawn again. */
  #keep({ from, entries }: SessionView): void {
    for (const [index, entry] of entries.entries()) {
      const place = from + index;
      const before = this.#entries.get(place);
      if (before !== undefined && sameValue(before, entry)) continue;
      this.#entries.delete(place);
      this.#entries.set(place, entry);
    }
    for (const place of this.#entries.keys()) {
      if (this.#entries.size <= mostKept) return;
      if (place < from || place >= from + entries.length) this.#entries.delete(place);
    }
  }

  #become(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
