import { describe, expect, it } from 'vitest';
import { Audience } from './audience.ts';
import { LatestValue } from './latest-value.ts';

function counted() {
  const source = { started: 0, stopped: 0 };
  const audience = new Audience<string, LatestValue<string>>(() => {
    source.started += 1;
    return { dispose: () => void (source.stopped += 1) };
  });
  return { source, audience };
}

describe('an audience', () => {
  it('has its source on from the first listener to the last', async () => {
    const { source, audience } = counted();
    const first = audience.follow(new LatestValue());
    const second = audience.follow(new LatestValue());
    expect(source).toEqual({ started: 0, stopped: 0 });
    const waiting = [first.next(), second.next()];
    expect(audience.queues.size).toBe(2);
    for (const queue of audience.queues) queue.set('a');
    expect(await Promise.all(waiting)).toEqual([
      { done: false, value: 'a' },
      { done: false, value: 'a' },
    ]);
    await first.return();
    expect(source).toEqual({ started: 1, stopped: 0 });
    await second.return();
    expect(source).toEqual({ started: 1, stopped: 1 });
  });

  it('lets a listener go when its signal aborts, also before it began', async () => {
    const { source, audience } = counted();
    const abort = new AbortController();
    const waiting = audience.follow(new LatestValue(), abort.signal).next();
    abort.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    const late = audience.follow(new LatestValue(), abort.signal).next();
    expect(await late).toEqual({ done: true, value: undefined });
    expect(source).toEqual({ started: 2, stopped: 2 });
  });

  it('ends for all when it is dismissed', async () => {
    const { source, audience } = counted();
    const waiting = [1, 2].map(() => audience.follow(new LatestValue()).next());
    audience.dismiss();
    expect((await Promise.all(waiting)).every(({ done }) => done)).toBe(true);
    expect(source).toEqual({ started: 1, stopped: 1 });
  });
});
