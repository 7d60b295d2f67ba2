import { numberField, objectField, textField } from './json-lines.ts';
import type { JsonLines, JsonObject } from './json-lines.ts';
import type { ToolOutcome } from './tool-outcome.ts';

/**
 * Codex, `exec --json`: `thread.started`, `item.*` (`agent_message`, …), `turn.completed` with the
 * usage of the whole thread so far (so the last one counts, and a resumed thread counts on), or
 * `turn.failed`. An `error` event alone may be a reconnection that went well. Codex reports no cost.
 */
export function interpretCodex({ events }: JsonLines): ToolOutcome {
  const closing = events.findLast((event) => isClosing(event)) ?? null;
  const usage = objectField(
    events.findLast((event) => event['type'] === 'turn.completed') ?? null,
    'usage',
  );
  const tokens = countTokens(usage);
  return {
    finalText: lastMessage(events),
    tokens,
    tokenSource: tokens === null ? 'none' : 'reported',
    costUsd: null,
    sessionId: textField(
      events.find((event) => event['type'] === 'thread.started') ?? null,
      'thread_id',
    ),
    errorText: errorOf(closing, events),
    finished: closing !== null,
    status: null,
    refusal: null,
    limitResetsAt: null,
  };
}

function isClosing(event: JsonObject): boolean {
  return event['type'] === 'turn.completed' || event['type'] === 'turn.failed';
}

/** OpenAI's `input_tokens` include the cached ones, `output_tokens` include reasoning. */
function countTokens(usage: JsonObject | null): number | null {
  const input = numberField(usage, 'input_tokens');
  const output = numberField(usage, 'output_tokens');
  if (input === null && output === null) return null;
  const cached = numberField(usage, 'cached_input_tokens') ?? 0;
  return Math.round(Math.max(0, (input ?? 0) - cached) + (output ?? 0));
}

function lastMessage(events: readonly JsonObject[]): string {
  const message = events.findLast(
    (event) =>
      event['type'] === 'item.completed' &&
      textField(objectField(event, 'item'), 'type') === 'agent_message',
  );
  return textField(objectField(message ?? null, 'item'), 'text') ?? '';
}

function errorOf(closing: JsonObject | null, events: readonly JsonObject[]): string | null {
  if (closing !== null) {
    if (closing['type'] !== 'turn.failed') return null;
    return textField(objectField(closing, 'error'), 'message') ?? 'turn failed';
  }
  // After any other event the connection had come back.
  const last = events.at(-1) ?? null;
  return last?.['type'] === 'error' ? textField(last, 'message') : null;
}
