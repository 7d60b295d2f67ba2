import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reasonToGiveUp, parkUntil, refusalsWith } from './park.ts';

const now = Date.parse('2026-11-20T17:30:00Z');
const minute = 60_000;
const week = 7 * 24 * 60 * minute;
const limit = { untilMs: now, refusals: 2, sinceMs: now - 1, probedSinceMs: null };

describe('a park without a named time', () => {
  test('begins with five minutes and doubles up to an hour', () => {
    const minutes = [1, 2, 3, 4, 5, 6, 50].map((one) => (parkUntil(null, one, now) - now) / minute);
    expect(minutes).toEqual([5, 10, 20, 40, 60, 60, 60]);
  });
});

describe('a park with a named time', () => {
  test('is as long as named, and longer only when that proved wrong three times', () => {
    const named = now + 41_000;
    expect([1, 2, 3].map((one) => parkUntil(named, one, now))).toEqual([named, named, named]);
    expect(parkUntil(named, 4, now)).toBe(now + 5 * minute);
    expect(parkUntil(now + week, 20, now)).toBe(now + week);
  });

  test('is never longer than the window of a subscription, nor over before it begins', () => {
    const time = fc.option(fc.integer({ min: now - week, max: now + 60 * week }));
    fc.assert(
      fc.property(time, fc.integer({ min: 1, max: 2_000 }), (named, refusals) => {
        const until = parkUntil(named, refusals, now);
        expect(until).toBeLessThanOrEqual(now + week);
        expect(until).toBeGreaterThanOrEqual(now);
      }),
    );
  });
});

test('an attempt that was on its way when the limit began adds no refusal', () => {
  expect(refusalsWith(null, now)).toBe(1);
  expect(refusalsWith(limit, now - 1)).toBe(2);
  expect(refusalsWith(limit, now)).toBe(3);
});

test('an account that is refused for longer than any window is given up', () => {
  expect(reasonToGiveUp('claude', null, now)).toBeNull();
  expect(reasonToGiveUp('claude', { ...limit, sinceMs: now - week }, now)).toBeNull();
  expect(reasonToGiveUp('claude', { ...limit, sinceMs: now - week - 1 }, now)).toBe(
    'claude has been refused by its provider for 7 days, longer than any limit lasts.',
  );
});
