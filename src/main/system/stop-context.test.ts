import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { currentStop, limitedTime, withStop } from './stop-context.ts';

describe('the signal of what is being done', () => {
  test('is found however deep, and by each flow its own', async () => {
    const [outer, inner] = [new AbortController(), new AbortController()];
    const deep = async (): Promise<AbortSignal | null> => {
      await delay(1);
      return currentStop();
    };
    await withStop(outer.signal, async () => {
      const [one, other] = await Promise.all([deep(), withStop(inner.signal, deep)]);
      expect(one).toBe(outer.signal);
      expect(other).toBe(inner.signal);
    });
    expect(currentStop()).toBeNull();
  });
});

describe('a limited time', () => {
  test('runs from the stop on, and from its own beginning after a stop', async () => {
    const stop = new AbortController();
    const before = withStop(stop.signal, () => limitedTime(60_000, 30));
    await delay(60);
    expect(before.signal.aborted).toBe(false);
    stop.abort();
    const after = withStop(stop.signal, () => limitedTime(60_000, 500));
    await delay(60);
    expect(before.signal.aborted).toBe(true);
    expect(after.signal.aborted).toBe(false);
    after.dispose();
  });

  test('ends also where nothing is stopped, and never once it was let go of', async () => {
    const short = limitedTime(20, 0);
    const free = limitedTime(20, 0);
    free.dispose();
    await delay(60);
    expect(short.signal.aborted).toBe(true);
    expect(free.signal.aborted).toBe(false);
  });
});
