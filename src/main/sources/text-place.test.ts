import { describe, expect, it } from 'vitest';
import { placeAt } from './text-place.ts';

describe('placeAt', () => {
  it('counts lines and columns from 1 and shows the line', () => {
    expect(placeAt('f', 'ab\ncde\nf', 4)).toEqual({ file: 'f', line: 2, column: 2, text: 'cde' });
  });

  it('leaves the carriage return out of the line', () => {
    expect(placeAt('f', 'ab\r\ncde\r\n', 4)).toMatchObject({ line: 2, column: 1, text: 'cde' });
  });

  it('stands on the first line of a text that starts with a line break', () => {
    expect(placeAt('f', '\nab', 0)).toMatchObject({ line: 1, column: 1, text: '' });
  });

  it('keeps offsets outside of the text inside of it', () => {
    expect(placeAt('f', 'ab', 9)).toMatchObject({ line: 1, column: 3 });
    expect(placeAt('f', '', -1)).toMatchObject({ line: 1, column: 1 });
  });
});
