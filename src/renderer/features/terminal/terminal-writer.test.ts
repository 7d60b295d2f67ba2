import { describe, expect, it } from 'vitest';
import { ParseTurns, turnBytes } from './parse-turns.ts';
import { muchBytes, restMs, TerminalWriter } from './terminal-writer.ts';

/** Terminals that parse when they are told to, and turns that go on when they are told to. */
function bench() {
  const log: string[] = [];
  const tasks: (() => void)[] = [];
  const turns = new ParseTurns((act) => tasks.push(act));
  const timers = new Set<{ readonly at: number; readonly act: () => void }>();
  let now = 0;
  const timing = {
    now: () => now,
    after: (ms: number, act: () => void) => {
      const timer = { at: now + ms, act };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  const pass = (ms: number): void => {
    now += ms;
    for (const timer of timers) {
      if (timer.at > now) continue;
      timers.delete(timer);
      timer.act();
    }
  };
  const terminal = (name: string) => {
    const writer = new TerminalWriter(
      {
        textarea: undefined,
        write: (data, callback) => {
          log.push(`${name} ${data.length}`);
          if (callback !== undefined) tasks.push(callback);
        },
      },
      turns,
      timing,
    );
    return writer;
  };
  const run = (count = Number.POSITIVE_INFINITY): void => {
    for (let task = 0; task < count && tasks.length > 0; task += 1) tasks.shift()?.();
  };
  return { log, turns, terminal, run, pass };
}

describe('what is written to terminals', () => {
  it('is given to each a little at a time, one after the other', () => {
    const { log, terminal, run } = bench();
    const [a, b] = [terminal('a'), terminal('b')];
    a.write(new Uint8Array(turnBytes * 2 + 5), () => log.push('a done'));
    b.write(new Uint8Array(10), () => log.push('b done'));
    expect(log).toEqual([`a ${turnBytes}`]);
    run();
    expect(log).toEqual([`a ${turnBytes}`, 'b 10', 'b done', `a ${turnBytes}`, 'a 5', 'a done']);
  });

  it('comes in order, with what is to be done between', () => {
    const { log, terminal, run } = bench();
    const a = terminal('a');
    a.write(new Uint8Array(1), () => log.push('first'));
    a.write(new Uint8Array(2));
    a.between(() => log.push('between'));
    a.write(new Uint8Array(3), () => log.push('last'));
    run();
    expect(log).toEqual(['a 1', 'first', 'a 2', 'between', 'a 3', 'last']);
  });

  it('is acknowledged too when it is dropped, but nothing is done that stood between', () => {
    const { log, terminal, run } = bench();
    const a = terminal('a');
    a.write(new Uint8Array(turnBytes + 1), () => log.push('first'));
    a.between(() => log.push('between'));
    a.write(new Uint8Array(7), () => log.push('second'));
    a.drop();
    expect(log).toEqual([`a ${turnBytes}`, 'first', 'second']);
    a.write(new Uint8Array(3), () => log.push('new'));
    run();
    expect(log.slice(3)).toEqual(['a 3', 'new']);
  });

  it('is parsed at longer intervals where there is much of it', () => {
    const { log, terminal, run, pass } = bench();
    const a = terminal('a');
    a.write(new Uint8Array(turnBytes));
    a.write(new Uint8Array(1), () => log.push('one'));
    run();
    pass(restMs / 2);
    a.write(new Uint8Array(muchBytes));
    run();
    expect(log).toEqual([`a ${turnBytes}`]);
    pass(restMs / 2);
    a.write(new Uint8Array(3));
    run();
    expect(log.slice(1)).toEqual(['a 1', `a ${muchBytes}`, 'one']);
    pass(restMs);
    run();
    a.write(new Uint8Array(4));
    run();
    expect(log.slice(4)).toEqual(['a 3', 'a 4']);
  });

  it('does not rest before a new screen', () => {
    const { log, terminal, run } = bench();
    const a = terminal('a');
    a.write(new Uint8Array(muchBytes));
    run();
    a.write(new Uint8Array(7));
    run();
    expect(log).toEqual([`a ${muchBytes}`]);
    a.drop();
    a.write(new Uint8Array(8));
    run();
    expect(log).toEqual([`a ${muchBytes}`, 'a 8']);
  });

  it('does not wait for a terminal that is closed in the middle of its turn', () => {
    const { log, terminal, run } = bench();
    const [a, b] = [terminal('a'), terminal('b')];
    a.write(new Uint8Array(100), () => log.push('a done'));
    b.write(new Uint8Array(10), () => log.push('b done'));
    a.close();
    run();
    expect(log).toContain('b done');
  });
});

describe('turns', () => {
  it('go first to the one that somebody types into', () => {
    const order: string[] = [];
    const tasks: (() => void)[] = [];
    const turns = new ParseTurns((act) => tasks.push(act));
    const turn = (name: string, isFirst: boolean, times: number) => ({
      isFirst,
      get hasMore() {
        return times > 0;
      },
      take: (done: () => void) => {
        times -= 1;
        order.push(name);
        tasks.push(done);
      },
    });
    for (const one of [turn('a', false, 2), turn('b', false, 1), turn('typed', true, 2)]) {
      turns.ask(one);
    }
    expect(order).toEqual(['a', 'typed']);
    while (tasks.length > 0) tasks.shift()?.();
    expect(order).toEqual(['a', 'typed', 'typed', 'b', 'a']);
  });
});
