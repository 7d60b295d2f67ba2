import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { SessionEntry } from '#shared/model/session-entry.ts';
import type { OutputFormat } from '#shared/core/agent-output/output-input.ts';
import { activityLine, activityOf } from './activity.ts';
import { SessionBuilder } from './session-builder.ts';

/** The events below are cut down from what the tools printed against a local model server. */
type Printed = object | string;

function read(
  format: OutputFormat,
  printed: readonly Printed[],
  folder: string | null = null,
): SessionBuilder {
  const session = new SessionBuilder(format, folder);
  for (const [index, one] of printed.entries()) {
    session.line(typeof one === 'string' ? one : `${JSON.stringify(one)}\r`, index * 1_000);
  }
  return session;
}

function entriesOf(session: SessionBuilder): readonly SessionEntry[] {
  return session.entries.slice(session.entries.first, session.entries.end);
}

/** Entries as short as they can be compared. */
function lines(session: SessionBuilder): readonly string[] {
  return entriesOf(session).map((entry) => {
    switch (entry.kind) {
      case 'text':
        return `${entry.voice}: ${entry.text.text}`;
      case 'tool': {
        const files = entry.files.map(
          ({ path, added, removed }) => `${path} +${added} -${removed}`,
        );
        const end = `${entry.state} ${entry.exitCode} ${entry.tookMs} ${entry.output.text}`;
        return [`${entry.name}/${entry.action} ${entry.subject}`, end, ...files].join(' | ');
      }
      case 'retry':
        return `retry ${entry.attempt}/${entry.of} until ${entry.until}: ${entry.reason}`;
      case 'refused':
        return `refused ${entry.tool} ${entry.subject}: ${entry.reason}`;
      case 'limit':
        return `limit until ${entry.until}: ${entry.message}`;
      case 'failure':
        return `failure: ${entry.message}`;
      case 'end':
        return `end ${entry.isSuccess} ${entry.tokens} ${entry.costUsd}`;
      case 'question':
        return `question: ${entry.text}`;
      case 'other':
        return `other: ${entry.text.text}`;
      default:
        return assertNever(entry, 'entry of a session');
    }
  });
}

function doing(session: SessionBuilder, now: number): string {
  return activityLine(activityOf(session), now, (time) => `clock ${time}`);
}

const claudeInit = { type: 'system', subtype: 'init', cwd: '/w/1', session_id: 'a968' };
const usage = { input_tokens: 100, cache_creation_input_tokens: 20, output_tokens: 1 };
const claudeSays = (part: object, more: object = {}) => ({
  type: 'assistant',
  message: { id: 'msg_1', model: 'claude-sonnet-4-5', content: [part], usage },
  parent_tool_use_id: null,
  ...more,
});
const claudeTool = (id: string, name: string, input: object) =>
  claudeSays({ type: 'tool_use', id, name, input });
const claudeResult = (id: string, content: unknown, more: object = {}, details?: object) => ({
  type: 'user',
  message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content, ...more }] },
  ...(details !== undefined && { tool_use_result: details }),
});
const claudeEnd = {
  type: 'result',
  subtype: 'success',
  is_error: false,
  result: 'All **done**.',
  total_cost_usd: 0.5,
  permission_denials: [{ tool_name: 'WebFetch', tool_use_id: 't4', tool_input: {} }],
  modelUsage: { opus: { inputTokens: 100, outputTokens: 40, cacheCreationInputTokens: 20 } },
};

