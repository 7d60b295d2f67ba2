import { numberField, objectField, sumFields, textField } from './json-lines.ts';
import type { JsonLines, JsonObject } from './json-lines.ts';
import type { ToolOutcome } from './tool-outcome.ts';

interface Totals {
  readonly tokens: number | null;
  readonly costUsd: number | null;
}

/**
 * opencode, `run --format json`: `step_start`, `text`, `tool_use`, `step_finish` with the tokens and
 * the cost of that step, `error`. There is no total, so the steps are added up: from a part of the
 * output the sums are low.
 */
export function interpretOpencode({ events }: JsonLines): ToolOutcome {
  const steps = events.filter((event) => event['type'] === 'step_finish');
  const { tokens, costUsd } = addUp(steps);
  const lastStep = events.findLastIndex((event) => event['type'] === 'step_finish');
  const error = events.slice(lastStep + 1).findLast((event) => event['type'] === 'error') ?? null;
  const reason = textField(objectField(events[lastStep] ?? null, 'part'), 'reason');
  return {
    finalText: lastText(events),
    tokens,
    tokenSource: tokens === null ? 'none' : 'parsed',
    costUsd,
    sessionId: textField(events.at(-1) ?? null, 'sessionID'),
    errorText: error === null ? null : describe(objectField(error, 'error')),
    status: numberField(objectField(objectField(error, 'error'), 'data'), 'statusCode'),
    refusal:
      textField(objectField(error, 'error'), 'name') === 'ProviderAuthError' ? 'login' : null,
    // After a step that calls tools another one follows.
    finished: error !== null || (reason !== null && reason !== 'tool-calls'),
    limitResetsAt: null,
  };
}

/** `input` is without cache reads and `output` without reasoning; a part is counted once. */
function addUp(steps: readonly JsonObject[]): Totals {
  const parts = new Map<string, Totals>();
  for (const [index, step] of steps.entries()) {
    const part = objectField(step, 'part');
    const tokens = objectField(part, 'tokens');
    parts.set(textField(part, 'id') ?? String(index), {
      tokens: addNumbers([
        sumFields(tokens, ['input', 'output', 'reasoning']),
        sumFields(objectField(tokens, 'cache'), ['write']),
      ]),
      costUsd: numberField(part, 'cost'),
    });
  }
  const counted = [...parts.values()];
  return {
    tokens: addNumbers(counted.map((part) => part.tokens)),
    costUsd: addNumbers(counted.map((part) => part.costUsd)),
  };
}

function addNumbers(values: readonly (number | null)[]): number | null {
  const numbers = values.filter((value) => value !== null);
  return numbers.length === 0 ? null : numbers.reduce((total, value) => total + value, 0);
}

/** The text parts of the last message that has some. */
function lastText(events: readonly JsonObject[]): string {
  const parts = events
    .filter((event) => event['type'] === 'text')
    .map((event) => objectField(event, 'part'));
  const message = textField(parts.at(-1) ?? null, 'messageID');
  return parts
    .filter((part) => textField(part, 'messageID') === message)
    .map((part) => textField(part, 'text') ?? '')
    .join('\n');
}

/** The error in words, with its HTTP status and the header that names a time to wait. */
function describe(error: JsonObject | null): string {
  const details = objectField(error, 'data');
  const status = numberField(details, 'statusCode');
  const wait = textField(objectField(details, 'responseHeaders'), 'retry-after');
  return [
    `${textField(error, 'name') ?? 'error'}: ${textField(details, 'message') ?? ''}`,
    ...(status === null ? [] : [`status ${status}`]),
    ...(wait === null ? [] : [`retry-after: ${wait}`]),
  ].join('\n');
}
