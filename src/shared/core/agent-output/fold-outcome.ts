import { assertNever } from '#shared/lib/assert-never.ts';
import { failed } from '#shared/core/agent-output/events/agent-event.ts';
import type {
  AgentDecoder,
  AgentEvent,
  FailureEvent,
  TextEvent,
} from '#shared/core/agent-output/events/agent-event.ts';
import type { JsonObject } from './json-lines.ts';
import { Spending } from '#shared/core/agent-output/session/spending.ts';
import { emptyOutcome } from './tool-outcome.ts';
import type { ToolOutcome } from './tool-outcome.ts';

/** What came of an agent's work, by all that it printed. */
export function foldOutcome(events: readonly JsonObject[], decode: AgentDecoder): ToolOutcome {
  const fold = new OutcomeFold();
  for (const event of events) {
    for (const one of decode(event) ?? []) fold.take(one);
  }
  return fold.outcome();
}

class OutcomeFold {
  #sessionId: string | null = null;
  /** What it said last, before it used a tool. */
  #words = '';
  #message: string | null = null;
  #finalText: string | null = null;
  #failure: FailureEvent | null = null;
  /** What a request was refused for that the failure at the end does not name. */
  #refusal: FailureEvent['refusal'] = null;
  #limit: { readonly resetsAt: number | null } | null = null;
  #finished = false;
  readonly #spending = new Spending();

  take(event: AgentEvent): void {
    switch (event.kind) {
      case 'session':
        this.#sessionId = event.id ?? this.#sessionId;
        break;
      case 'text':
        if (!event.isNested) this.#say(event);
        this.#goOn();
        break;
      case 'tool':
        if (!event.isNested) this.#words = '';
        this.#message = null;
        this.#goOn();
        break;
      case 'tool_end':
        this.#goOn();
        break;
      case 'usage':
        this.#spending.take(event);
        break;
      case 'limit':
        this.#limit = event;
        break;
      case 'failure':
        this.#failure = event;
        this.#refusal = event.refusal ?? this.#refusal;
        break;
      case 'end':
        if (event.isSuccess) this.#goOn();
        this.#finished = true;
        this.#finalText = event.finalText;
        break;
      case 'retry':
        // Where nothing comes after it, that is what it broke off for.
        this.#failure = failed(event.reason);
        break;
      case 'question':
      case 'refused':
      case 'note':
        break;
      default:
        assertNever(event, 'event of an agent');
    }
  }

  outcome(): ToolOutcome {
    // From a part of the output the sums of steps are low.
    const { tokens, costUsd } = this.#spending.spent;
    const source = this.#spending.total === null ? 'parsed' : 'reported';
    return {
      ...emptyOutcome,
      finalText: this.#finalText ?? this.#words,
      tokens,
      tokenSource: tokens === null ? 'none' : source,
      costUsd,
      sessionId: this.#sessionId,
      errorText: this.#failure === null ? null : this.#complaint(this.#failure),
      finished: this.#finished,
      status: this.#failure?.status ?? null,
      refusal: this.#refusal ?? (this.#limit === null ? null : 'limit'),
      limitResetsAt: this.#limit?.resetsAt ?? null,
    };
  }

  #say({ voice, text, message, joint }: TextEvent): void {
    if (voice !== 'agent') return;
    const isSame = message !== null && message === this.#message && this.#words !== '';
    this.#words = isSame ? this.#words + joint + text : text;
    this.#message = message;
  }

  /** It works: whatever was refused before has been done since. */
  #goOn(): void {
    this.#finished = false;
    this.#failure = null;
    this.#refusal = null;
    this.#limit = null;
  }

  /** The tool's own words: what the model itself said is none of them, whatever it is about. */
  #complaint({ message, name, status }: FailureEvent): string {
    const isProse = this.#words !== '' && message.startsWith(this.#words);
    const words = isProse ? message.slice(this.#words.length).trim() : message;
    const number = status === null || words.includes(`status ${status}`) ? '' : `status ${status}`;
    const parts = [words, number].filter((part) => part !== '');
    return parts.length === 0 ? name || 'error' : parts.join('\n');
  }
}
