import { expect, test } from 'vitest';
import { LineTimes } from './line-times.ts';

test('a place has the time of the last note before it; lines may come in pieces', () => {
  const times = new LineTimes();
  expect(times.at(0)).toBeNull();
  times.take('0 1000\n50 2');
  expect([times.at(0), times.at(60)]).toEqual([1000, 1000]);
  times.take('000\nnonsense\n90 3000\n');
  expect([times.at(60), times.at(89), times.at(90)]).toEqual([2000, 2000, 3000]);
});
