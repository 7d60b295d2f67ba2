import { describe, expect, it } from 'vitest';
import { plainTitle, titleParts } from './title-parts.ts';

describe('a title', () => {
  it('is parted into words and code', () => {
    expect(titleParts('Rename `sum` to `add`')).toEqual([
      { text: 'Rename ', isCode: false },
      { text: 'sum', isCode: true },
      { text: ' to ', isCode: false },
      { text: 'add', isCode: true },
    ]);
  });

  it('keeps a backtick without its pair', () => {
    expect(titleParts('It`s')).toEqual([{ text: 'It`s', isCode: false }]);
  });

  it('loses its backticks where it is plain', () => {
    expect(plainTitle('`sum` adds')).toBe('sum adds');
    expect(plainTitle('')).toBe('');
  });
});
