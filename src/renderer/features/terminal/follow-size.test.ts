import { describe, expect, it } from 'vitest';
import { fittingFont, rowsAbove } from './follow-size.ts';

describe('the font of a tile', () => {
  it('is the largest at which the columns fit, in half pixels', () => {
    expect(fittingFont(6, (size) => size * 0.6, 11)).toBe(10);
    expect(fittingFont(5.2, (size) => size * 0.6, 11)).toBe(8.5);
    expect(fittingFont(20, (size) => size * 0.6, 11)).toBe(11);
  });

  it('is never too small to be read: the ends of long lines are left out then', () => {
    expect(fittingFont(1, (size) => size * 0.6, 11)).toBe(8);
  });

  it('fits also where cells are of whole pixels', () => {
    const widthAt = (size: number): number => Math.round(size * 0.6);
    for (let available = 5; available < 8; available += 0.1) {
      const size = fittingFont(available, widthAt, 11);
      expect(widthAt(size)).toBeLessThanOrEqual(available);
      expect(size === 11 || widthAt(size + 0.5) > available).toBe(true);
    }
  });
});

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
