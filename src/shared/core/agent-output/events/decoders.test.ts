import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { sessionEntrySchema } from '#shared/model/session-entry.ts';
import type { JsonObject } from '#shared/core/agent-output/json-lines.ts';
import { SessionBuilder } from '#shared/core/agent-output/session/session-builder.ts';
import { decodeClaude } from './claude.ts';
import { decodeCodex } from './codex.ts';
import { decoders } from './decoders.ts';

/** The events below are cut down from what the tools printed against a local model server. */
type Case = readonly [what: string, printed: JsonObject, read: readonly object[]];

const claudeSession = { kind: 'session', id: 'a968', folder: null };
const assistant = (content: unknown, more: object = {}) => ({
  type: 'assistant',
  message: { id: 'msg_1', role: 'assistant', content },
  parent_tool_use_id: null,
  session_id: 'a968',
  ...more,
});
const user = (part: object, details?: object) => ({
  type: 'user',
  message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', ...part }] },
  session_id: 'a968',
  ...(details !== undefined && { tool_use_result: details }),
});
const aText = { kind: 'text', voice: 'agent', message: 'msg_1', joint: '', isNested: false };
const text = (words: string, more: object = {}) => ({ ...aText, text: words, ...more });
const anEnd = { id: 't1', state: 'done', output: '', exitCode: null, tookMs: null, files: null };
const ended = (more: object) => ({ kind: 'tool_end', ...anEnd, ...more });
const aFailure = { kind: 'failure', name: '', status: null, refusal: null };
const failure = (message: string, more: object = {}) => ({ ...aFailure, message, ...more });
const retry = (reason: string, ...[attempt, of, delayMs]: readonly (number | null)[]) => {
  return { kind: 'retry', reason, attempt, of, delayMs };
};
const used = (tokens: number | null, costUsd: number | null = null, step: string | null = null) => {
  return { kind: 'usage', step, tokens, costUsd };
};
const end = (isSuccess: boolean, finalText: string | null = null) => {
  return { kind: 'end', isSuccess, finalText };
};
const npmTest = { type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'npm test' } };
const begun = (name: string, action: string, subject: string, files: readonly object[] = []) => {
  return { kind: 'tool', id: 't1', name, action, subject, files, isNested: false };
};
const bash = begun('Bash', 'run', 'npm test');
const counts = { input_tokens: 100, cache_creation_input_tokens: 20, output_tokens: 40 };
const apiRetry = { type: 'system', subtype: 'api_retry', attempt: 2, max_retries: 10 };
const rejected = { status: 'rejected', resetsAt: 1_790_000_000, rateLimitType: 'five_hour' };

