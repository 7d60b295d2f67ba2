import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeSort } from './merge-sort.ts';

it('puts any list in order', () => {
  fc.assert(
    fc.property(fc.int32Array({ maxLength: 200 }), (numbers) => {
      const sorted = numbers.slice();
      mergeSort(sorted, (a, b) => (a < b ? -1 : Number(a > b)));
      expect(sorted).toEqual(numbers.toSorted());
    }),
  );
});

it('keeps items in order that compare as equal', () => {
  const numbers = Int32Array.from({ length: 1000 }, (_, place) => (place * 7919) % 1000);
  const sorted = numbers.slice();
  const tens = (number: number): number => Math.floor(number / 10);
  mergeSort(sorted, (a, b) => tens(a) - tens(b));
  expect([...sorted]).toEqual([...numbers].sort((a, b) => tens(a) - tens(b)));
});

it('sorts only the view it is given', () => {
  const numbers = Int32Array.from({ length: 60 }, (_, place) => -place);
  const expected = numbers.slice();
  expected.subarray(20, 40).sort();
  mergeSort(numbers.subarray(20, 40), (a, b) => a - b);
  expect(numbers).toEqual(expected);
});
