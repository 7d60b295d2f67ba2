import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trimBy, trimEndBy } from './trim.ts';

const isBlank = (character: string): boolean => character === ' ';

test('cuts what the platform cuts, at both ends or at the end', () => {
  const text = fc.string({ unit: fc.constantFrom(' ', 'a', '\n') });
  fc.assert(
    fc.property(text, (one) => {
      expect(trimBy(one, (character) => /\s/.test(character))).toBe(one.trim());
      expect(trimEndBy(one, isBlank)).toBe(one.replace(/ +$/, ''));
    }),
  );
});
