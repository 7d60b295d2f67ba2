import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeptText } from '#shared/model/session-entry.ts';
import { keepText, noText, wholeText } from './kept-text.ts';

const lengths = fc.record({ start: fc.nat(12), end: fc.nat(12) });
/** Letters of one unit and of two. */
const words = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '漢', '👀'), maxLength: 30 });
const pieces = fc.array(words, { maxLength: 8 });
const halfPair = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

function kept(texts: readonly string[], bounds: { start: number; end: number }): KeptText {
  return texts.reduce((known, text) => keepText(known, text, bounds), noText);
}

describe('keepText', () => {
  it('keeps all of what is not too long', () => {
    const bounds = { start: 4, end: 4 };
    expect(kept(['1234', '5678'], bounds)).toEqual({ text: '12345678', omitted: 0, end: '' });
    expect(kept([''], bounds)).toEqual(noText);
  });

  it('keeps the beginning and the end of what is longer by one character', () => {
    expect(keepText(noText, '123456789', { start: 4, end: 4 })).toEqual({
      text: '1234',
      omitted: 1,
      end: '6789',
    });
  });

  it('lets the end go on, and leaves the beginning', () => {
    const known = keepText(noText, '0123456789', { start: 2, end: 3 });
    expect(keepText(known, 'ab', { start: 2, end: 3 })).toEqual({
      text: '01',
      omitted: 7,
      end: '9ab',
    });
  });

  it('keeps no end where none is asked for', () => {
    expect(keepText(noText, 'abcdef', { start: 2, end: 0 })).toEqual({
      text: 'ab',
      omitted: 4,
      end: '',
    });
  });

  it('keeps no half of a letter that takes two units', () => {
    expect(keepText(noText, '👀👀👀', { start: 3, end: 1 })).toEqual({
      text: '👀',
      omitted: 4,
      end: '',
    });
  });

  it('never keeps more than its bounds, and counts every character that it was given', () => {
    fc.assert(
      fc.property(pieces, lengths, (texts, bounds) => {
        const { text, omitted, end } = kept(texts, bounds);
        expect(text.length + end.length).toBeLessThanOrEqual(bounds.start + bounds.end);
        expect(text.length + omitted + end.length).toBe(texts.join('').length);
      }),
    );
  });

  it('keeps a beginning and an end of what it was given, with whole letters', () => {
    fc.assert(
      fc.property(pieces, lengths, (texts, bounds) => {
        const { text, end } = kept(texts, bounds);
        const all = texts.join('');
        expect(all.startsWith(text)).toBe(true);
        expect(all.endsWith(end)).toBe(true);
        expect(halfPair.test(text) || halfPair.test(end)).toBe(false);
      }),
    );
  });

  it('keeps the same, however the text came in pieces', () => {
    fc.assert(
      fc.property(pieces, lengths, (texts, bounds) => {
        expect(kept(texts, bounds)).toEqual(keepText(noText, texts.join(''), bounds));
      }),
    );
  });
});

describe('wholeText', () => {
  it('is the text where nothing was left out, else it says how much was', () => {
    expect(wholeText({ text: 'abc', omitted: 0, end: '' })).toBe('abc');
    expect(wholeText({ text: 'a', omitted: 7, end: 'z' })).toBe('a\n… 7 characters left out …\nz');
    expect(wholeText({ text: 'a', omitted: 1, end: 'z' })).toContain('… 1 character left out …');
  });
});
