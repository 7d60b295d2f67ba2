import type { EntryFile } from '#shared/model/session-entry.ts';
import {
  field,
  isJsonObject,
  numberField,
  objectField,
  sumFields,
  textField,
  wholeField,
} from '#shared/core/agent-output/json-lines.ts';
import type { JsonObject } from '#shared/core/agent-output/json-lines.ts';
import { failed, said } from './agent-event.ts';
import type { AgentEvent, FailureEvent, ToolEndEvent } from './agent-event.ts';
import { countSigns, toolCall } from './tool-call.ts';

/**
 * Claude Code, `--output-format stream-json`: `system` (init, api_retry, permission_denied …), `assistant`, `user`
 * with the results of tools, `rate_limit_event`, and last `result`.
 */
export function decodeClaude(event: JsonObject): readonly AgentEvent[] | null {
  switch (textField(event, 'type') ?? '') {
    case 'system':
      return system(event);
    case 'assistant':
      return [session(event), ...assistant(event)];
    case 'user':
      return contentOf(event).flatMap((part) => toolResult(part, event));
    case 'rate_limit_event':
      return limit(objectField(event, 'rate_limit_info'));
    case 'result':
      return [session(event), ...result(event)];
    case 'tool_progress':
    case 'stream_event':
    case 'tool_use_summary':
    case 'auth_status':
    case 'prompt_suggestion':
      return [];
    default:
      return null;
  }
}

function session(event: JsonObject): AgentEvent {
  return { kind: 'session', id: textField(event, 'session_id'), folder: textField(event, 'cwd') };
}

/** Of `system`: what is of no use to a reader, such as the progress of what is shown already. */
const quiet =
  /^(?:hook_|task_(?:started|progress|updated)|thinking_|session_|files_|commands_|background_|status|notification|memory_)/;

function system(event: JsonObject): readonly AgentEvent[] | null {
  const subtype = textField(event, 'subtype') ?? '';
  switch (subtype) {
    case 'init':
      return [session(event)];
    case 'api_retry':
      return [
        {
          kind: 'retry',
          reason: retryReason(textField(event, 'error'), numberField(event, 'error_status')),
          attempt: wholeField(event, 'attempt'),
          of: wholeField(event, 'max_retries'),
          delayMs: numberField(event, 'retry_delay_ms'),
        },
      ];
    case 'permission_denied':
      return [
        {
          kind: 'refused',
          toolId: textField(event, 'tool_use_id'),
          tool: textField(event, 'tool_name') ?? 'tool',
          reason: textField(event, 'decision_reason') ?? textField(event, 'message') ?? '',
        },
      ];
    case 'compact_boundary':
      return [{ kind: 'note', text: 'The conversation became too long and was summed up.' }];
    default:
      return quiet.test(subtype) ? [] : null;
  }
}

function retryReason(error: string | null, status: number | null): string {
  const words = error === null ? 'the provider did not answer' : error.replaceAll('_', ' ');
  return status === null ? words : `${words} (${status})`;
}

function assistant(event: JsonObject): readonly AgentEvent[] {
  const message = objectField(event, 'message');
  const failure = stepFailure(event);
  const events = failure === null ? spoken(event, textField(message, 'id')) : [failure];
  const tokens = sumFields(objectField(message, 'usage'), usageFields);
  if (tokens === null) return events;
  const step = textField(message, 'id') ?? '';
  return [...events, { kind: 'usage', step, tokens, costUsd: null }];
}

function spoken(event: JsonObject, message: string | null): readonly AgentEvent[] {
  const isNested = textField(event, 'parent_tool_use_id') !== null;
  return contentOf(event).flatMap((part): readonly AgentEvent[] => {
    switch (textField(part, 'type') ?? '') {
      case 'thinking':
        return said(textField(part, 'thinking') ?? '', { voice: 'thought', isNested });
      case 'tool_use':
      case 'server_tool_use': {
        const name = textField(part, 'name') ?? 'tool';
        const id = textField(part, 'id') ?? name;
        const call = toolCall(name, objectField(part, 'input'));
        return [{ kind: 'tool', id, name, ...call, isNested }];
      }
      default:
        return said(textField(part, 'text') ?? '', { message, isNested });
    }
  });
}

/** Claude Code names the kind of a failed request beside the message that it made up for it. */
function stepFailure(event: JsonObject): FailureEvent | null {
  const error = textField(event, 'error');
  if (error === null) return null;
  const words = contentOf(event)
    .map((part) => textField(part, 'text') ?? '')
    .join('');
  const message = words === '' ? error.replaceAll('_', ' ') : words;
  return failed(message, { name: error, refusal: refusalOf(error) });
}

function refusalOf(error: string): FailureEvent['refusal'] {
  switch (error) {
    case 'rate_limit':
    case 'overloaded':
      return 'limit';
    case 'authentication_failed':
      return 'login';
    default:
      return null;
  }
}

