import { describe, expect, it } from 'vitest';
import { within } from './within.ts';

describe('within', () => {
  it('says that what came to an end did, either way', async () => {
    expect(await within(1_000, Promise.resolve(1))).toBe(true);
    expect(await within(1_000, Promise.reject(new Error('no')))).toBe(true);
  });

  it('does not wait longer for what does not', async () => {
    const start = performance.now();
    expect(await within(20, new Promise(() => {}))).toBe(false);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
