import { describe, expect, it } from 'vitest';
import { momentWords, untilWords } from './time-words.ts';

const at = (iso: string): number => Date.parse(iso);

describe('a moment in words', () => {
  it('names day and clock time in the zone it is read in', () => {
    const moment = at('2026-11-22T19:00:30.000Z');
    expect(momentWords(moment, 'UTC')).toBe('Sun 22 Nov, 19:00');
    expect(momentWords(moment, 'Asia/Tokyo')).toBe('Mon 23 Nov, 04:00');
  });

  it.each([
    ['2026-11-22T19:00:00.000Z', '2026-11-22T08:00:00.000Z', 'UTC', '19:00'],
    ['2026-11-22T19:00:00.000Z', '2026-11-21T23:59:00.000Z', 'UTC', '19:00 tomorrow'],
    ['2026-11-22T19:00:00.000Z', '2026-11-20T23:59:00.000Z', 'UTC', '19:00 on Sun 22 Nov'],
    ['2026-11-22T19:00:00.000Z', '2026-11-22T08:00:00.000Z', 'Asia/Tokyo', '04:00 tomorrow'],
    ['2027-01-01T00:05:00.000Z', '2026-12-31T23:59:00.000Z', 'UTC', '00:05 tomorrow'],
    // The day of the change to winter time has 25 hours.
    ['2026-10-25T22:30:00.000Z', '2026-10-24T22:30:00.000Z', 'Europe/Berlin', '23:30'],
    ['2026-10-26T00:30:00.000Z', '2026-10-24T22:30:00.000Z', 'Europe/Berlin', '01:30 tomorrow'],
  ])('%s is, at %s in %s, %s', (moment, now, zone, words) => {
    expect(untilWords(at(moment), at(now), zone)).toBe(words);
  });
});
