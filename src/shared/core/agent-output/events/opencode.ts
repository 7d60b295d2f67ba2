import type { EntryFile } from '#shared/model/session-entry.ts';
import {
  numberField,
  objectField,
  sumFields,
  textField,
  wholeField,
} from '#shared/core/agent-output/json-lines.ts';
import type { JsonObject } from '#shared/core/agent-output/json-lines.ts';
import { failed, said } from './agent-event.ts';
import type { AgentEvent, ToolEndEvent } from './agent-event.ts';
import { diffLines, toolCall } from './tool-call.ts';

/**
 * opencode, `run --format json`: `step_start`, `text`, `reasoning`, `tool_use` when the tool has ended, `step_finish`
 * with the tokens and the cost of that step, `error`.
 */
export function decodeOpencode(event: JsonObject): readonly AgentEvent[] | null {
  const part = objectField(event, 'part');
  const session: AgentEvent = {
    kind: 'session',
    id: textField(event, 'sessionID'),
    folder: null,
  };
  switch (textField(event, 'type') ?? '') {
    case 'step_start':
      return [session];
    case 'text':
      return [
        session,
        ...said(textField(part, 'text') ?? '', {
          message: textField(part, 'messageID'),
          joint: '\n',
        }),
      ];
    case 'reasoning':
      return said(textField(part, 'text') ?? '', { voice: 'thought' });
    case 'tool_use':
      return tool(part);
    case 'step_finish':
      return [session, ...stepFinish(part)];
    case 'error':
      return [session, ...problem(objectField(event, 'error'))];
    default:
      return null;
  }
}

function tool(part: JsonObject | null): readonly AgentEvent[] {
  const name = textField(part, 'tool') ?? 'tool';
  const id = textField(part, 'callID') ?? textField(part, 'id') ?? name;
  const state = objectField(part, 'state');
  const call = toolCall(name, objectField(state, 'input'));
  const start: AgentEvent = { kind: 'tool', id, name, ...call, isNested: false };
  const status = textField(state, 'status');
  return status === 'completed' || status === 'error'
    ? [start, toolEnd(id, state, call.files, status === 'error')]
    : [start];
}

const refusedWords = /\b(?:rejected permission|permission denied|prevents you from using)\b/i;

function toolEnd(
  id: string,
  state: JsonObject | null,
  planned: readonly EntryFile[],
  isError: boolean,
): ToolEndEvent {
  const error = textField(state, 'error');
  const details = objectField(state, 'metadata');
  const time = objectField(state, 'time');
  const [start, end] = [numberField(time, 'start'), numberField(time, 'end')];
  const isRefused = isError && error !== null && refusedWords.test(error);
  return {
    kind: 'tool_end',
    id,
    state: isRefused ? 'refused' : isError ? 'failed' : 'done',
    output: textField(state, 'output') ?? error ?? '',
    exitCode: wholeField(details, 'exit'),
    tookMs: start === null || end === null ? null : Math.max(0, end - start),
    files: patched(planned, textField(details, 'diff')),
  };
}

function patched(planned: readonly EntryFile[], diff: string | null): readonly EntryFile[] | null {
  const [file] = planned;
  return diff === null || file === undefined ? null : [{ ...file, ...diffLines(diff) }];
}

/** After a step that calls tools another one follows. `input` is without cache reads, `output` without reasoning. */
function stepFinish(part: JsonObject | null): readonly AgentEvent[] {
  const tokens = objectField(part, 'tokens');
  const counts = [
    sumFields(tokens, ['input', 'output', 'reasoning']),
    sumFields(objectField(tokens, 'cache'), ['write']),
  ].filter((count) => count !== null);
  const reason = textField(part, 'reason');
  const usage: AgentEvent = {
    kind: 'usage',
    step: textField(part, 'id') ?? '',
    tokens: counts.length === 0 ? null : counts.reduce((total, count) => total + count, 0),
    costUsd: numberField(part, 'cost'),
  };
  return reason === null || reason === 'tool-calls'
    ? [usage]
    : [usage, { kind: 'end', isSuccess: true, finalText: null }];
}

/** The error in words, with its HTTP status and the header that names a time to wait. */
function problem(error: JsonObject | null): readonly AgentEvent[] {
  const details = objectField(error, 'data');
  const status = numberField(details, 'statusCode');
  const wait = textField(objectField(details, 'responseHeaders'), 'retry-after');
  const name = textField(error, 'name') ?? 'error';
  const message = [
    `${name}: ${textField(details, 'message') ?? ''}`,
    ...(status === null ? [] : [`status ${status}`]),
    ...(wait === null ? [] : [`retry-after: ${wait}`]),
  ].join('\n');
  const refusal = name === 'ProviderAuthError' ? 'login' : null;
  return [
    failed(message, { name, status, refusal }),
    { kind: 'end', isSuccess: false, finalText: null },
  ];
}
