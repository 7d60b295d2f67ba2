import { describe, expect, it } from 'vitest';
import { entriesOf, linesOf, wordsOf } from './list-text.ts';

describe('lists in text fields', () => {
  it('have one entry a line', () => {
    expect(linesOf(['npm test', 'npm run lint'])).toBe('npm test\nnpm run lint');
    expect(entriesOf(' npm test \n\n  npm run lint\n')).toEqual(['npm test', 'npm run lint']);
    expect(entriesOf('  \n')).toEqual([]);
  });

  it('of ids and labels take commas and spaces, and each word once', () => {
    expect(wordsOf('e.1, e.2  e.1,\nx')).toEqual(['e.1', 'e.2', 'x']);
    expect(wordsOf(' ')).toEqual([]);
  });
});
