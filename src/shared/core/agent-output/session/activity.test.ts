import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutputFormat } from '#shared/core/agent-output/output-input.ts';
import { activityLine, activityOf, lasted, toolWords } from './activity.ts';
import type { Activity } from './activity.ts';
import { SessionBuilder } from './session-builder.ts';

/** What an agent does that has printed a line each second. */
function doing(printed: readonly (object | string)[], format: OutputFormat = 'claude'): Activity {
  const session = new SessionBuilder(format);
  for (const [index, one] of printed.entries()) {
    session.line(typeof one === 'string' ? one : JSON.stringify(one), index * 1_000);
  }
  return activityOf(session);
}

let messages = 0;
function assistant(part: object): object {
  messages += 1;
  return { type: 'assistant', message: { id: `msg_${messages}`, content: [part] } };
}
const says = (text: string) => assistant({ type: 'text', text });
const uses = (id: string, command: string) =>
  assistant({ type: 'tool_use', id, name: 'Bash', input: { command } });
const result = (id: string) => ({
  type: 'user',
  message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: 'ok' }] },
});
const retry = {
  type: 'system',
  subtype: 'api_retry',
  attempt: 1,
  max_retries: 10,
  retry_delay_ms: 65_490,
  error_status: 429,
  error: 'rate_limit',
};
const limit = {
  type: 'rate_limit_event',
  rate_limit_info: { status: 'rejected', resetsAt: 90, rateLimitType: 'five_hour' },
};
const words = (printed: readonly (object | string)[], format?: OutputFormat) =>
  doing(printed, format).words;

describe('what an agent does', () => {
  it('is nothing before it has printed anything', () => {
    expect(doing([])).toEqual({ words: '', kind: 'text', since: null, until: null });
    expect(words(['', '  '], 'plain')).toBe('');
  });

  it('is the tool that runs, the last one that was begun, since then', () => {
    expect(doing([says('I look.'), uses('a', 'npm ci'), uses('b', 'npm test')])).toEqual({
      words: 'Bash: npm test',
      kind: 'tool',
      since: 2_000,
      until: null,
    });
  });

  it('is its last words after a tool has ended, and without the line for the app', () => {
    expect(doing([says('One.\n\nTwo.\n'), uses('a', 'ls'), result('a')])).toMatchObject({
      words: 'Two.',
      kind: 'text',
      since: 0,
    });
    expect(words([says('All done.\n{"s":"s","sum":"Adds a page"}')])).toBe('All done.');
    expect(words([says('Before.'), says('{"s":"s"}')])).toBe('Before.');
  });

  it('is to wait for its provider, until it goes on', () => {
    expect(doing([says('I look.'), retry])).toEqual({
      words: 'tries again: rate limit (429)',
      kind: 'wait',
      since: 1_000,
      until: 66_490,
    });
    expect(doing([limit])).toMatchObject({ kind: 'wait', until: 90_000 });
    expect(words([says('I look.'), retry, limit, uses('a', 'ls'), result('a')])).toBe('I look.');
    expect(words([says('I look.'), retry, says('There.')])).toBe('There.');
  });

  it('is what went wrong where that was its last word', () => {
    const end = { type: 'result', subtype: 'success', is_error: true, result: 'API Error: 500' };
    expect(words([says('I look.'), end])).toContain('API Error: 500');
  });

  it('is its last plain line, but no half of an event', () => {
    expect(words(['Building', 'Proceed? (y/n) ', ''], 'plain')).toBe('Proceed? (y/n)');
    expect(words(['{"a":1}'], 'plain')).toBe('{"a":1}');
    expect(words(['Warning: slow', { type: 'brand_new' }])).toBe('Warning: slow');
  });

  it('is one short line, whatever it says', () => {
    const long = words([says(`a\tb  ${'漢'.repeat(500)}`)]);
    expect(long).toHaveLength(200);
    expect(long.startsWith('a b 漢')).toBe(true);
    expect(words([says(`${'x'.repeat(199)}👀`)])).toBe('x'.repeat(199));
  });

  it('is not looked for in what is long past', () => {
    const tools = Array.from({ length: 60 }, (_, index) => [
      uses(`${index}`, 'ls'),
      result(`${index}`),
    ]);
    expect(words([says('Long ago.'), ...tools.flat()])).toBe('');
  });
});

describe('an activity in one line', () => {
  const clock = (time: number) => `clock ${time}`;
  const wait: Activity = { words: 'waits', kind: 'wait', since: 0, until: 9_000 };

  it('says how long a tool has run, and until when it waits while that is ahead', () => {
    const tool: Activity = { words: 'Bash: ls', kind: 'tool', since: 1_000, until: null };
    expect(activityLine(tool, 13_000, clock)).toBe('Bash: ls · 12 s');
    expect(activityLine({ ...tool, since: null }, 13_000, clock)).toBe('Bash: ls');
    expect(activityLine(wait, 8_999, clock)).toBe('waits · until clock 9000');
    expect(activityLine(wait, 9_000, clock)).toBe('waits');
    expect(activityLine({ ...wait, kind: 'text' }, 0, clock)).toBe('waits');
  });

  it('names a tool with what it works on', () => {
    expect(toolWords({ name: 'Bash', subject: 'a\n  b' })).toBe('Bash: a b');
    expect(toolWords({ name: 'Bash', subject: ' \n' })).toBe('Bash');
    expect(toolWords({ name: 'Bash', subject: 'x'.repeat(1_000) })).toHaveLength(206);
  });
});

describe('time that has passed', () => {
  it.each([
    [-5, '0 s'],
    [499, '0 s'],
    [12_000, '12 s'],
    [59_499, '59 s'],
    [59_500, '1 min 0 s'],
    [185_000, '3 min 5 s'],
    [3_599_999, '1 h 0 min'],
    [90_000_000, '25 h 0 min'],
  ])('%d ms is "%s"', (ms, text) => {
    expect(lasted(ms)).toBe(text);
  });

  it('never has 60 of what is the next unit', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), (ms) => {
        expect(lasted(ms)).toMatch(/^(?:[1-5]?\d s|[1-5]?\d min [1-5]?\d s|\d+ h [1-5]?\d min)$/);
      }),
    );
  });
});
