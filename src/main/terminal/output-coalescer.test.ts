import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OutputCoalescer } from './output-coalescer.ts';

function collected() {
  const pieces: Buffer[] = [];
  const coalescer = new OutputCoalescer((bytes) => pieces.push(Buffer.from(bytes)));
  return { pieces, coalescer };
}

test('joins what comes in one turn and passes it on without waiting', async () => {
  const { pieces, coalescer } = collected();
  coalescer.append(Buffer.from('a'));
  coalescer.append(Buffer.from('b'));
  expect(pieces).toEqual([]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(pieces.map(String)).toEqual(['ab']);
  coalescer.close();
});

test('joins what follows soon after', async () => {
  const { pieces, coalescer } = collected();
  coalescer.append(Buffer.from('a'));
  await new Promise((resolve) => setImmediate(resolve));
  coalescer.append(Buffer.from('b'));
  coalescer.append(Buffer.from('c'));
  await delay(50);
  expect(pieces.map(String)).toEqual(['a', 'bc']);
  coalescer.close();
});

test('passes on the rest when it is closed', () => {
  const { pieces, coalescer } = collected();
  coalescer.append(Buffer.from('a'));
  coalescer.close();
  expect(pieces.map(String)).toEqual(['a']);
});

test('keeps all bytes in order and never changes a piece it passed on', () => {
  const sizes = fc.array(fc.nat(100_000), { maxLength: 8 });
  fc.assert(
    fc.property(sizes, fc.infiniteStream(fc.boolean()), (lengths, flushes) => {
      const kept: Uint8Array[] = [];
      const coalescer = new OutputCoalescer((bytes) => kept.push(bytes));
      const inputs = lengths.map((length, index) => Buffer.alloc(length, index + 1));
      for (const input of inputs) {
        coalescer.append(input);
        if (flushes.next().value) coalescer.flush();
      }
      coalescer.close();
      expect(Buffer.concat(kept).equals(Buffer.concat(inputs))).toBe(true);
      expect(kept.every((piece) => piece.length > 0 && piece.length <= 65_536)).toBe(true);
    }),
    { numRuns: 30 },
  );
});
