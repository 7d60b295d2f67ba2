import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputPieces } from './input-pieces.ts';

describe('inputPieces', () => {
  it('keeps all text in order, in pieces of at most the length', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 2, max: 9 }),
        (text, length) => {
          const pieces = inputPieces(text, length);
          expect(pieces.join('')).toBe(text);
          expect(pieces.every((piece) => piece.length > 0 && piece.length <= length)).toBe(true);
        },
      ),
    );
  });

  it('does not cut an emoji in two', () => {
    expect(inputPieces('ab\u{1f600}cd', 3)).toEqual(['ab', '\u{1f600}c', 'd']);
  });
});