describe('a session of claude', () => {
  it('says what it said, did, changed, was refused and spent', () => {
    const created = {
      type: 'create',
      filePath: '/w/1/b.ts',
      structuredPatch: [{ lines: ['+x', '+y'] }],
    };
    const edit = { file_path: '/w/1/a.ts', old_string: 'a\nb', new_string: 'a\nc\nd' };
    const denied = {
      type: 'system',
      subtype: 'permission_denied',
      tool_name: 'WebFetch',
      tool_use_id: 't4',
      decision_reason: 'mode',
    };
    const session = read('claude', [
      claudeInit,
      claudeSays({ type: 'thinking', thinking: 'First look.' }),
      claudeSays({ type: 'text', text: 'I look at it.' }),
      claudeTool('t1', 'Bash', { command: 'npm test', description: 'Run the tests' }),
      claudeResult('t1', 'Error: Exit code 1\n2 fail', { is_error: true }),
      claudeTool('t2', 'Edit', edit),
      claudeResult('t2', 'ok'),
      claudeTool('t3', 'Write', { file_path: '/w/1/b.ts', content: 'x\ny\n' }),
      claudeResult('t3', [{ type: 'text', text: 'written' }], {}, created),
      claudeTool('t4', 'WebFetch', { url: 'https://example.invalid/', prompt: 'Read' }),
      denied,
      claudeResult('t4', 'No.', { is_error: true }),
      claudeSays({ type: 'text', text: 'All **done**.' }),
      claudeEnd,
    ]);
    expect(lines(session)).toEqual([
      'thought: First look.',
      'agent: I look at it.',
      'Bash/run npm test | failed 1 1000 2 fail',
      'Edit/edit a.ts | done null 1000 ok | a.ts +2 -1',
      'Write/edit b.ts | done null 1000 written | b.ts +2 -0',
      'WebFetch/fetch https://example.invalid/ | refused null 2000 No.',
      'agent: All **done**.',
      'end true 160 0.5',
    ]);
  });

  it('says what runs and since when, and what it waits for', () => {
    const running = [claudeInit, claudeTool('t1', 'Bash', { command: 'npm test' })];
    expect(doing(read('claude', running), 13_000)).toBe('Bash: npm test · 12 s');
    const retry = {
      type: 'system',
      subtype: 'api_retry',
      attempt: 2,
      max_retries: 10,
      retry_delay_ms: 65_000,
      error_status: 429,
      error: 'rate_limit',
    };
    const waiting = read('claude', [claudeInit, { ...retry, attempt: 1 }, retry]);
    expect(lines(waiting)).toEqual(['retry 2/10 until 67000: rate limit (429)']);
    expect(doing(waiting, 3_000)).toBe('tries again: rate limit (429) · until clock 67000');
    expect(doing(waiting, 68_000)).toBe('tries again: rate limit (429)');
  });

  it('says a refused request once, in its own words, with the time of the limit', () => {
    const words = "You've hit your session limit · resets 7pm (UTC)";
    const info = { status: 'rejected', resetsAt: 9, rateLimitType: 'five_hour' };
    const refused = { is_error: true, api_error_status: 429, result: words, total_cost_usd: 0 };
    const session = read('claude', [
      { type: 'rate_limit_event', rate_limit_info: info },
      claudeSays({ type: 'text', text: words }, { error: 'rate_limit' }),
      { ...claudeEnd, ...refused, permission_denials: [] },
    ]);
    expect(lines(session)).toEqual([
      'limit until 9000: The five hour limit of its provider is reached.',
      `failure: ${words}`,
      'end false 160 0',
    ]);
  });

  it('marks the work of agents that it has started', () => {
    const session = read('claude', [
      claudeTool('t1', 'Task', { description: 'Look', prompt: 'Look around' }),
      claudeSays({ type: 'text', text: 'inside' }, { parent_tool_use_id: 't1' }),
    ]);
    expect(entriesOf(session).map(({ isNested }) => isNested)).toEqual([false, true]);
  });
});

