import { describe, expect, it, test } from 'vitest';
import { failed, said } from '#shared/core/agent-output/events/agent-event.ts';
import type { AgentEvent, TextEvent } from '#shared/core/agent-output/events/agent-event.ts';
import type { JsonObject } from './json-lines.ts';
import { foldOutcome } from './fold-outcome.ts';
import { emptyOutcome } from './tool-outcome.ts';
import type { ToolOutcome } from './tool-outcome.ts';

/** What comes of events that one printed object each was decoded to. */
function fold(...events: readonly (AgentEvent | readonly AgentEvent[])[]): ToolOutcome {
  const decoded = new Map<JsonObject, readonly AgentEvent[]>();
  for (const event of events) decoded.set({ type: 'x' }, [event].flat());
  return foldOutcome([...decoded.keys()], (printed) => decoded.get(printed) ?? null);
}

const piece = (text: string, more: Partial<TextEvent> = {}) =>
  said(text, { message: 'm', ...more });
const tool = (isNested = false): AgentEvent => {
  return { kind: 'tool', id: 't', name: 'Bash', action: 'run', subject: 'ls', files: [], isNested };
};
const toolEnd: AgentEvent = {
  kind: 'tool_end',
  id: 't',
  state: 'done',
  output: 'words of a command',
  exitCode: 0,
  tookMs: null,
  files: null,
};
const used = (step: string | null, tokens: number | null, costUsd: number | null): AgentEvent => {
  return { kind: 'usage', step, tokens, costUsd };
};
const retry: AgentEvent = { kind: 'retry', reason: 'busy (529)', attempt: 1, of: 5, delayMs: 9 };
const limit: AgentEvent = { kind: 'limit', message: 'It is reached.', resetsAt: 9_000 };
const refusedRequest = failed('slow down', { name: 'APIError', status: 429, refusal: 'limit' });
const end = (isSuccess: boolean, finalText: string | null = null): AgentEvent => {
  return { kind: 'end', isSuccess, finalText };
};

test('of nothing, and of events that nobody knows, comes nothing', () => {
  expect(fold()).toEqual(emptyOutcome);
  expect(foldOutcome([{ type: 'brand_new' }], () => null)).toEqual(emptyOutcome);
});

describe('the last words', () => {
  test.each<[what: string, events: readonly (AgentEvent | readonly AgentEvent[])[], last: string]>([
    ['are the last text', [said('a'), said('b')], 'b'],
    ['are put together of pieces of one message', [piece('a'), piece('b')], 'ab'],
    ['are put together as its agent does', [piece('a'), piece('b', { joint: '\n' })], 'a\nb'],
    ['are of the last message', [piece('a'), piece('b', { message: 'n' })], 'b'],
    ['are none that came before a tool', [piece('a'), tool(), toolEnd], ''],
    ['do not go on after a tool', [piece('a'), tool(), piece('b')], 'b'],
    ['are those before the tool of another agent', [said('a'), tool(true)], 'a'],
    ['are none of another agent', [said('a'), said('b', { isNested: true })], 'a'],
    ['are no thought', [said('a'), said('b', { voice: 'thought' })], 'a'],
    ['are what the end says they are', [said('a'), end(true, 'c')], 'c'],
    ['are the text where the end says none', [said('a'), end(true)], 'a'],
  ])('%s', (_what, events, last) => {
    expect(fold(...events).finalText).toBe(last);
  });
});

describe('what was used', () => {
  test.each<[what: string, events: readonly AgentEvent[], read: Partial<ToolOutcome>]>([
    [
      'is the sum of the steps, each counted once',
      [used('1', 5, 0.5), used('1', 7, 0.5), used('2', 1, null)],
      { tokens: 8, costUsd: 0.5, tokenSource: 'parsed' },
    ],
    [
      'is the total where there is one, and that of the steps for what the total leaves out',
      [used('1', 5, 0.5), used(null, 9, null), used('2', 1, 0.5)],
      { tokens: 9, costUsd: 1, tokenSource: 'reported' },
    ],
    [
      'is not known where nobody says it',
      [used('1', null, null)],
      { tokens: null, costUsd: null, tokenSource: 'none' },
    ],
    [
      'has no source where only its cost is known',
      [used(null, null, 0.5)],
      { tokens: null, costUsd: 0.5, tokenSource: 'none' },
    ],
  ])('%s', (_what, events, read) => {
    expect(fold(...events)).toMatchObject(read);
  });
});

describe('a failure', () => {
  it('is told with its status, and whether its provider refused', () => {
    const expected = { errorText: 'slow down\nstatus 429', status: 429, refusal: 'limit' };
    expect(fold(refusedRequest, end(false))).toMatchObject({ ...expected, finished: true });
  });

  it('says its status once', () => {
    expect(fold(failed('got status 500', { status: 500 })).errorText).toBe('got status 500');
  });

  it.each<[what: string, next: AgentEvent | readonly AgentEvent[]]>([
    ['words', said('It works.')],
    ['a tool', tool()],
    ['the end of a tool', toolEnd],
    ['an end that is a success', end(true)],
  ])('is over where %s came after it', (_what, next) => {
    const read = fold(limit, refusedRequest, next);
    expect(read).toMatchObject({ errorText: null, status: null, refusal: null });
    expect(read.limitResetsAt).toBeNull();
  });

  it.each<[what: string, next: AgentEvent]>([
    ['an end that is none', end(false)],
    ['a note', { kind: 'note', text: 'x' }],
    ['a question', { kind: 'question', text: 'Go on?' }],
    ['a refused permission', { kind: 'refused', toolId: null, tool: 'Bash', reason: '' }],
    ['what was used', used('1', 1, null)],
    ['its session', { kind: 'session', id: 's', folder: null }],
  ])('stays one where %s came after it', (_what, next) => {
    expect(fold(refusedRequest, next).errorText).toBe('slow down\nstatus 429');
  });

  it('that is named last is told, with what an earlier one was refused for', () => {
    const read = fold(refusedRequest, failed('exit', { name: 'error' }));
    expect(read).toMatchObject({ errorText: 'exit', status: null, refusal: 'limit' });
  });

  it('that only repeats what the agent said is told by its name', () => {
    const own = 'Error: 429 is what my test expects';
    expect(fold(said(own), failed(own, { name: 'max_turns' })).errorText).toBe('max_turns');
    expect(fold(said(own), failed(own)).errorText).toBe('error');
    expect(fold(said(own), failed(`${own}\nlost`)).errorText).toBe('lost');
  });

  it('is what a wait was for that nothing came after', () => {
    expect(fold(retry)).toMatchObject({ errorText: 'busy (529)', finished: false });
    expect(fold(retry, said('Here again.')).errorText).toBeNull();
  });

  it('is none where only a limit is told, whose end is known', () => {
    const read = fold(limit);
    expect(read).toMatchObject({ errorText: null, refusal: 'limit', limitResetsAt: 9_000 });
  });
});

test('a session keeps its name where a later event has none', () => {
  const named: AgentEvent = { kind: 'session', id: 's1', folder: null };
  expect(fold(named, { ...named, id: null }).sessionId).toBe('s1');
  expect(fold(named, { ...named, id: 's2' }).sessionId).toBe('s2');
});

test('an agent that goes on after its end has not finished', () => {
  expect(fold(end(true), said('One more.')).finished).toBe(false);
  expect(fold(end(true), said('One more.'), end(true)).finished).toBe(true);
});
