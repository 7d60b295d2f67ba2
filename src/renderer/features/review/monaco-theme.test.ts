import { describe, expect, it } from 'vitest';
import { toHex } from './monaco-theme.ts';

describe('toHex', () => {
  it.each([
    ['rgb(255, 0, 17)', '#ff0011ff'],
    ['rgba(20, 20, 31, 0.5)', '#14141f80'],
    ['rgb(0 0 0 / 0)', '#00000000'],
  ])('reads %s', (computed, hex) => {
    expect(toHex(computed)).toBe(hex);
  });
});
