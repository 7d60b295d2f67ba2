import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRateLimit } from './rate-limit.ts';

const now = Date.parse('2026-11-20T17:30:00Z');
const berlin = { now, timeZone: 'Europe/Berlin' };
const epoch = Date.parse('2026-11-20T20:00:00Z') / 1000;

describe('messages of the shipped tools', () => {
  test.each([
    // Claude Code
    [`Claude AI usage limit reached|${epoch}`, '2026-11-20T20:00:00.000Z'],
    ["You've hit your session limit · resets 7pm (Europe/Berlin)", '2026-11-20T18:01:00.000Z'],
    ["You've hit your limit · resets 7pm", '2026-11-20T18:01:00.000Z'],
    ["You've hit your weekly limit · resets Nov 25, 9:30am (UTC)", '2026-11-25T09:31:00.000Z'],
    [
      '5-hour usage limit reached. Your limit will reset at 9pm (America/New_York).',
      '2026-11-21T02:01:00.000Z',
    ],
    [
      "API Error: Request rejected (429) · This request would exceed your account's rate limit.",
      null,
    ],
    ['API Error: 529 {"type":"error","error":{"type":"overloaded_error"}}', null],
    // Codex
    [
      'You’ve hit your usage limit. Upgrade to Pro (https://x.y) or try again at 7:54 PM.',
      '2026-11-20T18:55:00.000Z',
    ],
    [
      'You’ve hit your usage limit. Try again at Nov 21st, 2026 7:54 PM.',
      '2026-11-21T18:55:00.000Z',
    ],
    ["You've hit your usage limit. Try again in 2 hours 5 minutes.", '2026-11-20T19:36:00.000Z'],
    [
      "You've hit your usage limit. Try again in 1 day, 2 hours and 3 minutes.",
      '2026-11-21T19:34:00.000Z',
    ],
    [
      'Rate limit reached for gpt-5 on tokens per min (TPM). Please try again in 11.2s.',
      '2026-11-20T17:30:11.200Z',
    ],
    ['Rate limit reached. Please try again in 350ms.', '2026-11-20T17:30:00.350Z'],
    ['exceeded retry limit, last status: 429 Too Many Requests', null],
    // Gemini CLI
    [
      '[API Error: {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"34s"}]}}]',
      '2026-11-20T17:30:34.000Z',
    ],
    [
      'You have exhausted your capacity on this model. Your quota will reset after 14h32m10s.',
      '2026-11-21T08:02:10.000Z',
    ],
    ['[API Error: You have exhausted your daily quota on this model.]', null],
    ['You exceeded your current quota. Please retry in 34.07s.', '2026-11-20T17:30:34.070Z'],
    [
      'Usage limit reached for gemini-3-pro. Access resets at 7:00 PM GMT+1.',
      '2026-11-20T18:01:00.000Z',
    ],
    // opencode and HTTP in general
    [
      'APIError status 429: Rate limit reached for requests\nretry-after: 30',
      '2026-11-20T17:30:30.000Z',
    ],
    ['Too Many Requests {"retry-after-ms":"1500"}', '2026-11-20T17:30:01.500Z'],
    [
      `{"type":"usage_limit_reached","resets_at":${epoch},"resets_in_seconds":9000}`,
      '2026-11-20T20:00:00.000Z',
    ],
    ['rate limited until 2026-11-20T19:00:00+01:00', '2026-11-20T18:00:00.000Z'],
  ])('%s', (message, resetsAt) => {
    expect(parseRateLimit(message, berlin)).toEqual({ resetsAt });
  });

  test.each([
    'TypeError: limit is not a function',
    '429 tests passed, 1 failed',
    'Error: bad model',
    'Reached maximum number of turns (30)',
    '',
  ])('no rate limit: %s', (message) => {
    expect(parseRateLimit(message, berlin)).toBeNull();
  });
});

