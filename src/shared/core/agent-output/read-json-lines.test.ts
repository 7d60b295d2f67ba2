import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { OutputFormat } from './output-input.ts';
import { decoders } from '#shared/core/agent-output/events/decoders.ts';
import { foldOutcome } from './fold-outcome.ts';
import { JsonLineReader, readJsonLines } from './read-json-lines.ts';
import type { ReadLine } from './read-json-lines.ts';
import { terminalLines } from './terminal-text.ts';

/** Cut down from what the tools printed against a local model server. */
const streams: Readonly<Record<'claude' | 'codex', readonly object[]>> = {
  claude: [
    { type: 'system', subtype: 'init', cwd: '/w/1', session_id: 'a968' },
    {
      type: 'assistant',
      message: {
        id: 'msg_1',
        content: [{ type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'echo "{}"' } }],
        usage: { input_tokens: 100, output_tokens: 1 },
      },
    },
    {
      type: 'user',
      message: { content: [{ type: 'tool_result', tool_use_id: 't1', content: '{}\n}\tä 😀' }] },
    },
    { type: 'result', is_error: false, result: 'Done: {"s":"s"}', total_cost_usd: 0.5, usage: {} },
  ],
  codex: [
    { type: 'thread.started', thread_id: '01a1' },
    {
      type: 'item.completed',
      item: { id: 'i1', type: 'command_execution', command: `bash -lc 'a'`, exit_code: 0 },
    },
    { type: 'item.completed', item: { id: 'i2', type: 'agent_message', text: 'Done.\n{"s":"s"}' } },
    { type: 'turn.completed', usage: { input_tokens: 9, output_tokens: 1 } },
  ],
};

const ended = { type: 'turn.completed' };
const endedLine = JSON.stringify(ended);

function readAll(lines: readonly string[]): readonly ReadLine[] {
  const reader = new JsonLineReader();
  return [...lines.flatMap((line) => reader.read(line)), ...reader.finish()];
}

function printed(events: readonly object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\r\n`).join('');
}

describe('a stream', () => {
  test.each<[what: string, text: string, others: readonly string[], trailing: readonly string[]]>([
    ['with lines before and after its event', `a\n${endedLine}\nb`, ['a', 'b'], ['b']],
    ['with text before an object on its line', `> ${endedLine}\n`, [''], ['']],
    ['with blanks after an object', `${endedLine} \t\r\n`, [''], ['']],
    ['with colours', `\u001b[32m${endedLine}\u001b[0m`, [], []],
    ['with control characters', `\u0000${endedLine}\u0007`, [], []],
    ['with a half event before it', `{"type":"a\n${endedLine}`, ['{"type":"a'], []],
    ['with a half event after it', `${endedLine}\n{"type":"a`, ['{"type":"a'], ['{"type":"a']],
    ['with an object without a type', `{"s":"s"}\n${endedLine}`, ['{"s":"s"}'], []],
    ['with a type that is no text', `{"type":7}\n${endedLine}`, ['{"type":7}'], []],
    ['with JSON that is no object', `[1]\n"a"\n${endedLine}`, ['[1]', '"a"'], []],
    ['with bytes that are no text', `\uFFFD\uD800\n${endedLine}`, ['\uFFFD\uD800'], []],
  ])('%s has that event, and all other lines', (_what, text, others, trailing) => {
    expect(readJsonLines(text)).toEqual({ events: [ended], others, trailing });
  });

  it('has none where nothing was printed', () => {
    expect(readJsonLines('')).toEqual({ events: [], others: [''], trailing: [''] });
  });

  it('may have a line of megabytes, and an event that is nested deeply', () => {
    const long = { type: 'a', text: 'x'.repeat(5_000_000) };
    expect(readJsonLines(printed([long, ended])).events).toEqual([long, ended]);
    const deep = `{"type":"a","b":${'['.repeat(100_000)}`;
    expect(readJsonLines(`${deep}\n${endedLine}`)).toMatchObject({
      events: [ended],
      others: [deep],
    });
  });

  it('gives up on what only looks like cut lines, without losing one of them', () => {
    const lines = Array.from({ length: 2_000 }, (_one, index) => `x {"a": ${index} }}`);
    const noise = lines.map((other) => ({ other }));
    expect(readAll([...lines, endedLine])).toEqual([...noise, { event: ended }]);
  });
});

