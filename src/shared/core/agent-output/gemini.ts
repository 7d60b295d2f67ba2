import { field, numberField, objectField, textField } from './json-lines.ts';
import type { JsonLines, JsonObject } from './json-lines.ts';
import type { ToolOutcome } from './tool-outcome.ts';

/**
 * Gemini CLI, `--output-format stream-json`: `init`, `message` (the assistant's in pieces),
 * `tool_use`, `tool_result`, `error` (warnings too) and last `result` with status, error and stats.
 * It reports no cost.
 */
export function interpretGemini({ events }: JsonLines): ToolOutcome {
  const result = events.findLast((event) => event['type'] === 'result') ?? null;
  const tokens = countTokens(objectField(result, 'stats'));
  return {
    finalText: lastText(events),
    tokens,
    tokenSource: tokens === null ? 'none' : 'reported',
    costUsd: null,
    sessionId: textField(events.find((event) => event['type'] === 'init') ?? null, 'session_id'),
    errorText: errorOf(result, events),
    finished: result !== null,
    status: null,
    refusal: null,
    limitResetsAt: null,
  };
}

/** `total_tokens` holds input with the cached part, output, reasoning and tool prompts. */
function countTokens(stats: JsonObject | null): number | null {
  const total = numberField(stats, 'total_tokens');
  return total === null
    ? null
    : Math.round(Math.max(0, total - (numberField(stats, 'cached') ?? 0)));
}

/** What the assistant said after its last tool call, put together from its pieces. */
function lastText(events: readonly JsonObject[]): string {
  const messages = events.filter(
    (event) => event['type'] === 'tool_use' || field(event, 'role') === 'assistant',
  );
  const start = messages.findLastIndex((event) => event['type'] === 'tool_use') + 1;
  return messages
    .slice(start)
    .map((event) => textField(event, 'content') ?? '')
    .join('');
}

function errorOf(result: JsonObject | null, events: readonly JsonObject[]): string | null {
  if (result !== null) {
    if (field(result, 'status') !== 'error') return null;
    return textField(objectField(result, 'error'), 'message') ?? 'error';
  }
  const last = events.at(-1) ?? null;
  const isError = last?.['type'] === 'error' && field(last, 'severity') !== 'warning';
  return isError ? textField(last, 'message') : null;
}
