import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { both } from './both.ts';

describe('two things at once', () => {
  it('gives what both give', async () => {
    expect(await both(Promise.resolve(1), sleep(1, 'two'))).toEqual([1, 'two']);
  });

  it('waits for the second when the first has failed', async () => {
    let isDone = false;
    const second = sleep(10).then(() => (isDone = true));
    await expect(both(Promise.reject(new Error('no')), second)).rejects.toThrow('no');
    expect(isDone).toBe(true);
  });
});
