import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyedMutex } from './keyed-mutex.ts';

describe('KeyedMutex', () => {
  it('runs work of one key one at a time, in the order asked for', async () => {
    const mutex = new KeyedMutex();
    const told: string[] = [];
    const gates = ['first', 'second', 'third'].map((name) => {
      const gate = Promise.withResolvers<void>();
      const done = mutex.run('key', async () => {
        told.push(`${name} begins`);
        await gate.promise;
        told.push(`${name} ends`);
      });
      return { gate, done };
    });
    // Also when the later ones could go on first.
    for (const { gate } of gates.toReversed()) gate.resolve();
    await Promise.all(gates.map(({ done }) => done));
    expect(told).toEqual([
      'first begins',
      'first ends',
      'second begins',
      'second ends',
      'third begins',
      'third ends',
    ]);
  });

  it('lets different keys run side by side', async () => {
    const mutex = new KeyedMutex();
    const gate = Promise.withResolvers<string>();
    const waiting = mutex.run('one', async () => gate.promise);
    await mutex.run('two', async () => gate.resolve('opened by the other key'));
    expect(await waiting).toBe('opened by the other key');
  });

  it('passes on results and failures, and goes on after a failure', async () => {
    const mutex = new KeyedMutex();
    const failing = mutex.run('key', async () => {
      throw new Error('it broke');
    });
    const following = mutex.run('key', async () => 42);
    await expect(failing).rejects.toThrow('it broke');
    expect(await following).toBe(42);
  });

  it('goes on after work that throws before it becomes a promise', async () => {
    const mutex = new KeyedMutex();
    const failing = mutex.run('key', () => {
      throw new Error('at once');
    });
    await expect(failing).rejects.toThrow('at once');
    expect(await mutex.run('key', async () => 'still works')).toBe('still works');
  });

  it('never lets two pieces of work of a key overlap, however they are mixed', async () => {
    const piece = fc.record({ key: fc.constantFrom('a', 'b', 'c'), turns: fc.nat({ max: 4 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
        const mutex = new KeyedMutex();
        const inside = new Map<string, number>();
        const order = new Map<string, number[]>();
        const all = pieces.map(async ({ key, turns }, index) =>
          mutex.run(key, async () => {
            inside.set(key, (inside.get(key) ?? 0) + 1);
            expect(inside.get(key)).toBe(1);
            order.set(key, [...(order.get(key) ?? []), index]);
            for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
            inside.set(key, 0);
          }),
        );
        await Promise.all(all);
        for (const indexes of order.values()) {
          expect(indexes).toEqual(indexes.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('lets who is stopped leave the queue, and those behind wait for those before', async () => {
    const mutex = new KeyedMutex();
    const gate = Promise.withResolvers<void>();
    const told: string[] = [];
    const note = async (text: string): Promise<string> => {
      told.push(text);
      return text;
    };
    const first = mutex.run('key', async () => gate.promise);
    const stop = new AbortController();
    const second = mutex.runUnless(
      stop.signal,
      'key',
      async () => note('second works'),
      async () => note('second leaves'),
    );
    const third = mutex.run('key', async () => note('third works'));
    stop.abort();
    expect(await second).toBe('second leaves');
    expect(told).toEqual(['second leaves']);
    gate.resolve();
    await Promise.all([first, third]);
    expect(told).toEqual(['second leaves', 'third works']);
    expect(await mutex.run('key', async () => 'free again')).toBe('free again');
  });

  it('does not take the turn from who has it when it is stopped', async () => {
    const mutex = new KeyedMutex();
    const stop = new AbortController();
    const gate = Promise.withResolvers<void>();
    let hasLeft = false;
    const work = mutex.runUnless(
      stop.signal,
      'key',
      async () => gate.promise,
      async () => void (hasLeft = true),
    );
    const next = mutex.run('key', async () => 'next');
    await Promise.resolve();
    await Promise.resolve();
    stop.abort();
    gate.resolve();
    await work;
    expect(await next).toBe('next');
    expect(hasLeft).toBe(false);
  });
});