describe('a session of codex', () => {
  const item = (type: string, details: object, when = 'completed') => ({
    type: `item.${when}`,
    item: { id: `i${type}`, type, ...details },
  });

  it('says what it said, did and changed', () => {
    const command = { command: `/bin/bash -lc 'npm test'`, aggregated_output: '' };
    const lost = 'Reconnecting... 1/5 (exceeded retry limit, last status: 429 Too Many Requests)';
    const steps = [
      { text: 'one', completed: true },
      { text: 'two', completed: false },
    ];
    const call = { server: 'docs', tool: 'find', arguments: { query: 'x' } };
    const session = read('codex', [
      { type: 'thread.started', thread_id: '01a1' },
      { type: 'turn.started' },
      item('reasoning', { text: '**Looking**' }),
      item('command_execution', { ...command, status: 'in_progress' }, 'started'),
      item('command_execution', { ...command, aggregated_output: 'ok', exit_code: 0 }),
      item('file_change', { changes: [{ path: 'a.ts', kind: 'add' }], status: 'completed' }),
      item('mcp_tool_call', { ...call, status: 'failed', error: { message: 'gone' } }),
      item('todo_list', { items: steps }),
      { type: 'error', message: lost },
      item('agent_message', { text: 'Done.' }),
      {
        type: 'turn.completed',
        usage: { input_tokens: 100, cached_input_tokens: 30, output_tokens: 40 },
      },
    ]);
    expect(lines(session)).toEqual([
      'thought: **Looking**',
      'Shell/run npm test | done 0 1000 ok',
      'Edit/edit a.ts | done null null  | a.ts +null -null',
      'docs: find/search x | failed null null gone',
      'Plan/plan ✓ one\n○ two | done null null ',
      'retry 1/5 until null: exceeded retry limit, last status: 429 Too Many Requests',
      'agent: Done.',
      'end true 110 null',
    ]);
  });
});

describe('a session of gemini', () => {
  it('joins the pieces of an answer, and shows what it prints beside its events', () => {
    const tool = { tool_name: 'run_shell_command', tool_id: 'r-1', parameters: { command: 'ls' } };
    const error = { type: 'x', message: 'Command injection detected: ls' };
    const session = read('gemini', [
      'YOLO mode is enabled.',
      'Ripgrep is not available.',
      { type: 'init', session_id: '1cab', model: 'auto' },
      { type: 'message', role: 'user', content: 'the prompt' },
      { type: 'message', role: 'assistant', content: 'All ', delta: true },
      { type: 'message', role: 'assistant', content: 'good', delta: true },
      { type: 'tool_use', ...tool },
      { type: 'tool_result', tool_id: 'r-1', status: 'error', error },
      { type: 'result', status: 'success', stats: { total_tokens: 100, cached: 30 } },
    ]);
    expect(lines(session)).toEqual([
      'other: YOLO mode is enabled.\nRipgrep is not available.',
      'agent: All good',
      'run_shell_command/run ls | refused null 1000 Command injection detected: ls',
      'end true 70 null',
    ]);
  });
});

describe('a session of opencode', () => {
  it('knows how long tools took, which it prints when they have ended', () => {
    const part = (type: string, details: object) => ({
      type,
      sessionID: 's',
      part: { id: type, messageID: 'm', ...details },
    });
    const tool = (name: string, callID: string, state: object) =>
      part('tool_use', {
        tool: name,
        callID,
        state: { status: 'completed', time: { start: 5, end: 2_005 }, ...state },
      });
    const ran = { input: { command: 'ls' }, output: 'a', metadata: { exit: 0 } };
    const edited = {
      input: { filePath: 'a.ts', oldString: 'x', newString: 'y' },
      output: '',
      metadata: { diff: '--- a\n+++ b\n-x\n+y\n+z' },
    };
    const tokens = { input: 5, output: 2, reasoning: 1, cache: { write: 3 } };
    const error = { name: 'APIError', data: { message: 'slow down', statusCode: 429 } };
    const session = read('opencode', [
      part('step_start', {}),
      part('text', { text: 'Looking' }),
      tool('bash', 'c1', ran),
      tool('edit', 'c2', edited),
      part('step_finish', { reason: 'stop', tokens, cost: 0.1 }),
      { type: 'error', sessionID: 's', error },
    ]);
    expect(lines(session)).toEqual([
      'agent: Looking',
      'bash/run ls | done 0 2000 a',
      'edit/edit a.ts | done null 2000  | a.ts +2 -1',
      'end true 11 0.1',
      'failure: APIError: slow down\nstatus 429',
      'end false 11 0.1',
    ]);
  });
});