const claudeSays: readonly Case[] = [
  [
    'a session and its folder',
    { type: 'system', subtype: 'init', cwd: '/w/1', session_id: 'a968', tools: ['Bash'] },
    [{ kind: 'session', id: 'a968', folder: '/w/1' }],
  ],
  ['words', assistant([{ type: 'text', text: 'Hi.' }]), [claudeSession, text('Hi.')]],
  [
    'a thought, which is of no message',
    assistant([{ type: 'thinking', thinking: 'Hm.', signature: 'x' }]),
    [claudeSession, text('Hm.', { voice: 'thought', message: null })],
  ],
  [
    'a tool that begins, by an agent that this agent has started',
    assistant([npmTest], { parent_tool_use_id: 't0' }),
    [claudeSession, { ...bash, isNested: true }],
  ],
  [
    'several things at once, in their order, and what they used',
    {
      ...assistant([]),
      message: { id: 'msg_1', content: [{ type: 'text', text: 'Now.' }, npmTest], usage: counts },
    },
    [claudeSession, text('Now.'), bash, used(160, null, 'msg_1')],
  ],
  ['a tool that has ended', user({ content: 'ok' }), [ended({ output: 'ok' })]],
  [
    'output in parts, some of which are no text',
    user({ content: [{ type: 'text', text: 'a' }, { type: 'image' }, 7, {}] }, { durationMs: 5.5 }),
    [ended({ output: 'a\n[image]\n[something else]', tookMs: 5.5 })],
  ],
  [
    'a command that failed, with its exit code',
    user({ content: 'Error: Exit code 127\nnot found', is_error: true }),
    [ended({ state: 'failed', exitCode: 127, output: 'not found' })],
  ],
  [
    'words about an exit code in output that is no error',
    user({ content: 'Exit code 1\nis shown' }),
    [ended({ output: 'Exit code 1\nis shown' })],
  ],
  [
    'a tool that was used wrongly',
    user({ content: '<tool_use_error>No file $&</tool_use_error>', is_error: true }),
    [ended({ state: 'failed', output: 'No file $&' })],
  ],
  [
    'a tool that was not permitted',
    user({ content: "You haven't granted it yet.", is_error: true }),
    [ended({ state: 'refused', output: "You haven't granted it yet." })],
  ],
  [
    'a new file, line by line',
    user(
      {},
      { type: 'create', filePath: '/w/b', structuredPatch: [{ lines: ['+x', '+++i;', 5] }] },
    ),
    [ended({ files: [{ path: '/w/b', kind: 'added', added: 2, removed: 0 }] })],
  ],
  [
    'an edit in two places',
    user(
      {},
      { filePath: '/w/a', structuredPatch: [{ lines: [' a', '-b', '+c'] }, { lines: ['---'] }] },
    ),
    [ended({ files: [{ path: '/w/a', kind: 'edited', added: 1, removed: 2 }] })],
  ],
  [
    'a new file whose lines are not printed: as its beginning said',
    user({}, { type: 'create', filePath: '/w/b', structuredPatch: [] }),
    [ended({})],
  ],
  [
    'that it will try again',
    { ...apiRetry, retry_delay_ms: 65_490.5, error_status: 429, error: 'rate_limit' },
    [retry('rate limit (429)', 2, 10, 65_490.5)],
  ],
  [
    'that it will try again, with fields missing or of no use',
    { ...apiRetry, attempt: 1.5, max_retries: '10', retry_delay_ms: -1 },
    [retry('the provider did not answer', null, null, null)],
  ],
  [
    'a refused permission',
    { type: 'system', subtype: 'permission_denied', tool_name: 'WebFetch', message: 'mode' },
    [{ kind: 'refused', toolId: null, tool: 'WebFetch', reason: 'mode' }],
  ],
  [
    'that the conversation was cut',
    { type: 'system', subtype: 'compact_boundary' },
    [{ kind: 'note', text: 'The conversation became too long and was summed up.' }],
  ],
  [
    'a limit and its end in ms',
    { type: 'rate_limit_event', rate_limit_info: rejected },
    [
      {
        kind: 'limit',
        message: 'The five hour limit of its provider is reached.',
        resetsAt: 1_790_000_000_000,
      },
    ],
  ],
  [
    'a limit that is only near: nothing',
    { type: 'rate_limit_event', rate_limit_info: { ...rejected, status: 'allowed_warning' } },
    [],
  ],
  [
    'a request that a limit refused, in its own words',
    assistant([{ type: 'text', text: "You've hit your limit" }], { error: 'rate_limit' }),
    [claudeSession, failure("You've hit your limit", { name: 'rate_limit', refusal: 'limit' })],
  ],
  [
    'a login that failed, without words',
    assistant([], { error: 'authentication_failed' }),
    [
      claudeSession,
      failure('authentication failed', { name: 'authentication_failed', refusal: 'login' }),
    ],
  ],
  [
    'the end, with the tokens of all models and the cost',
    {
      type: 'result',
      subtype: 'success',
      is_error: false,
      result: 'Done.',
      session_id: 'a968',
      total_cost_usd: 0.5,
      usage: counts,
      modelUsage: { opus: { inputTokens: 5, outputTokens: 1 }, haiku: { inputTokens: 2 }, x: 7 },
      permission_denials: [{ tool_name: 'WebFetch', tool_use_id: 't4' }, null],
    },
    [
      claudeSession,
      { kind: 'refused', toolId: 't4', tool: 'WebFetch', reason: '' },
      used(8, 0.5),
      end(true, 'Done.'),
    ],
  ],
  [
    'an end with errors',
    {
      type: 'result',
      subtype: 'error_during_execution',
      is_error: true,
      api_error_status: 500,
      errors: ['one', 2, 'three'],
      usage: counts,
    },
    [
      { ...claudeSession, id: null },
      failure('one\nthree', { name: 'error_during_execution', status: 500 }),
      used(160),
      end(false),
    ],
  ],
  ['the progress of what is shown already: nothing', { type: 'stream_event', event: {} }, []],
  ['what its hooks do: nothing', { type: 'system', subtype: 'hook_started' }, []],
];

