import { describe, expect, it } from 'vitest';
import { readNumber } from './read-number.ts';

const count = { min: 1, max: 64, isWhole: true, isOptional: false };
const minutes = { min: 0.1, max: null, isWhole: false, isOptional: true };

describe('readNumber', () => {
  it.each([
    ['5', 5],
    [' 64 ', 64],
    ['+7', 7],
  ])('takes %j as a count', (typed, value) => {
    expect(readNumber(typed, count)).toEqual({ ok: true, value });
  });

  it.each([
    ['0.5', 0.5],
    ['1,5', 1.5],
    ['.25', 0.25],
    ['2 000', 2000],
    ['20_000', 20_000],
    ['', null],
  ])('takes %j as minutes', (typed, value) => {
    expect(readNumber(typed, minutes)).toEqual({ ok: true, value });
  });

  it.each([
    'abc',
    '-4',
    '0',
    '65',
    '99999999999999',
    '2.5',
    '',
    '5 apples',
    '1e3',
    '0x10',
    '1.2.3',
  ])('refuses %j as a count, and says what may be typed', (typed) => {
    expect(readNumber(typed, count)).toEqual({
      ok: false,
      error: 'Type a whole number from 1 to 64. Nothing was saved.',
    });
  });

  it('says that nothing may be typed where that means something', () => {
    expect(readNumber('-1', minutes)).toEqual({
      ok: false,
      error: 'Type a number of at least 0.1, or nothing. Nothing was saved.',
    });
    expect(readNumber('99999999999999999999', minutes).ok).toBe(false);
  });
});
