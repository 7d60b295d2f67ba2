import { describe, expect, it } from 'vitest';
import {
  formatDuration,
  formatElapsed,
  formatExactTime,
  formatMoney,
  formatRelativeTime,
  formatTokens,
  plural,
} from './format.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [-5, '0 ms'],
    [840, '840 ms'],
    [1_000, '1 s'],
    [2_340, '2.3 s'],
    [12_000, '12 s'],
    [59_700, '1 min'],
    [200_000, '3 min 20 s'],
    [2 * hour + 5 * minute, '2 h 5 min'],
    [23 * hour + 59.8 * minute, '1 d'],
    [3 * day + 4 * hour, '3 d 4 h'],
  ])('shows %d ms as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe('formatElapsed', () => {
  it.each([
    [-1, '00:00'],
    [151_999, '02:31'],
    [59 * minute + 59_999, '59:59'],
    [hour + 2 * minute + 3_000, '1:02:03'],
    [30 * hour, '30:00:00'],
  ])('shows %d ms as %s', (milliseconds, text) => {
    expect(formatElapsed(milliseconds)).toBe(text);
  });
});

describe('formatTokens', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1k'],
    [4_230, '4.2k'],
    [9_960, '10k'],
    [412_400, '412k'],
    [999_499, '999k'],
    [999_500, '1M'],
    [1_300_000, '1.3M'],
    [24_000_000, '24M'],
  ])('shows %d as %s', (count, text) => {
    expect(formatTokens(count)).toBe(text);
  });
});

describe('formatMoney', () => {
  it.each([
    [0, '$0.00'],
    [0.004, '<$0.01'],
    [3.4, '$3.40'],
    [1_204.4, '$1,204'],
  ])('shows %d as %s', (usd, text) => {
    expect(formatMoney(usd)).toBe(text);
  });
});

describe('formatRelativeTime', () => {
  const now = Date.parse('2026-11-21T12:00:00.000Z');
  it.each([
    [0, 'just now'],
    [20_000, 'just now'],
    [50_000, '1 min ago'],
    [5 * minute, '5 min ago'],
    [3 * hour, '3 h ago'],
    [day, 'yesterday'],
    [12 * day, '12 d ago'],
    [-3 * minute, 'in 3 min'],
    [-day, 'in 1 d'],
  ])('shows what was %d ms ago as %s', (ago, text) => {
    expect(formatRelativeTime(new Date(now - ago).toISOString(), now)).toBe(text);
  });
});

it('the exact time names the day, the second and the time zone', () => {
  expect(formatExactTime('2026-11-21T12:05:09.000Z')).toMatch(
    /^\w{3}, 2[0-2] Nov 2026, \d{2}:\d{2}:09 \S+/,
  );
});

it('plural counts in words', () => {
  expect(plural(1, 'task')).toBe('1 task');
  expect(plural(0, 'task')).toBe('0 tasks');
  expect(plural(12_000, 'entry', 'entries')).toBe('12,000 entries');
});
