import { describe, expect, test } from 'vitest';
import { generalSignals } from './interpret.ts';
import type { OutputFormat } from './output-input.ts';
import { readAttempt } from './read-attempt.ts';
import type { AttemptEnd } from './read-attempt.ts';

function attempt(format: OutputFormat, text: string): AttemptEnd {
  return {
    format,
    text,
    exitCode: 1,
    reportFile: null,
    exitCodeReports: false,
    signals: generalSignals,
    now: Date.parse('2026-11-20T17:30:00Z'),
    timeZone: 'UTC',
  };
}

function read(format: OutputFormat, text: string, over: Partial<AttemptEnd> = {}) {
  return readAttempt({ ...attempt(format, text), ...over }).output;
}

function lines(...events: readonly object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\r\n`).join('');
}

const limitWords = 'Error: 429 Too Many Requests: rate limit reached, try again in 5 minutes';

/** What each tool prints of a command that it ran, and what its model says, before it breaks off. */
const toolOutput: readonly (readonly [OutputFormat, string])[] = [
  [
    'claude',
    lines(
      { type: 'user', message: { content: [{ type: 'tool_result', content: limitWords }] } },
      {
        type: 'assistant',
        message: { model: 'opus', content: [{ type: 'text', text: limitWords }] },
      },
    ),
  ],
  [
    'codex',
    lines(
      {
        type: 'item.completed',
        item: { type: 'command_execution', aggregated_output: limitWords },
      },
      { type: 'item.completed', item: { type: 'agent_message', text: limitWords } },
    ),
  ],
  [
    'gemini',
    lines(
      { type: 'tool_result', status: 'error', output: limitWords, error: { message: limitWords } },
      { type: 'message', role: 'assistant', content: limitWords },
    ),
  ],
  [
    'opencode',
    lines(
      {
        type: 'tool_use',
        part: { state: { status: 'error', error: limitWords, output: limitWords } },
      },
      { type: 'text', part: { messageID: 'm', text: limitWords } },
    ),
  ],
];

describe('what a command printed or the model says is no refusal', () => {
  test.each(toolOutput)('%s', (format, text) => {
    for (const end of ['', 'Segmentation fault\r\n', `${limitWords.slice(7)}\r\n`]) {
      expect(read(format, text + end)).toMatchObject({ rateLimit: null, loginProblem: null });
    }
    // The end of a long line, whose beginning is not there any more.
    expect(read(format, text.slice(20))).toMatchObject({ rateLimit: null });
    expect(read(format, text.slice(0, -20))).toMatchObject({ rateLimit: null });
  });

  test('an error result of claude that only repeats what its model said', () => {
    const [, stream = ''] = toolOutput[0] ?? [];
    const result = {
      type: 'result',
      subtype: 'error_max_turns',
      is_error: true,
      result: limitWords,
    };
    expect(read('claude', stream + lines(result))).toMatchObject({
      rateLimit: null,
      cause: 'error_max_turns',
    });
  });

  test('a connection of codex that came back', () => {
    const error = {
      type: 'error',
      message: 'Reconnecting... 1/5 (last status: 429 Too Many Requests)',
    };
    const started = { type: 'item.started', item: { type: 'command_execution' } };
    expect(read('codex', lines(error, started)).rateLimit).toBeNull();
    expect(read('codex', lines(started, error)).rateLimit).not.toBeNull();
  });
});

describe('an agent without an output format', () => {
  test.each([
    'FAIL limiter.test.js: expected 429 Too Many Requests, got 200',
    'AssertionError: expected "rate limit, try again in 5 minutes" to be shown',
    'not ok 3 - rate limited, retry after 60 seconds',
    '  429 Too Many Requests, try again in 5 minutes',
    '✗ usage limit reached: resets at 15:00',
    'Error: should say "usage limit reached, try again in 2 hours"',
    'test rate_limit_resets_in_5_minutes ... FAILED',
    'limiter.spec.ts: rate limit: try again in 5 minutes',
    'src/limit.ts:12: rate limit exceeded, retry in 30s',
    'Tests: 1 failed (429 Too Many Requests, try again in 5 minutes)',
    'Error: 429 Too Many Requests',
    'quota exceeded',
    `${limitWords}\nnpm error code 1`,
  ])('is not refused when its last line is %j', (line) => {
    expect(read('plain', `working\r\n${line}\r\n`).rateLimit).toBeNull();
  });

  test.each([
    limitWords,
    '429 {"error":{"message":"Rate limit reached. Please try again in 41s."}}',
    'Rate limit reached for requests. Please try again in 41s.',
  ])('is when it failed and ends with %j', (line) => {
    expect(read('plain', `working\r\n${line}\r\n\r\n`).rateLimit?.resetsAt).toMatch(
      /^2026-11-20T17:3/,
    );
    expect(read('plain', line, { exitCode: 0 }).rateLimit).toBeNull();
    expect(read('plain', line, { exitCode: null }).rateLimit).toBeNull();
    expect(read('plain', line, { reportFile: '{"s":"f"}' }).rateLimit).toBeNull();
  });

  test('is never taken for one that is not logged in: a test may print that', () => {
    expect(read('plain', 'Error: 401 Unauthorized: invalid API key').loginProblem).toBeNull();
  });

  test('tells of a limit in its report file, also a script whose words are never believed', () => {
    const silent = { signals: { ...generalSignals, rateLimit: [] } };
    const tell = (l: unknown) =>
      read('plain', '', { ...silent, reportFile: JSON.stringify({ s: 'f', x: 'full', l }) })
        .rateLimit;
    expect(tell(90)).toEqual({ resetsAt: '2026-11-20T17:31:30.000Z', message: 'full' });
    expect(tell('2026-11-20T18:00:00Z')?.resetsAt).toBe('2026-11-20T18:00:00.000Z');
    expect(tell(true)?.resetsAt).toBeNull();
    expect(tell(false)).toBeNull();
    expect(read('plain', `${limitWords}\n{"s":"f","l":90}`, silent).rateLimit).toBeNull();
    for (const far of [1e21, 1e308, '9999-12-31T00:00:00Z', 40 * 24 * 3600]) {
      expect(tell(far)?.resetsAt, String(far)).toBe('2026-11-27T17:30:00.000Z');
    }
  });

  test.each([-5, 0, '9999-99-99T', 'soon', '', '5', [], {}])(
    'is not taken for limited by %j in its report file, and told so',
    (l) => {
      const reportFile = JSON.stringify({ s: 'f', x: 'full', l });
      const end = { ...attempt('plain', ''), reportFile };
      const { output, report } = readAttempt(end);
      expect(output.rateLimit).toBeNull();
      expect(report.message).toBe(
        'full The "l" of its report is neither seconds to come nor a time (ISO).',
      );
    },
  );
});

describe('the agent’s own channel', () => {
  test.each<[OutputFormat, string, object]>([
    [
      'claude',
      lines({ type: 'assistant', error: 'rate_limit', message: { model: '<synthetic>' } }),
      {},
    ],
    ['claude', 'API Error: Request rejected (429) · rate limit', {}],
    [
      'codex',
      lines({ type: 'turn.failed', error: { message: 'last status: 429 Too Many Requests' } }),
      {},
    ],
    ['gemini', '', { exitCode: 173 }],
    ['gemini', '[API Error: You have exhausted your daily quota on this model.]', {}],
    ['opencode', lines({ type: 'error', error: { data: { message: 'no', statusCode: 429 } } }), {}],
    ['opencode', lines({ type: 'error', error: { data: { message: 'no', statusCode: 529 } } }), {}],
  ])('of %s tells a limit: %s %j', (format, text, over) => {
    expect(read(format, text, over)).toMatchObject({
      rateLimit: { resetsAt: null },
      loginProblem: null,
    });
  });

  const rejected = { type: 'result', is_error: true, result: 'no', api_error_status: 401 };
  test.each<[OutputFormat, string, object]>([
    [
      'claude',
      lines({ ...rejected, result: 'Not logged in · Please run /login', api_error_status: null }),
      {},
    ],
    ['claude', lines(rejected), {}],
    ['claude', lines({ type: 'assistant', error: 'authentication_failed', message: {} }), {}],
    [
      'codex',
      lines({
        type: 'turn.failed',
        error: { message: 'unexpected status 401 Unauthorized: Incorrect API key provided' },
      }),
      {},
    ],
    ['gemini', '', { exitCode: 41 }],
    [
      'gemini',
      lines({
        type: 'result',
        status: 'error',
        error: { message: '[API Error: {"error":{"code":400,"message":"API key not valid."}}]' },
      }),
      {},
    ],
    ['opencode', lines({ type: 'error', error: { data: { message: 'no', statusCode: 401 } } }), {}],
    [
      'opencode',
      lines({ type: 'error', error: { name: 'ProviderAuthError', data: { message: 'no' } } }),
      {},
    ],
  ])('of %s tells that it is not logged in: %s %j', (format, text, over) => {
    const { rateLimit, loginProblem } = read(format, text, over);
    expect(rateLimit).toBeNull();
    expect(loginProblem).not.toBeNull();
  });

  test('a status that is neither is a failure, whatever its words', () => {
    const result = {
      ...rejected,
      api_error_status: 400,
      result: 'rate limit of your token budget',
    };
    expect(read('claude', lines(result))).toMatchObject({ rateLimit: null, loginProblem: null });
  });
});

describe('the cause of a failure, in one line', () => {
  test.each<[OutputFormat, string, string]>([
    [
      'claude',
      lines({
        type: 'result',
        is_error: true,
        result: 'Invalid API key',
        api_error_status: 401,
      }),
      'Invalid API key status 401',
    ],
    [
      'codex',
      'Error: invalid type: string\n  |\n3 | profile = x\n  |         ^\n',
      'Error: invalid type: string',
    ],
    [
      'opencode',
      'Error: Configuration is invalid\n--- End ---\n',
      'Error: Configuration is invalid',
    ],
    [
      'plain',
      'Error: 401 Unauthorized\n\nResume     copilot --resume=81b65d40-aa\n',
      'Error: 401 Unauthorized',
    ],
    [
      'plain',
      'TypeError: x is not a function\n    at main (cli.js:1)\n\nNode.js v24.0.0\n',
      'TypeError: x is not a function',
    ],
    ['plain', 'one\ntwo\n', 'two'],
  ])('of %s: %j', (format, text, cause) => {
    expect(read(format, text).cause).toBe(cause);
  });
});
