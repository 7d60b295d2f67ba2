import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeOpencode } from './opencode.ts';

const sessionID = 'ses_e05ec63c';
const session = { kind: 'session', id: sessionID, folder: null };

/** An event as opencode 1.18 prints it, without its `timestamp`. */
function part(type: string, details: object) {
  return decodeOpencode({ type, sessionID, part: { id: 'prt_1', messageID: 'msg_1', ...details } });
}

function tool(name: string, state: object) {
  const whole = { status: 'completed', time: { start: 5, end: 2_005 }, ...state };
  return part('tool_use', { tool: name, callID: 'call_1', state: whole });
}

describe('what opencode says', () => {
  it('names its session with its first step', () => {
    expect(part('step_start', {})).toEqual([session]);
  });

  it('is joined by lines where it belongs to one message', () => {
    expect(part('text', { text: 'Looking 👀' })).toEqual([
      session,
      expect.objectContaining({
        voice: 'agent',
        text: 'Looking 👀',
        message: 'msg_1',
        joint: '\n',
      }),
    ]);
    expect(part('text', { text: '' })).toEqual([session]);
    expect(decodeOpencode({ type: 'text' })).toEqual([{ ...session, id: null }]);
  });

  it('is a thought where it reasons', () => {
    expect(part('reasoning', { text: 'First look.' })).toEqual([
      expect.objectContaining({ voice: 'thought', text: 'First look.', message: null }),
    ]);
  });
});

describe('a tool of opencode', () => {
  it('begins and ends in one event, with its exit code and how long it took', () => {
    const ran = { input: { command: 'npm test' }, output: '2 fail', metadata: { exit: 1 } };
    expect(tool('bash', ran)).toEqual([
      expect.objectContaining({ kind: 'tool', id: 'call_1', action: 'run', subject: 'npm test' }),
      expect.objectContaining({
        kind: 'tool_end',
        id: 'call_1',
        state: 'done',
        exitCode: 1,
        tookMs: 2_000,
        output: '2 fail',
        files: null,
      }),
    ]);
  });

  it('has changed what its diff says, rather than what it was asked for', () => {
    const input = { filePath: '/w/1/a.ts', oldString: 'x', newString: 'y' };
    const metadata = { diff: '--- a\n+++ b\n-x\n+y\n+z' };
    const [start, end] = tool('edit', { input, output: '', metadata }) ?? [];
    const file = { path: '/w/1/a.ts', kind: 'edited' };
    expect(start).toMatchObject({ files: [{ ...file, added: 1, removed: 1 }] });
    expect(end).toMatchObject({ files: [{ ...file, added: 2, removed: 1 }] });
  });

  it('that changes no file has none, although it prints a diff', () => {
    const ran = { input: { command: 'git diff' }, metadata: { diff: '+a' } };
    expect(tool('bash', ran)?.[1]).toMatchObject({ files: null });
  });

  it.each(['pending', 'running', 'of a new kind'])('that is %s has not ended', (status) => {
    const started = tool('bash', { status, input: { command: 'sleep 9' } });
    expect(started?.map(({ kind }) => kind)).toEqual(['tool']);
  });

  it.each([
    ['The user rejected permission to use this specific tool call.', 'refused'],
    [
      'The user has specified a rule which prevents you from using this specific tool call.',
      'refused',
    ],
    ['File not found: /w/1/a.ts', 'failed'],
  ])('that ends with the error "%s" was %s', (error, state) => {
    expect(tool('read', { status: 'error', input: {}, error })?.[1]).toMatchObject({
      state,
      output: error,
    });
  });

  it('took no time that it does not say, and never less than none', () => {
    expect(tool('bash', { time: { start: 5 } })?.[1]).toMatchObject({ tookMs: null });
    expect(tool('bash', { time: { start: 5, end: 4 } })?.[1]).toMatchObject({ tookMs: 0 });
    expect(tool('bash', { time: undefined })?.[1]).toMatchObject({ tookMs: null, output: '' });
  });

  it('is known by its part where it has no id of its call, else by its name', () => {
    expect(part('tool_use', { tool: 'bash', state: {} })?.[0]).toMatchObject({ id: 'prt_1' });
    expect(decodeOpencode({ type: 'tool_use', part: { tool: 'bash' } })?.[0]).toMatchObject({
      id: 'bash',
    });
    expect(decodeOpencode({ type: 'tool_use' })?.[0]).toMatchObject({ id: 'tool', name: 'tool' });
  });
});

describe('a step of opencode', () => {
  const tokens = { input: 5, output: 2, reasoning: 1, cache: { write: 3, read: 1_000 } };

  it('says what it used, without what was read from the cache', () => {
    expect(part('step_finish', { reason: 'tool-calls', tokens, cost: 0.1 })).toEqual([
      session,
      { kind: 'usage', step: 'prt_1', tokens: 11, costUsd: 0.1 },
    ]);
  });

  it('is the last one unless it calls tools, or does not say why it ended', () => {
    const kinds = (reason: unknown) => part('step_finish', { reason })?.map(({ kind }) => kind);
    expect(kinds('stop')).toEqual(['session', 'usage', 'end']);
    expect(kinds('length')).toEqual(['session', 'usage', 'end']);
    expect(kinds('tool-calls')).toEqual(['session', 'usage']);
    expect(kinds(undefined)).toEqual(['session', 'usage']);
  });

  it('without counts says nothing of them', () => {
    const used = part('step_finish', { reason: 'stop', tokens: { input: 'many' } })?.[1];
    expect(used).toMatchObject({ tokens: null, costUsd: null });
    const cached = part('step_finish', { tokens: { cache: { write: 3 } } })?.[1];
    expect(cached).toMatchObject({ tokens: 3 });
  });
});

describe('an error of opencode', () => {
  it('has its status and the time to wait in its words', () => {
    const data = {
      message: 'Rate limit reached for requests',
      statusCode: 429,
      responseHeaders: { 'retry-after': '30' },
    };
    const error = { name: 'APIError', data };
    expect(decodeOpencode({ type: 'error', sessionID, error })).toEqual([
      session,
      {
        kind: 'failure',
        message: 'APIError: Rate limit reached for requests\nstatus 429\nretry-after: 30',
        name: 'APIError',
        status: 429,
        refusal: null,
      },
      { kind: 'end', isSuccess: false, finalText: null },
    ]);
  });

  it('asks for a login where its provider does not know it', () => {
    const error = { name: 'ProviderAuthError', data: { message: 'No key' } };
    expect(decodeOpencode({ type: 'error', error })?.[1]).toMatchObject({
      message: 'ProviderAuthError: No key',
      refusal: 'login',
    });
  });

  it('is one where it says nothing at all', () => {
    const events = decodeOpencode({ type: 'error' });
    expect(events?.map(({ kind }) => kind)).toEqual(['session', 'failure', 'end']);
  });
});

describe('the decoder of opencode', () => {
  it('knows that it does not know an event', () => {
    expect(part('brand_new', {})).toBeNull();
    expect(decodeOpencode({})).toBeNull();
  });

  it('never throws, whatever stands in the part', () => {
    const types = ['step_start', 'text', 'reasoning', 'tool_use', 'step_finish', 'error'];
    const names = ['text', 'tool', 'callID', 'state', 'tokens', 'reason', 'cost', 'id'];
    const fields = fc.dictionary(fc.constantFrom(...names), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...types), fields, fc.jsonValue(), (type, details, error) => {
        expect(decodeOpencode({ type, sessionID: null, part: details, error })).not.toBeNull();
      }),
    );
  });
});
