import {
  field,
  numberField,
  objectField,
  textField,
} from '#shared/core/agent-output/json-lines.ts';
import type { JsonObject } from '#shared/core/agent-output/json-lines.ts';
import { failed, said } from './agent-event.ts';
import type { AgentEvent } from './agent-event.ts';
import { toolCall } from './tool-call.ts';

/**
 * Gemini CLI, `--output-format stream-json`: `init`, `message` (the assistant's in pieces), `tool_use`,
 * `tool_result`, `error` (warnings too) and last `result` with status, error and stats.
 */
export function decodeGemini(event: JsonObject): readonly AgentEvent[] | null {
  switch (textField(event, 'type') ?? '') {
    case 'init':
      return [{ kind: 'session', id: textField(event, 'session_id'), folder: null }];
    case 'message':
      // The person's message is the prompt.
      if (field(event, 'role') !== 'assistant') return [];
      return said(textField(event, 'content') ?? '', { message: 'answer' });
    case 'tool_use': {
      const name = textField(event, 'tool_name') ?? 'tool';
      const id = textField(event, 'tool_id') ?? name;
      const call = toolCall(name, objectField(event, 'parameters'));
      return [{ kind: 'tool', id, name, ...call, isNested: false }];
    }
    case 'tool_result':
      return [toolResult(event)];
    case 'error': {
      const message = textField(event, 'message') ?? 'error';
      if (field(event, 'severity') === 'warning') return [{ kind: 'note', text: message }];
      return [failed(message)];
    }
    case 'result':
      return result(event);
    default:
      return null;
  }
}

const refusedWords = /\b(?:denied|rejected|not allowed|blocked by|injection detected)\b/i;

function toolResult(event: JsonObject): AgentEvent {
  const output = textField(event, 'output') ?? '';
  const error = textField(objectField(event, 'error'), 'message');
  // A tool that failed may have printed nothing, which says less than its error.
  const text = output === '' ? (error ?? '') : output;
  const isError = field(event, 'status') === 'error';
  const isRefused = isError && refusedWords.test((error ?? text).slice(0, 300));
  return {
    kind: 'tool_end',
    id: textField(event, 'tool_id') ?? '',
    state: isRefused ? 'refused' : isError ? 'failed' : 'done',
    output: text,
    exitCode: null,
    tookMs: null,
    files: null,
  };
}

function result(event: JsonObject): readonly AgentEvent[] {
  const isSuccess = field(event, 'status') !== 'error';
  const message = textField(objectField(event, 'error'), 'message') ?? 'error';
  return [
    ...(isSuccess ? [] : [failed(message)]),
    {
      kind: 'usage',
      step: null,
      tokens: countTokens(objectField(event, 'stats')),
      costUsd: null,
    },
    { kind: 'end', isSuccess, finalText: null },
  ];
}

/** `total_tokens` has input with the cached part, output, reasoning and tool prompts. */
function countTokens(stats: JsonObject | null): number | null {
  const total = numberField(stats, 'total_tokens');
  if (total === null) return null;
  return Math.round(Math.max(0, total - (numberField(stats, 'cached') ?? 0)));
}