describe('a reader', () => {
  it('keeps a half event until the rest comes, and says what it keeps', () => {
    const reader = new JsonLineReader();
    expect(reader.read(`> ${endedLine.slice(0, 9)}`)).toEqual([]);
    expect(reader.waiting).toEqual([`> ${endedLine.slice(0, 9)}`]);
    expect(reader.read(endedLine.slice(9))).toEqual([{ event: ended }]);
    expect(reader.waiting).toEqual([]);
  });

  it('begins again after its end', () => {
    const reader = new JsonLineReader();
    reader.read('{"type":');
    expect(reader.finish()).toEqual([{ other: '{"type":' }]);
    expect(reader.read(endedLine)).toEqual([{ event: ended }]);
  });

  it('loses nothing: each line is part of an event or given back as it was, in order', () => {
    const line = fc.oneof(
      fc.string().filter((text) => !/[{}"\\]/.test(text)),
      fc.constantFrom('{"', '{"a":1}', '}', '{"type":"a', '"}', '{"type":"a"} b', endedLine),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const found = readAll(lines).map((one) => {
          return 'other' in one ? one.other : JSON.stringify(one.event);
        });
        expect(found.join('')).toBe(lines.join(''));
      }),
    );
  });
});

describe.each(['claude', 'codex'] satisfies OutputFormat[])('what %s printed', (format) => {
  const text = printed(streams[format]);
  const decode = decoders[format];
  if (decode === null) throw new Error('There is no decoder.');
  const eventsOf = (found: readonly object[]) => found.map((event) => decode({ ...event }));

  it('is the same events wherever a terminal has cut it', () => {
    // One that is cut right before an inner object cannot be told from one that was never finished.
    const places = Array.from({ length: text.length }, (_one, place) => place).flatMap((place) => {
      const isInside = place > 1 && !/\n.?$|\r$/.test(text.slice(0, place));
      return isInside && !/^(?:\{"|\r)/.test(text.slice(place)) ? [place] : [];
    });
    fc.assert(
      fc.property(fc.subarray(places, { maxLength: 30 }), (cuts) => {
        const ends = [...cuts, text.length];
        const parts = ends.map((end, index) => text.slice(cuts[index - 1] ?? 0, end));
        const { events, trailing } = readJsonLines(parts.join('\r\n'));
        expect(events).toEqual(streams[format]);
        expect(eventsOf(events)).toEqual(eventsOf(streams[format]));
        expect(trailing).toEqual(['']);
      }),
    );
  });

  it('is the beginning of the same events where it stops in the middle', () => {
    fc.assert(
      fc.property(fc.nat({ max: text.length }), (end) => {
        const { events } = readJsonLines(text.slice(0, end));
        expect(events).toEqual(streams[format].slice(0, events.length));
        expect(foldOutcome(events, decode).finished).toBe(events.length === 4);
      }),
    );
  });

  it('is the same events with noise of a terminal between its characters', () => {
    const noise = fc.constantFrom('\u001b[31m', '\u001b[0K', '\u0007', '\u0000', '\u001b[?25l');
    const places = fc.uniqueArray(fc.nat({ max: text.length }));
    fc.assert(
      fc.property(places, noise, (chosen, piece) => {
        const noisy = Array.from({ length: text.length }, (_one, place) => {
          return (chosen.includes(place) ? piece : '') + text.charAt(place);
        });
        expect(readJsonLines(noisy.join('')).events).toEqual(streams[format]);
      }),
    );
  });
});

test('lines that are given one by one are read as the whole text is', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      ...Object.values(streams)
        .flat()
        .map((one) => JSON.stringify(one)),
    ),
    fc.constantFrom('\r\n', '\n', '{"', '}', '\u0007', '\uD800'),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const whole = readJsonLines(pieces.join(''));
      const found = readAll(terminalLines(pieces.join('')));
      expect(found.flatMap((one) => ('event' in one ? [one.event] : []))).toEqual(whole.events);
      expect(found.flatMap((one) => ('other' in one ? [one.other] : []))).toEqual(whole.others);
    }),
  );
});
