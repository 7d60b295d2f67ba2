import type { EntryFile } from '#shared/model/session-entry.ts';
import {
  field,
  isJsonObject,
  numberField,
  objectField,
  textField,
  wholeField,
} from '#shared/core/agent-output/json-lines.ts';
import type { JsonObject } from '#shared/core/agent-output/json-lines.ts';
import { failed, said } from './agent-event.ts';
import type { AgentEvent, ToolEndEvent, ToolEvent } from './agent-event.ts';
import { commandOf, planText, toolCall } from './tool-call.ts';

/**
 * Codex, `exec --json`: `thread.started`, `turn.*`, `item.started`, `item.updated` and `item.completed` with what it
 * said and did, `error`.
 */
export function decodeCodex(event: JsonObject): readonly AgentEvent[] | null {
  switch (textField(event, 'type') ?? '') {
    case 'thread.started':
      return [{ kind: 'session', id: textField(event, 'thread_id'), folder: null }];
    case 'turn.started':
      return [];
    case 'item.started':
      return item(objectField(event, 'item'), false);
    case 'item.updated':
      return item(objectField(event, 'item'), false);
    case 'item.completed':
      return item(objectField(event, 'item'), true);
    case 'turn.completed':
      return [
        usage(objectField(event, 'usage')),
        { kind: 'end', isSuccess: true, finalText: null },
      ];
    case 'turn.failed': {
      const message = textField(objectField(event, 'error'), 'message') ?? 'turn failed';
      return [failed(message), { kind: 'end', isSuccess: false, finalText: null }];
    }
    case 'error':
      return [problem(textField(event, 'message') ?? 'error')];
    default:
      return null;
  }
}

const reconnecting = /^Reconnecting\.{0,3} (\d{1,3})\/(\d{1,3})\s*(?:\(([^]*)\))?/;

/** Codex says as an error also that it will try again. */
function problem(message: string): AgentEvent {
  const [matched, attempt, of, reason] = reconnecting.exec(message) ?? [];
  if (matched === undefined) return failed(message);
  return {
    kind: 'retry',
    reason: reason ?? 'the connection was lost',
    attempt: Number(attempt),
    of: Number(of),
    delayMs: null,
  };
}

function item(details: JsonObject | null, isDone: boolean): readonly AgentEvent[] | null {
  const id = textField(details, 'id') ?? '';
  switch (textField(details, 'type') ?? '') {
    case 'agent_message':
      return isDone ? said(textField(details, 'text') ?? '') : [];
    case 'reasoning':
      return isDone ? said(textField(details, 'text') ?? '', { voice: 'thought' }) : [];
    case 'command_execution':
      return command(id, details, isDone);
    case 'file_change':
      return fileChange(id, details, isDone);
    case 'mcp_tool_call':
      return mcpCall(id, details, isDone);
    case 'web_search': {
      const search = begun(id, 'Web search', 'search', textField(details, 'query') ?? '');
      return isDone ? [search, ended(id, details, '')] : [search];
    }
    case 'todo_list': {
      const steps = field(details, 'items');
      const plan = begun(id, 'Plan', 'plan', planText(Array.isArray(steps) ? steps : []));
      return [plan, ended(id, details, '')];
    }
    case 'error':
      return [{ kind: 'note', text: textField(details, 'message') ?? 'error' }];
    default:
      return null;
  }
}

function begun(
  id: string,
  name: string,
  action: ToolEvent['action'],
  subject: string,
  files: readonly EntryFile[] = [],
): ToolEvent {
  return { kind: 'tool', id, name, action, subject, files, isNested: false };
}

function ended(id: string, details: JsonObject | null, output: string): ToolEndEvent {
  const exitCode = wholeField(details, 'exit_code');
  const status = textField(details, 'status');
  const state = status === 'declined' ? 'refused' : status === 'failed' ? 'failed' : 'done';
  return { kind: 'tool_end', id, state, output, exitCode, tookMs: null, files: null };
}

function command(id: string, details: JsonObject | null, isDone: boolean): readonly AgentEvent[] {
  const start = begun(id, 'Shell', 'run', commandOf(field(details, 'command')) ?? '');
  const output = textField(details, 'aggregated_output') ?? '';
  return isDone ? [start, ended(id, details, output)] : [start];
}

const changeKinds: ReadonlyMap<string | null, EntryFile['kind']> = new Map([
  ['add', 'added'],
  ['delete', 'deleted'],
]);

function fileChange(
  id: string,
  details: JsonObject | null,
  isDone: boolean,
): readonly AgentEvent[] {
  const changes = field(details, 'changes');
  const files = (Array.isArray(changes) ? changes.filter(isJsonObject) : []).map((change) => ({
    path: textField(change, 'path') ?? '',
    kind: changeKinds.get(textField(change, 'kind')) ?? ('edited' as const),
    added: null,
    removed: null,
  }));
  const start = begun(id, 'Edit', 'edit', files.map(({ path }) => path).join('\n'), files);
  return isDone ? [start, ended(id, details, '')] : [start];
}

function mcpCall(id: string, details: JsonObject | null, isDone: boolean): readonly AgentEvent[] {
  const tool = textField(details, 'tool') ?? 'tool';
  const server = textField(details, 'server');
  const { action, subject } = toolCall(tool, objectField(details, 'arguments'));
  const start = begun(id, server === null ? tool : `${server}: ${tool}`, action, subject);
  if (!isDone) return [start];
  const content = field(objectField(details, 'result'), 'content');
  const texts = Array.isArray(content) ? content.filter(isJsonObject) : [];
  const output = texts.map((part) => textField(part, 'text') ?? '').join('\n');
  const error = textField(objectField(details, 'error'), 'message');
  return [start, ended(id, details, error ?? output)];
}

/** OpenAI's `input_tokens` include the cached ones, `output_tokens` include reasoning. */
function usage(details: JsonObject | null): AgentEvent {
  const input = numberField(details, 'input_tokens');
  const output = numberField(details, 'output_tokens');
  const cached = numberField(details, 'cached_input_tokens') ?? 0;
  const tokens =
    input === null && output === null
      ? null
      : Math.round(Math.max(0, (input ?? 0) - cached) + (output ?? 0));
  return { kind: 'usage', step: null, tokens, costUsd: null };
}
