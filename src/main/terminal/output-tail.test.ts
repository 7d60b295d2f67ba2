import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OutputTail } from './output-tail.ts';

test('gives the end of what was pushed', () => {
  const tail = new OutputTail(8);
  tail.push(Buffer.from('abc'));
  tail.push(Buffer.from('defgh'));
  tail.push(Buffer.from('ij'));
  expect(tail.text(100)).toBe('cdefghij');
  expect(tail.text(3)).toBe('hij');
  expect(tail.text(0)).toBe('');
});

test('is empty before anything was pushed', () => {
  expect(new OutputTail(8).text(5)).toBe('');
});

test('leaves out half characters at both ends but keeps bad bytes visible', () => {
  const tail = new OutputTail(100);
  tail.push(Buffer.from('€uro €'));
  expect(tail.text(7)).toBe('uro €');
  tail.push(Buffer.from([0xe2, 0x82]));
  expect(tail.text(100)).toBe('€uro €');
  const bad = new OutputTail(100);
  bad.push(Buffer.from([0x61, 0xff, 0x62]));
  expect(bad.text(100)).toBe('a\u{fffd}b');
});

test('holds the last bytes for any way of pushing them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\n') })),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(60),
      (pieces, capacity, wanted) => {
        const tail = new OutputTail(capacity);
        for (const piece of pieces) tail.push(Buffer.from(piece));
        const length = Math.min(wanted, capacity);
        expect(tail.text(wanted)).toBe(length === 0 ? '' : pieces.join('').slice(-length));
      },
    ),
  );
});