function contentOf(event: JsonObject): readonly JsonObject[] {
  const content = field(objectField(event, 'message'), 'content');
  return Array.isArray(content) ? content.filter(isJsonObject) : [];
}

const refusedWords = /\b(?:permission|denied|not allowed|requires approval|haven't granted)\b/i;

function toolResult(part: JsonObject, event: JsonObject): readonly ToolEndEvent[] {
  const id = textField(part, 'tool_use_id');
  if (textField(part, 'type') !== 'tool_result' || id === null) return [];
  const output = resultText(field(part, 'content'));
  const isError = field(part, 'is_error') === true;
  const isRefused = isError && refusedWords.test(output.slice(0, 300));
  const details = objectField(event, 'tool_use_result');
  return [
    {
      kind: 'tool_end',
      id,
      state: isRefused ? 'refused' : isError ? 'failed' : 'done',
      output: output
        .replace(/^<tool_use_error>([^]*)<\/tool_use_error>$/, '$1')
        .replace(isError ? exitWords : '', ''),
      exitCode: exitCodeIn(isError ? output : ''),
      tookMs: numberField(details, 'durationMs'),
      files: patchedFile(details),
    },
  ];
}

function resultText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .filter(isJsonObject)
    .map((part) => textField(part, 'text') ?? `[${textField(part, 'type') ?? 'something else'}]`)
    .join('\n');
}

const exitWords = /^(?:Error: )?Exit code (\d{1,3})(?:\n|$)/;

function exitCodeIn(output: string): number | null {
  const code = exitWords.exec(output)?.[1];
  return code === undefined ? null : Number(code);
}

/** What an edit did to its file, where Claude Code prints that beside the result. */
function patchedFile(details: JsonObject | null): readonly EntryFile[] | null {
  const path = textField(details, 'filePath');
  const hunks = field(details, 'structuredPatch');
  if (path === null || !Array.isArray(hunks)) return null;
  const isNew = textField(details, 'type') === 'create';
  if (isNew && hunks.length === 0) return null;
  const lines = hunks
    .filter(isJsonObject)
    .flatMap((hunk) => field(hunk, 'lines'))
    .filter((line) => typeof line === 'string');
  return [{ path, kind: isNew ? 'added' : 'edited', ...countSigns(lines) }];
}

function limit(info: JsonObject | null): readonly AgentEvent[] {
  if (textField(info, 'status') !== 'rejected') return [];
  const seconds = numberField(info, 'resetsAt');
  const which = textField(info, 'rateLimitType')?.replaceAll('_', ' ') ?? 'account';
  const message = `The ${which} limit of its provider is reached.`;
  return [{ kind: 'limit', message, resetsAt: seconds === null ? null : seconds * 1000 }];
}

/** `input_tokens` is without cache reads; reasoning is part of `output_tokens`. */
const usageFields = ['input_tokens', 'output_tokens', 'cache_creation_input_tokens'];
const modelTokenFields = ['inputTokens', 'outputTokens', 'cacheCreationInputTokens'];

function result(event: JsonObject): readonly AgentEvent[] {
  const isSuccess = field(event, 'is_error') !== true;
  const finalText = textField(event, 'result');
  const costUsd = numberField(event, 'total_cost_usd');
  const total = tokensOfResult(event);
  return [
    ...denials(event),
    ...(isSuccess ? [] : [resultFailure(event)]),
    { kind: 'usage', step: null, tokens: total, costUsd },
    { kind: 'end', isSuccess, finalText },
  ];
}

/** What was not permitted, for those that were not said when it happened. */
function denials(event: JsonObject): readonly AgentEvent[] {
  const list = field(event, 'permission_denials');
  if (!Array.isArray(list)) return [];
  return list.filter(isJsonObject).map((denial) => ({
    kind: 'refused',
    toolId: textField(denial, 'tool_use_id'),
    tool: textField(denial, 'tool_name') ?? 'tool',
    reason: '',
  }));
}

function resultFailure(event: JsonObject): FailureEvent {
  const errors = field(event, 'errors');
  const status = numberField(event, 'api_error_status');
  const words = [
    textField(event, 'result') ?? '',
    ...(Array.isArray(errors) ? errors.filter((error) => typeof error === 'string') : []),
  ].filter((one) => one !== '');
  const name = textField(event, 'subtype') ?? 'error';
  return failed(words.length === 0 ? name : words.join('\n'), { name, status });
}

function tokensOfResult(event: JsonObject): number | null {
  const models = Object.values(objectField(event, 'modelUsage') ?? {}).filter(isJsonObject);
  const perModel = models.map((model) => sumFields(model, modelTokenFields) ?? 0);
  if (perModel.length > 0) return perModel.reduce((total, tokens) => total + tokens, 0);
  return sumFields(objectField(event, 'usage'), usageFields);
}
