import { describe, expect, it } from 'vitest';
import { rowsAbove } from './follow-size.ts';

describe('the rows of a tile', () => {
  it('are all seen where there is room', () => {
    expect(rowsAbove(10, 12, 120)).toBe(0);
    expect(rowsAbove(10, 12, 500)).toBe(0);
  });

  it('begin with a whole one where there is not', () => {
    expect(rowsAbove(10, 12, 119)).toBe(1);
    expect(rowsAbove(40, 12, 100)).toBe(32);
    expect((40 - rowsAbove(40, 12, 100)) * 12).toBeLessThanOrEqual(100);
  });
});