describe('times', () => {
  test('a clock time that is over for today means tomorrow', () => {
    const message = "You've hit your limit · resets 3am";
    expect(parseRateLimit(message, berlin)?.resetsAt).toBe('2026-11-21T02:01:00.000Z');
  });

  test('a clock time that passed a moment ago means now, not tomorrow', () => {
    const message = "You've hit your limit · resets 6:25pm";
    expect(parseRateLimit(message, berlin)?.resetsAt).toBe('2026-11-20T17:31:00.000Z');
  });

  test('a day without a year may lie in the next year', () => {
    const context = { now: Date.parse('2026-12-30T12:00:00Z'), timeZone: 'UTC' };
    expect(parseRateLimit('weekly limit, resets Jan 3 at 2pm', context)?.resetsAt).toBe(
      '2027-01-03T14:01:00.000Z',
    );
  });

  test('a clock time after the change to summer time is read right', () => {
    const context = { now: Date.parse('2027-03-27T23:30:00Z'), timeZone: 'Europe/Berlin' };
    expect(parseRateLimit('usage limit, resets 9am', context)?.resetsAt).toBe(
      '2027-03-28T07:01:00.000Z',
    );
  });

  test('a past or absurdly late time is no time', () => {
    for (const time of [epoch - 86_400, epoch + 86_400 * 60]) {
      expect(parseRateLimit(`usage limit reached|${time}`, berlin)).toEqual({ resetsAt: null });
    }
  });

  test.each([
    ['23:50', 'try again at 12:10 AM', '2026-11-22T00:11'],
    ['23:50', 'try again at 9:21 AM', '2026-11-22T09:22'],
    ['00:03', 'resets 11:58 PM', '2026-11-21T00:04'],
    ['00:03', 'resets 11:30 PM', '2026-11-21T23:31'],
    ['12:00', 'resets tomorrow at 9am', '2026-11-22T09:01'],
    ['12:00', 'resets at 12:00:30', '2026-11-21T12:00:30'],
    ['12:00', 'resets at 7:00 PM PST', '2026-11-22T03:01'],
    ['12:00', 'resets at 19:00 UTC+02:00', '2026-11-21T17:01'],
    ['12:00', 'resets 12:00 PM', '2026-11-21T12:01'],
  ])('at %s, %j means %s', (clock, words, expected) => {
    const context = { now: Date.parse(`2026-11-21T${clock}:00Z`), timeZone: 'UTC' };
    const resetsAt = parseRateLimit(`usage limit, ${words}`, context)?.resetsAt ?? '';
    expect(resetsAt.startsWith(expected)).toBe(true);
  });

  test('a time that is told to the minute is over at the end of that minute', () => {
    const context = { now: Date.parse('2026-11-20T09:00:44Z'), timeZone: 'UTC' };
    expect(parseRateLimit('usage limit, try again at 9:21 AM', context)?.resetsAt).toBe(
      '2026-11-20T09:22:00.000Z',
    );
    expect(parseRateLimit('usage limit, try again in 21 minutes', context)?.resetsAt).toBe(
      '2026-11-20T09:22:44.000Z',
    );
  });

  test('nothing is believed to last longer than the window of a subscription', () => {
    const month = `usage limit reached|${epoch + 20 * 86_400}`;
    expect(parseRateLimit(month, berlin)?.resetsAt).toBe('2026-11-27T17:30:00.000Z');
  });

  test('an unknown zone in brackets is taken as the machine’s', () => {
    expect(parseRateLimit('usage limit, resets 7pm (sharp)', berlin)?.resetsAt).toBe(
      '2026-11-20T18:01:00.000Z',
    );
  });
});

test('never throws, and a named time is in the future', () => {
  const words = fc.constantFrom(
    'rate limit',
    'resets',
    'try again',
    'in',
    'at',
    'Nov',
    '31st',
    '99',
    '7:60 PM',
    '25pm',
    '(UTC)',
    '(x)',
    'retry-after:',
    '9999999999',
    '5h',
    '3 fortnights',
    '|',
    ',',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string())), (parts) => {
      const limit = parseRateLimit(parts.join(' '), berlin);
      if (typeof limit?.resetsAt === 'string') {
        expect(Date.parse(limit.resetsAt)).toBeGreaterThan(now);
      }
    }),
  );
});
