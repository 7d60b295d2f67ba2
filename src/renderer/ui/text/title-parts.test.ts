import { describe, expect, it } from 'vitest';
import { plainTitle, titleParts } from './title-parts.ts';

describe('a title', () => {
  it('is parted into words and code', () => {
    expect(titleParts('Rename `sum` to `add`')).toEqual([
      { text: 'Rename ', isCode: false, at: 0 },
      { text: 'sum', isCode: true, at: 7 },
      { text: ' to ', isCode: false, at: 12 },
      { text: 'add', isCode: true, at: 16 },
    ]);
  });

  it('keeps a backtick without its pair', () => {
    expect(titleParts('It`s')).toEqual([{ text: 'It`s', isCode: false, at: 0 }]);
  });

  it('loses its backticks where it is plain', () => {
    expect(plainTitle('`sum` adds')).toBe('sum adds');
    expect(plainTitle('')).toBe('');
  });
});