const item = (type: string, details: object, when = 'completed') => ({
  type: `item.${when}`,
  item: { id: 't1', type, ...details },
});
const shell = { command: `/bin/bash -lc 'npm test'`, aggregated_output: '', exit_code: null };
const shellBegun = begun('Shell', 'run', 'npm test');
const changes = [
  { path: 'a.ts', kind: 'add' },
  { path: 'b.ts', kind: 'delete' },
  { path: 'c.ts', kind: 'update' },
  7,
];
const edits = begun('Edit', 'edit', 'a.ts\nb.ts\nc.ts', [
  { path: 'a.ts', kind: 'added', added: null, removed: null },
  { path: 'b.ts', kind: 'deleted', added: null, removed: null },
  { path: 'c.ts', kind: 'edited', added: null, removed: null },
]);
const call = { server: 'docs', tool: 'find', arguments: { query: 'x' } };
const found = { content: [{ type: 'text', text: 'one' }, null, { type: 'text', text: 'two' }] };
const codexUsage = (details: unknown, tokens: number | null): Case => [
  `what it used: ${JSON.stringify(details)}`,
  { type: 'turn.completed', usage: details },
  [used(tokens), end(true)],
];

const codexSays: readonly Case[] = [
  [
    'a session',
    { type: 'thread.started', thread_id: '01a1' },
    [{ kind: 'session', id: '01a1', folder: null }],
  ],
  ['that a turn begins: nothing', { type: 'turn.started' }, []],
  ['words', item('agent_message', { text: 'Hi.' }), [text('Hi.', { message: null })]],
  ['words that are not whole yet: nothing', item('agent_message', { text: 'H' }, 'updated'), []],
  [
    'a thought',
    item('reasoning', { text: '**Hm**' }),
    [text('**Hm**', { voice: 'thought', message: null })],
  ],
  [
    'a command that begins',
    item('command_execution', { ...shell, status: 'in_progress' }, 'started'),
    [shellBegun],
  ],
  [
    'a command that has ended',
    item('command_execution', { ...shell, aggregated_output: 'ok', exit_code: 0 }),
    [shellBegun, ended({ output: 'ok', exitCode: 0 })],
  ],
  [
    'a command that failed',
    item('command_execution', { ...shell, status: 'failed', exit_code: 2 }),
    [shellBegun, ended({ state: 'failed', exitCode: 2 })],
  ],
  [
    'a command that was not permitted, and an exit code that is none',
    item('command_execution', { ...shell, status: 'declined', exit_code: 0.5 }),
    [shellBegun, ended({ state: 'refused' })],
  ],
  ['files that it will change', item('file_change', { changes }, 'started'), [edits]],
  ['files that it has changed', item('file_change', { changes }), [edits, ended({})]],
  [
    'what a server of tools answered',
    item('mcp_tool_call', { ...call, status: 'completed', result: found }),
    [begun('docs: find', 'search', 'x'), ended({ output: 'one\ntwo' })],
  ],
  [
    'that a server of tools failed',
    item('mcp_tool_call', { ...call, server: null, status: 'failed', error: { message: 'gone' } }),
    [begun('find', 'search', 'x'), ended({ state: 'failed', output: 'gone' })],
  ],
  [
    'a search',
    item('web_search', { query: 'cats' }),
    [begun('Web search', 'search', 'cats'), ended({})],
  ],
  [
    'a plan',
    item('todo_list', { items: [{ text: 'one', completed: true }] }, 'updated'),
    [begun('Plan', 'plan', '✓ one'), ended({})],
  ],
  ['a warning', item('error', { message: 'slow' }), [{ kind: 'note', text: 'slow' }]],
  [
    'that it connects again',
    { type: 'error', message: 'Reconnecting... 1/5 (last status: 429 Too Many Requests)' },
    [retry('last status: 429 Too Many Requests', 1, 5, null)],
  ],
  [
    'that it connects again, without a reason',
    { type: 'error', message: 'Reconnecting... 2/5' },
    [retry('the connection was lost', 2, 5, null)],
  ],
  [
    'an error',
    { type: 'error', message: 'You’ve hit your usage limit.' },
    [failure('You’ve hit your usage limit.')],
  ],
  [
    'a turn that failed',
    { type: 'turn.failed', error: { message: 'status 401' } },
    [failure('status 401'), end(false)],
  ],
  [
    'a turn that failed, without words',
    { type: 'turn.failed', error: 'no' },
    [failure('turn failed'), end(false)],
  ],
  codexUsage({ input_tokens: 100, cached_input_tokens: 30, output_tokens: 40 }, 110),
  codexUsage({ input_tokens: 10, cached_input_tokens: 30, output_tokens: 4 }, 4),
  codexUsage({ input_tokens: '100' }, null),
  codexUsage(null, null),
];

