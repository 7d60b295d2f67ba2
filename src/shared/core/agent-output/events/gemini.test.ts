import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeGemini } from './gemini.ts';

/** Events as Gemini CLI 0.61 prints them, without their `timestamp`. */
const ended = (more: object) => decodeGemini({ type: 'tool_result', tool_id: 'r-1', ...more });
const finished = (more: object) => decodeGemini({ type: 'result', status: 'success', ...more });

describe('what gemini says', () => {
  it('names its session', () => {
    const init = { type: 'init', session_id: '1cab80fc', model: 'auto' };
    expect(decodeGemini(init)).toEqual([{ kind: 'session', id: '1cab80fc', folder: null }]);
  });

  it('is one answer in pieces, of which the prompt is none', () => {
    const piece = { type: 'message', role: 'assistant', content: 'All 漢字', delta: true };
    expect(decodeGemini(piece)).toEqual([
      expect.objectContaining({ kind: 'text', text: 'All 漢字', message: 'answer', joint: '' }),
    ]);
    expect(decodeGemini({ ...piece, role: 'user' })).toEqual([]);
    expect(decodeGemini({ ...piece, content: '' })).toEqual([]);
  });

  it('is only a note where it is a warning, and a failure where it is an error', () => {
    const warning = { type: 'error', severity: 'warning', message: 'Loop detected' };
    expect(decodeGemini(warning)).toEqual([{ kind: 'note', text: 'Loop detected' }]);
    expect(decodeGemini({ ...warning, severity: 'error' })).toEqual([
      expect.objectContaining({ kind: 'failure', message: 'Loop detected' }),
    ]);
    expect(decodeGemini({ type: 'error' })).toEqual([
      expect.objectContaining({ kind: 'failure', message: 'error' }),
    ]);
  });
});

describe('a tool of gemini', () => {
  it('is what its parameters say, whatever its name is', () => {
    const use = (tool_name: string, parameters: object) =>
      decodeGemini({ type: 'tool_use', tool_name, tool_id: 'x-1', parameters });
    expect(use('run_shell_command', { command: 'ls' })).toEqual([
      expect.objectContaining({ id: 'x-1', action: 'run', subject: 'ls', files: [] }),
    ]);
    const write = { file_path: '/w/1/src/a.ts', content: 'one\ntwo\n' };
    expect(use('write_file', write)).toEqual([
      expect.objectContaining({
        action: 'edit',
        subject: '/w/1/src/a.ts',
        files: [{ path: '/w/1/src/a.ts', kind: 'edited', added: 2, removed: null }],
      }),
    ]);
    expect(use('some_new_tool', { depth: 2 })).toEqual([
      expect.objectContaining({ name: 'some_new_tool', action: 'other', subject: '{"depth":2}' }),
    ]);
  });

  it('has a name and an id where it says neither', () => {
    expect(decodeGemini({ type: 'tool_use' })).toEqual([
      expect.objectContaining({ id: 'tool', name: 'tool', subject: '' }),
    ]);
  });

  it('ends with its output', () => {
    expect(ended({ status: 'success', output: 'a\nb' })).toEqual([
      expect.objectContaining({ kind: 'tool_end', id: 'r-1', state: 'done', output: 'a\nb' }),
    ]);
    expect(ended({ status: 'success' })).toEqual([
      expect.objectContaining({ state: 'done', output: '' }),
    ]);
  });

  it.each([
    ['Tool "write_file" is denied by policy.', 'refused'],
    ['Command injection detected: ls', 'refused'],
    ['Path not allowed', 'refused'],
    ['File not found: a.ts', 'failed'],
  ])('that ends with the error "%s" was %s', (message, state) => {
    const error = { type: 'x', message };
    const end = [expect.objectContaining({ state, output: message })];
    expect(ended({ status: 'error', error })).toEqual(end);
    // Nothing printed says less than the error.
    expect(ended({ status: 'error', error, output: '' })).toEqual(end);
  });

  it('was not refused because its long output says "denied" somewhere', () => {
    const output = `${'x'.repeat(400)} denied`;
    expect(ended({ status: 'error', output })).toEqual([
      expect.objectContaining({ state: 'failed', output }),
    ]);
    expect(ended({ status: 'success', output: 'access denied' })).toEqual([
      expect.objectContaining({ state: 'done' }),
    ]);
  });
});

describe('the end of gemini', () => {
  it('counts all tokens but the cached ones', () => {
    expect(finished({ stats: { total_tokens: 100, cached: 30, input_tokens: 60 } })).toEqual([
      { kind: 'usage', step: null, tokens: 70, costUsd: null },
      { kind: 'end', isSuccess: true, finalText: null },
    ]);
  });

  it.each([
    ['no statistics', undefined, null],
    ['a total that is no number', { total_tokens: '100' }, null],
    ['more in the cache than in all', { total_tokens: 10, cached: 30 }, 0],
    ['nothing in the cache', { total_tokens: 10 }, 10],
  ])('counts tokens with %s', (_what, stats, tokens) => {
    expect(finished({ stats })?.[0]).toMatchObject({ kind: 'usage', tokens });
  });

  it('says what it failed for before it ends', () => {
    const message = '[API Error: You have exhausted your capacity on this model.]';
    const events = finished({ status: 'error', error: { type: 'unknown', message } });
    expect(events?.map(({ kind }) => kind)).toEqual(['failure', 'usage', 'end']);
    expect(events?.[0]).toMatchObject({ message });
    expect(events?.[2]).toMatchObject({ isSuccess: false });
  });
});

describe('the decoder of gemini', () => {
  it('knows that it does not know an event', () => {
    expect(decodeGemini({ type: 'brand_new' })).toBeNull();
    expect(decodeGemini({})).toBeNull();
  });

  it('never throws, whatever stands in the fields', () => {
    const types = ['init', 'message', 'tool_use', 'tool_result', 'error', 'result'];
    const names = ['role', 'content', 'parameters', 'output', 'error', 'stats', 'status'];
    const fields = fc.dictionary(fc.constantFrom(...names), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...types), fields, (type, more) => {
        expect(decodeGemini({ ...more, type })).not.toBeNull();
      }),
    );
  });
});
