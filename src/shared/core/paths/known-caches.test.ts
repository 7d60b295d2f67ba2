import { describe, expect, it } from 'vitest';
import { isKnownCache } from './known-caches.ts';

describe('isKnownCache', () => {
  it.each([
    ['.pytest_cache/', true],
    ['src/__pycache__/', true],
    ['debug.log', true],
    ['.venv/', false],
    ['generated/', false],
    ['config/local.json', false],
  ])('%s: %s', (path, expected) => {
    expect(isKnownCache(path)).toBe(expected);
  });
});
