import { describe, expect, it } from 'vitest';
import { colorAsHex } from './color-text.ts';

describe('colorAsHex', () => {
  it('writes an opaque colour with six digits', () => {
    expect(colorAsHex('rgb(87, 80, 217)')).toBe('#5750d9');
    expect(colorAsHex('rgba(0, 0, 0, 1)')).toBe('#000000');
  });

  it('keeps how translucent a colour is', () => {
    expect(colorAsHex('rgba(20, 20, 31, 0.04)')).toBe('#14141f0a');
  });
});
