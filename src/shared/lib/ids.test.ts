import { describe, expect, it } from 'vitest';
import { randomIdSource } from './ids.ts';

describe('randomIdSource', () => {
  it('makes ids of the prefix and as many characters as asked for', () => {
    expect(randomIdSource().next('run')).toMatch(/^run-[0-9a-z]{10}$/);
    expect(randomIdSource(Math.random, 4).next('attempt')).toMatch(/^attempt-[0-9a-z]{4}$/);
  });

  it('draws every character from the source it was given', () => {
    const draws = [0, 0.999_999, 0.5];
    let index = 0;
    const random = (): number => draws[index++ % draws.length]!;
    expect(randomIdSource(random, 6).next('x')).toBe('x-0zi0zi');
  });

  it('makes a different id each time', () => {
    const source = randomIdSource();
    const ids = Array.from({ length: 2_000 }, () => source.next('attempt'));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
