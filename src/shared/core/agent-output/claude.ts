import {
  field,
  isJsonObject,
  numberField,
  objectField,
  sumFields,
  textField,
} from './json-lines.ts';
import type { JsonLines, JsonObject } from './json-lines.ts';
import type { ToolOutcome } from './tool-outcome.ts';

const modelTokenFields = ['inputTokens', 'outputTokens', 'cacheCreationInputTokens'];
/** `input_tokens` is without cache reads; reasoning is part of `output_tokens`. */
const usageFields = ['input_tokens', 'output_tokens', 'cache_creation_input_tokens'];

/**
 * Claude Code, `--output-format stream-json`: `system` (init), `assistant`, `user`,
 * `rate_limit_event` and last `result` with text, usage per model (side models too) and cost.
 * Without a result the steps' usage is added up; it is low, because a step is printed before it
 * has ended.
 */
export function interpretClaude({ events }: JsonLines): ToolOutcome {
  const result = events.findLast((event) => event['type'] === 'result') ?? null;
  const limits = limitState(events);
  const steps = events.filter((event) => event['type'] === 'assistant');
  const lastStep = steps.at(-1) ?? null;
  const stepTokens = result === null ? tokensOfSteps(steps) : null;
  const tokens = tokensOfResult(result) ?? stepTokens;
  return {
    finalText: textField(result, 'result') ?? textOf(lastStep),
    tokens,
    tokenSource: tokens === null ? 'none' : stepTokens === null ? 'reported' : 'parsed',
    costUsd: numberField(result, 'total_cost_usd'),
    sessionId: textField(events.at(-1) ?? null, 'session_id'),
    errorText: result === null ? stepError(lastStep) : resultError(result, lastStep),
    finished: result !== null,
    status: numberField(result, 'api_error_status'),
    refusal: refusalOf(textField(lastStep, 'error')) ?? (isRejected(limits) ? 'limit' : null),
    limitResetsAt: isRejected(limits) ? resetTime(limits) : null,
  };
}

/** Claude Code names the kind of a failed request beside the message that it made up for it. */
function refusalOf(error: string | null): ToolOutcome['refusal'] {
  switch (error) {
    case 'rate_limit':
    case 'overloaded':
      return 'limit';
    case 'authentication_failed':
      return 'login';
    case null:
    default:
      return null;
  }
}

function tokensOfResult(result: JsonObject | null): number | null {
  const models = Object.values(objectField(result, 'modelUsage') ?? {}).filter(isJsonObject);
  const perModel = models.map((model) => sumFields(model, modelTokenFields) ?? 0);
  if (perModel.length > 0) return perModel.reduce((total, tokens) => total + tokens, 0);
  return sumFields(objectField(result, 'usage'), usageFields);
}

/** One message is printed once for each of its parts, with the same usage. */
function tokensOfSteps(steps: readonly JsonObject[]): number | null {
  const usages = new Map<string, number>();
  for (const step of steps) {
    const message = objectField(step, 'message');
    const tokens = sumFields(objectField(message, 'usage'), usageFields);
    if (tokens !== null) usages.set(textField(message, 'id') ?? '', tokens);
  }
  return usages.size === 0
    ? null
    : [...usages.values()].reduce((total, tokens) => total + tokens, 0);
}

function textOf(step: JsonObject | null): string {
  const content = field(objectField(step, 'message'), 'content');
  if (!Array.isArray(content)) return '';
  return content
    .filter(isJsonObject)
    .map((part) => textField(part, 'text') ?? '')
    .join('');
}

/** What the model itself said is no word of the tool, whatever it is about. */
function isProse(step: JsonObject | null): boolean {
  const model = textField(objectField(step, 'message'), 'model');
  return model !== null && model !== '<synthetic>' && textField(step, 'error') === null;
}

function resultError(result: JsonObject, lastStep: JsonObject | null): string | null {
  if (field(result, 'is_error') !== true) return null;
  const errors = field(result, 'errors');
  const text = textField(result, 'result');
  const parts = [
    text !== null && isProse(lastStep) && text === textOf(lastStep) ? null : text,
    ...(Array.isArray(errors) ? errors.filter((error) => typeof error === 'string') : []),
  ].filter((part) => part !== null && part !== '');
  const status = numberField(result, 'api_error_status');
  if (status !== null) parts.push(`status ${status}`);
  return parts.length === 0 ? (textField(result, 'subtype') ?? 'error') : parts.join('\n');
}

function stepError(step: JsonObject | null): string | null {
  const error = textField(step, 'error');
  return error === null ? null : `${error}: ${textOf(step)}`;
}

/** Subscribers get the state of their limits; the last message about it counts. */
function limitState(events: readonly JsonObject[]): JsonObject | null {
  const event = events.findLast((candidate) => candidate['type'] === 'rate_limit_event') ?? null;
  return objectField(event, 'rate_limit_info');
}

function isRejected(limits: JsonObject | null): boolean {
  return textField(limits, 'status') === 'rejected';
}

function resetTime(limits: JsonObject | null): number | null {
  const seconds = numberField(limits, 'resetsAt');
  return seconds === null ? null : seconds * 1000;
}
