import { describe, expect, it } from 'vitest';
import { systemClock } from '#shared/lib/clock.ts';
import { ok } from '#shared/lib/result.ts';
import { Beginnings } from './beginnings.ts';

describe('what goes on before a run has begun', () => {
  it('is shown while it goes on, and one at a time', async () => {
    const beginnings = new Beginnings(systemClock);
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = beginnings.begin(async ({ report }) => {
      report('Checking main as it is…');
      await promise;
      return ok('run-1');
    });
    expect(beginnings.now).toMatchObject({ text: 'Checking main as it is…' });
    expect(await beginnings.begin(async () => ok('run-2'))).toMatchObject({
      error: [{ code: 'run-beginning' }],
    });
    resolve();
    expect(await first).toEqual({ ok: true, value: 'run-1' });
    expect(beginnings.now).toBeNull();
  });

  it('can be stopped, and says so where nothing goes on', async () => {
    const beginnings = new Beginnings(systemClock);
    expect(beginnings.stop()).toBe(false);
    const stopped = beginnings.begin(async ({ stop }) => {
      await new Promise((resolve) => stop?.addEventListener('abort', resolve));
      return ok('stopped');
    });
    expect(beginnings.stop()).toBe(true);
    expect(await stopped).toEqual({ ok: true, value: 'stopped' });
  });
});