describe('claude says', () => {
  test.each(claudeSays)('%s', (_what, printed, read) => {
    expect(decodeClaude(printed)).toEqual(read);
  });
});

describe('codex says', () => {
  test.each(codexSays)('%s', (_what, printed, read) => {
    expect(decodeCodex(printed)).toEqual(read);
  });
});

const unknown: readonly JsonObject[] = [
  {},
  { type: 7 },
  { type: 'brand_new' },
  { type: 'system', subtype: 'brand_new' },
  { type: 'item.completed' },
  { type: 'item.completed', item: [] },
  { type: 'item.started', item: { type: 'brand_new' } },
  { type: 'toString', __proto__: null },
];

test.each(unknown)(
  'an event that no agent is known for is left to be shown as it is: %j',
  (event) => {
    for (const decode of Object.values(decoders)) expect(decode?.(event) ?? null).toBeNull();
  },
);

describe('any agent, with any field missing or of any kind', () => {
  const printed = [...claudeSays, ...codexSays].map(([, event]) => event);
  const hostile = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, -1, 0.5, 1e300, '', {}, []));
  const broken = fc
    .tuple(fc.constantFrom(...printed), fc.nat(), hostile)
    .map(([event, place, value]) => replaced(event, place, value));
  const formats = fc.constantFrom('claude', 'codex', 'gemini', 'opencode');

  it('is shown however deep it is nested, where nobody knows it', () => {
    const session = new SessionBuilder('claude');
    session.line(`{"type":"brand_new","a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 1);
    const [entry] = session.entries.slice(0, 1);
    expect(entry).toMatchObject({ kind: 'other', text: { text: '{"type":"brand_new","a":"…"}' } });
  });

  it('is read without a throw, to entries that are as they are promised', () => {
    fc.assert(
      fc.property(formats, fc.array(broken, { maxLength: 6 }), (format, events) => {
        const session = new SessionBuilder(format);
        for (const event of events) session.line(JSON.stringify(event), 1);
        const { first, end } = session.entries;
        for (const entry of session.entries.slice(first, end)) sessionEntrySchema.parse(entry);
      }),
    );
  });
});

/** The event with another value at one of its places, however deep that is; undefined: without it. */
function replaced(event: JsonObject, place: number, value: unknown): unknown {
  let count = 0;
  const visit = (): number => (count += 1);
  JSON.stringify(event, (_name, one: unknown) => (visit(), one));
  const target = 1 + (place % count);
  count = 0;
  const text = JSON.stringify(event, (_name, one: unknown) => (visit() === target ? value : one));
  return JSON.parse(text ?? 'null');
}