describe('a session of any agent', () => {
  it('names files from the folder that the agent works in, its own word for it first', () => {
    const change = { id: 'i', type: 'file_change', status: 'completed' };
    const changes = [{ path: '/w/1/src/a.ts', kind: 'update' }];
    const codex = [{ type: 'item.completed', item: { ...change, changes } }];
    expect(lines(read('codex', codex, '/w/1'))).toEqual([
      'Edit/edit src/a.ts | done null null  | src/a.ts +null -null',
    ]);
    const state = { status: 'running', input: { filePath: '/w/1/src/b.ts' } };
    const opencode = [{ type: 'tool_use', part: { tool: 'read', callID: 'c', state } }];
    expect(doing(read('opencode', opencode, '/w/1'), 0)).toBe('read: src/b.ts · 0 s');
    const claude = [claudeInit, claudeTool('t', 'Read', { file_path: '/w/1/c.ts' })];
    expect(doing(read('claude', claude, '/link/1'), 1_000)).toBe('Read: c.ts · 0 s');
  });

  it('shows events of an unknown kind, broken ones and plain lines, in their order', () => {
    const unknown = { type: 'brand_new', words: 'hi' };
    const session = read('claude', ['Warning: slow', unknown, '{"type":"assi', 'TypeError: x']);
    expect(lines(session)).toEqual(['other: Warning: slow\n{"type":"brand_new","words":"hi"}']);
    expect(session.pending('', false)).toBe('{"type":"assi\nTypeError: x');
    expect(session.pending('{"ty', false)).toBe('{"type":"assi\nTypeError: x');
    expect(session.pending('Proceed? (y/n) ', true)).toContain('Proceed? (y/n)');
  });

  it('shows no escape sequence, and knows a program that draws its screen', () => {
    const escape = String.fromCodePoint(27);
    const bell = String.fromCodePoint(7);
    const coloured = `${escape}[31mred${escape}[0m${escape}]0;title${bell} text\r`;
    const session = read('plain', [coloured, 'a\rb']);
    expect(lines(session)).toEqual(['other: red text\na\nb']);
    expect(session.draws).toBe(false);
    expect(read('plain', [`${escape}[?1049h${escape}[2J`]).draws).toBe(true);
  });

  it('keeps the beginning and the end of what is too long', () => {
    const output = `first${'x'.repeat(3_000_000)}last`;
    const session = read('claude', [
      claudeTool('t', 'Bash', { command: 'y' }),
      claudeResult('t', output),
    ]);
    const [entry] = entriesOf(session);
    if (entry?.kind !== 'tool') throw new Error('There is no tool.');
    const { text, omitted, end } = entry.output;
    expect(text.startsWith('first')).toBe(true);
    expect(end.endsWith('last')).toBe(true);
    expect(text.length + omitted + end.length).toBe(output.length);
  });

  it('keeps what fits into memory, and the places of entries', () => {
    const session = new SessionBuilder('claude');
    const long = 'x'.repeat(40_000);
    for (let index = 0; index < 2_000; index += 1) {
      const content = [{ type: 'text', text: `${index} ${long}` }];
      const event = { type: 'assistant', message: { id: `m${index}`, content } };
      session.line(JSON.stringify(event), null);
    }
    const { entries } = session;
    expect(entries.first).toBeGreaterThan(0);
    expect(entries.end).toBe(2_000);
    const newest = entries.at(1_999);
    expect(newest?.kind === 'text' && newest.text.text.startsWith('1999 ')).toBe(true);
  });

  it('never throws, whatever is printed', () => {
    const types = ['assistant', 'user', 'result', 'item.completed', 'tool_use', 'text', 'error'];
    const event = fc.record({
      type: fc.constantFrom(...types),
      message: fc.jsonValue(),
      item: fc.jsonValue(),
      part: fc.jsonValue(),
    });
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      event.map((one) => JSON.stringify(one)),
    );
    const formats: readonly OutputFormat[] = ['claude', 'codex', 'gemini', 'opencode', 'plain'];
    fc.assert(
      fc.property(fc.constantFrom(...formats), fc.array(piece), (format, printed) => {
        const session = read(format, printed);
        expect(doing(session, 0)).not.toContain('\n');
        expect(session.pending('x', true)).toContain('x');
      }),
      { numRuns: 50 },
    );
  });
});
