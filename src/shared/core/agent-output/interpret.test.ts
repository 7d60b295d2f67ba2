import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseReport } from './report-parsing.ts';
import { generalSignals, interpretOutput } from './interpret.ts';
import type { OutputFormat, OutputInput } from './output-input.ts';

const now = Date.parse('2026-11-20T17:30:00Z');
const epoch = Date.parse('2026-11-20T20:00:00Z') / 1000;
const report = 'All done.\n{"s":"s","t":9,"m":["a.ts"],"sum":"add a"}';

function interpret(format: OutputFormat, text: string, over: Partial<OutputInput> = {}) {
  const exitCode = over.failed === true ? 1 : 0;
  const context = { now, timeZone: 'UTC', failed: false, exitCode, signals: generalSignals };
  return interpretOutput({ format, text, ...context, ...over });
}

function lines(...events: readonly object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\r\n`).join('');
}

// The streams below are cut down from what the tools printed against a local model server.
const claudeUsage = {
  input_tokens: 100,
  cache_creation_input_tokens: 20,
  cache_read_input_tokens: 30,
  output_tokens: 1,
};
const claudeInit = { type: 'system', subtype: 'init', session_id: 'a968' };
const claudeStep = (text: string, id = 'msg_1') => ({
  type: 'assistant',
  message: { id, content: [{ type: 'text', text }], usage: claudeUsage },
  session_id: 'a968',
});
const claudeResult = {
  type: 'result',
  subtype: 'success',
  is_error: false,
  api_error_status: null,
  result: report,
  session_id: 'a968',
  total_cost_usd: 0.00164,
  usage: { ...claudeUsage, output_tokens: 40 },
  modelUsage: {
    opus: {
      inputTokens: 100,
      outputTokens: 40,
      cacheReadInputTokens: 30,
      cacheCreationInputTokens: 20,
    },
    haiku: {
      inputTokens: 5,
      outputTokens: 1,
      cacheReadInputTokens: 0,
      cacheCreationInputTokens: 0,
    },
  },
};
const claudeLimit = "You've hit your session limit · resets 7pm (UTC)";
const claudeRejected = {
  ...claudeResult,
  is_error: true,
  api_error_status: 429,
  result: claudeLimit,
};

describe('claude', () => {
  test('last words, tokens of all models without cache reads, cost and session', () => {
    expect(interpret('claude', lines(claudeInit, claudeStep(report), claudeResult))).toEqual({
      finalText: report,
      tokens: 166,
      tokenSource: 'reported',
      costUsd: 0.00164,
      sessionId: 'a968',
      rateLimit: null,
      question: null,
      errorText: null,
      cause: null,
      loginProblem: null,
    });
  });

  test('without a result the steps are added up, each message once', () => {
    const text = lines(claudeInit, claudeStep('a'), claudeStep('b'), claudeStep('c', 'msg_2'));
    expect(interpret('claude', text, { failed: true })).toMatchObject({
      finalText: 'c',
      tokens: 242,
      tokenSource: 'parsed',
      costUsd: null,
      rateLimit: null,
    });
  });

  test('a rejected request is a rate limit with the time of the message', () => {
    const read = interpret('claude', lines(claudeInit, claudeRejected), { failed: true });
    expect(read.rateLimit?.resetsAt).toBe('2026-11-20T19:01:00.000Z');
    expect(read.rateLimit?.message).toContain('hit your session limit');
  });

  test('the time of a rate limit event is more exact than the message', () => {
    const event = (status: string, resetsAt: number) => ({
      type: 'rate_limit_event',
      rate_limit_info: { status, resetsAt },
    });
    const limited = lines(claudeInit, event('rejected', epoch), claudeRejected);
    expect(interpret('claude', limited).rateLimit?.resetsAt).toBe('2026-11-20T20:00:00.000Z');
    const warned = lines(event('allowed_warning', epoch), claudeResult);
    expect(interpret('claude', warned).rateLimit).toBeNull();
    const absurd = lines(event('rejected', 1e300), claudeRejected);
    expect(interpret('claude', absurd).rateLimit?.resetsAt).toBe('2026-11-20T19:01:00.000Z');
  });

  test('a success that talks about rate limits is none', () => {
    const text = `I made 429 Too Many Requests answer "usage limit reached|${epoch}".`;
    const stream = lines(claudeStep(text), { ...claudeResult, result: text });
    expect(interpret('claude', stream).rateLimit).toBeNull();
    expect(interpret('claude', stream, { failed: true }).rateLimit).toBeNull();
  });

  test('an error without text is named by its subtype', () => {
    const ended = { type: 'result', subtype: 'error_max_turns', is_error: true, errors: [] };
    expect(interpret('claude', lines(ended)).errorText).toBe('error_max_turns');
  });
});

const codexStart = { type: 'thread.started', thread_id: '01a1' };
const codexSay = (text: string) => ({
  type: 'item.completed',
  item: { id: 'item_1', type: 'agent_message', text },
});
const codexDone = (times: number) => ({
  type: 'turn.completed',
  usage: {
    input_tokens: 100 * times,
    cached_input_tokens: 30 * times,
    output_tokens: 40 * times,
    reasoning_output_tokens: 10 * times,
  },
});

describe('codex', () => {
  test('last message, and the usage of the thread counted once', () => {
    const stream = lines(codexStart, codexSay('hm'), codexDone(1), codexSay(report), codexDone(2));
    expect(interpret('codex', `WARNING: aliases\r\n${stream}`)).toEqual({
      finalText: report,
      tokens: 220,
      tokenSource: 'reported',
      costUsd: null,
      sessionId: '01a1',
      rateLimit: null,
      question: null,
      errorText: null,
      cause: null,
      loginProblem: null,
    });
  });

  test('a failed turn that hit the usage limit', () => {
    const message = 'You’ve hit your usage limit. Visit https://x.y or try again at 7:54 PM.';
    const stream = lines(
      codexStart,
      { type: 'error', message },
      { type: 'turn.failed', error: { message } },
    );
    expect(interpret('codex', stream).rateLimit).toEqual({
      resetsAt: '2026-11-20T19:55:00.000Z',
      message,
    });
  });

  test('a reconnection that went well is no error', () => {
    const error = { type: 'error', message: 'Reconnecting... 1/5 (429 Too Many Requests)' };
    const read = interpret('codex', lines(codexStart, error, codexSay(report), codexDone(1)));
    expect(read).toMatchObject({ errorText: null, rateLimit: null });
  });
});

const geminiInit = { type: 'init', session_id: '80fe', model: 'auto' };
const geminiSay = (content: string) => ({
  type: 'message',
  role: 'assistant',
  content,
  delta: true,
});
const geminiStats = {
  total_tokens: 140,
  input_tokens: 100,
  output_tokens: 30,
  cached: 30,
  input: 70,
};

describe('gemini', () => {
  test('the pieces after the last tool call are the last words', () => {
    const stream = lines(
      geminiInit,
      { type: 'message', role: 'user', content: 'do it' },
      geminiSay('I look.'),
      { type: 'tool_use', tool_name: 'read_file', parameters: {} },
      { type: 'tool_result', status: 'success', output: '{"s":"s"}' },
      geminiSay(report.slice(0, 20)),
      geminiSay(report.slice(20)),
      { type: 'result', status: 'success', stats: geminiStats },
    );
    expect(interpret('gemini', `YOLO mode is enabled.\r\n${stream}`)).toMatchObject({
      finalText: report,
      tokens: 110,
      tokenSource: 'reported',
      costUsd: null,
      sessionId: '80fe',
      errorText: null,
      cause: null,
      loginProblem: null,
    });
  });

  test('an exhausted quota is a rate limit, with the time when one is named', () => {
    const failed = (message: string) =>
      lines(geminiInit, { type: 'result', status: 'error', error: { type: 'unknown', message } });
    const daily = '[API Error: You have exhausted your daily quota on this model.]';
    expect(interpret('gemini', failed(daily)).rateLimit).toMatchObject({ resetsAt: null });
    const capacity = 'Your quota will reset after 2h0m10s.';
    expect(interpret('gemini', failed(capacity)).rateLimit?.resetsAt).toBe(
      '2026-11-20T19:30:10.000Z',
    );
  });

  test('a crash is explained by what was printed last', () => {
    const read = interpret('gemini', `${lines(geminiInit)}Invalid auth method selected.\r\n`, {
      failed: true,
    });
    expect(read).toMatchObject({ errorText: 'Invalid auth method selected.', rateLimit: null });
  });
});

const opencodeStep = (id: string, reason: string) => ({
  type: 'step_finish',
  sessionID: 'ses_1',
  part: {
    id,
    reason,
    tokens: { total: 140, input: 70, output: 30, reasoning: 10, cache: { write: 5, read: 30 } },
    cost: 0.00015,
  },
});
const opencodeSay = (messageID: string, text: string) => ({
  type: 'text',
  sessionID: 'ses_1',
  part: { messageID, text },
});

describe('opencode', () => {
  test('tokens and cost of the steps are added up, each step once', () => {
    const stream = lines(
      opencodeSay('m1', 'I look.'),
      opencodeStep('p1', 'tool-calls'),
      opencodeSay('m2', report),
      opencodeStep('p2', 'stop'),
      opencodeStep('p2', 'stop'),
    );
    expect(interpret('opencode', stream)).toEqual({
      finalText: report,
      tokens: 230,
      tokenSource: 'parsed',
      costUsd: 0.0003,
      sessionId: 'ses_1',
      rateLimit: null,
      question: null,
      errorText: null,
      cause: null,
      loginProblem: null,
    });
  });

  test('status and header of a failed request tell a rate limit and its end', () => {
    const data = {
      message: 'slow down',
      statusCode: 429,
      responseHeaders: { 'retry-after': '3600' },
    };
    const stream = lines({ type: 'error', sessionID: 'ses_1', error: { name: 'APIError', data } });
    expect(interpret('opencode', stream, { failed: true }).rateLimit).toEqual({
      resetsAt: '2026-11-20T18:30:00.000Z',
      message: 'APIError: slow down status 429 retry-after: 3600',
    });
  });
});

describe('plain', () => {
  test('the whole text is the last words, nothing else is known', () => {
    expect(interpret('plain', `\u001b[1mhello\u001b[0m\r\n${report}\r\n`)).toMatchObject({
      finalText: `hello\n${report}`,
      tokens: null,
      tokenSource: 'none',
      costUsd: null,
    });
  });

  test('a rate limit counts only when the process failed', () => {
    const text = 'working\r\nError: 429 Too Many Requests, try again in 5 minutes\r\n';
    expect(interpret('plain', text).rateLimit).toBeNull();
    expect(interpret('plain', text, { failed: true }).rateLimit?.resetsAt).toBe(
      '2026-11-20T17:36:00.000Z',
    );
  });

  test('an agent that never talks to a model has no rate limit', () => {
    const signals = { ...generalSignals, rateLimit: [] };
    const text = 'AssertionError: expected rate limit';
    expect(interpret('plain', text, { failed: true, signals })).toMatchObject({
      rateLimit: null,
      errorText: text,
    });
  });
});

describe('a terminal in between', () => {
  const stream = lines(claudeInit, claudeStep(report), claudeResult);

  test('escape sequences around and between events do no harm', () => {
    const noisy = stream.replaceAll('\r\n', '\u001b[0K\r\n\u001b]0;claude\u0007\u001b[2K\r');
    expect(interpret('claude', noisy)).toEqual(interpret('claude', stream));
  });

  test('lines that were cut at its width are put together', () => {
    const wrapped = stream.replaceAll(/[^\r\n]{200}/g, '$&\r\n');
    expect(interpret('claude', wrapped)).toEqual(interpret('claude', stream));
  });

  test('a half-written last line is passed over', () => {
    const cut = stream + JSON.stringify(claudeRejected).slice(0, -20);
    expect(interpret('claude', cut)).toMatchObject({ finalText: report, rateLimit: null });
  });
});

test('never throws for any text in any format', () => {
  const formats = fc.constantFrom<OutputFormat>('plain', 'claude', 'codex', 'gemini', 'opencode');
  const type = fc.constantFrom(
    'result',
    'assistant',
    'system',
    'rate_limit_event',
    'turn.completed',
    'turn.failed',
    'error',
    'item.completed',
    'message',
    'init',
    'text',
    'step_finish',
    'tool_use',
  );
  const names = fc.constantFrom(
    'message',
    'usage',
    'modelUsage',
    'result',
    'error',
    'part',
    'tokens',
    'cache',
    'item',
    'stats',
    'data',
    'rate_limit_info',
    'resetsAt',
    'status',
    'is_error',
    'content',
    'text',
    'input_tokens',
  );
  const values = fc.letrec((tie) => ({
    value: fc.oneof(fc.anything(), fc.constantFrom('rejected', true, 1e300, -1), tie('object')),
    object: fc.dictionary(names, tie('value'), { maxKeys: 5 }),
  }));
  const event = fc
    .record({ type, fields: values.object })
    .map(({ type: name, fields }) => safeJson({ ...(fields as object), type: name }));
  fc.assert(
    fc.property(
      formats,
      fc.array(fc.oneof(event, fc.string())),
      fc.boolean(),
      (format, parts, failed) => {
        const read = interpret(format, parts.join('\r\n'), { failed });
        expect(read.tokens === null || Number.isSafeInteger(read.tokens)).toBe(true);
        parseReport({ reportFile: null, finalText: read.finalText });
      },
    ),
  );
});

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '{"type":"result"';
  }
}
