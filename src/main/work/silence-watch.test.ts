import { describe, expect, it } from 'vitest';
import type { WorkSignal } from './orders.ts';
import { SilenceWatch } from './silence-watch.ts';

/** An agent that was silent since its start at 0, until it prints. */
function silentAgent(killSilentMinutes: number | null = null) {
  const agent = {
    lastOutputAt: 0,
    bytesWritten: 20,
    ends: 0,
    tail: () => 'Overwrite a.txt? [y/N] ',
    end: async () => {
      agent.ends += 1;
    },
  };
  const clock = { time: 0, now: () => clock.time };
  const told: WorkSignal[] = [];
  const adapter = { signals: { rateLimit: [], question: [/\[y\/N\]\s*$/] } };
  const limits = { silentMinutes: 10, killSilentMinutes };
  const watch = new SilenceWatch({ agent, adapter, clock, limits }, (signal) => told.push(signal));
  const lookAt = (minutes: number): void => {
    clock.time = minutes * 60_000;
    watch.look();
  };
  return { agent, told, lookAt, watch };
}

describe('the watch over an agent that is silent', () => {
  it('tells of a question after three seconds, and once', () => {
    const { told, lookAt } = silentAgent();
    lookAt(0.04);
    expect(told).toEqual([]);
    lookAt(0.05);
    lookAt(1);
    expect(told).toEqual([{ kind: 'question', text: expect.stringContaining('Overwrite a.txt?') }]);
  });

  it('tells of its silence once, and again when it has printed and is silent anew', () => {
    const { agent, told, lookAt } = silentAgent();
    agent.tail = () => 'Working';
    lookAt(10);
    lookAt(12);
    expect(told).toEqual([{ kind: 'silent', minutes: 10 }]);
    Object.assign(agent, { lastOutputAt: 13 * 60_000, bytesWritten: 30 });
    lookAt(14);
    expect(told).toHaveLength(1);
    lookAt(24);
    expect(told.slice(1)).toEqual([{ kind: 'silent', minutes: 11 }]);
  });

  it('tells once of an agent that prints and says nothing new, and never ends it for that', () => {
    const { agent, told, lookAt, watch } = silentAgent(30);
    const print = (minutes: number, text: string): void => {
      const bytesWritten = agent.bytesWritten + 1;
      Object.assign(agent, { lastOutputAt: minutes * 60_000, bytesWritten, tail: () => text });
      lookAt(minutes);
    };
    for (let minutes = 0; minutes < 60; minutes += 1) print(minutes, `\r⠋ Working ${minutes}s`);
    expect(told).toEqual([{ kind: 'nothing_new', minutes: 10 }]);
    expect(watch.endedBecause).toBeNull();
    print(60, 'Reading a.ts');
    for (let minutes = 61; minutes < 80; minutes += 1) print(minutes, `\r⠋ Working ${minutes}s`);
    expect(told.slice(1)).toEqual([{ kind: 'nothing_new', minutes: 10 }]);
  });

  it('ends it only where the order says so, and says why', () => {
    const patient = silentAgent();
    patient.lookAt(600);
    expect(patient.agent.ends).toBe(0);
    expect(patient.watch.endedBecause).toBeNull();
    const strict = silentAgent(30);
    strict.lookAt(29);
    expect(strict.watch.endedBecause).toBeNull();
    strict.lookAt(30);
    strict.lookAt(31);
    expect(strict.agent.ends).toBe(1);
    expect(strict.watch.endedBecause).toBe(
      'The agent was ended: it printed nothing for 30 minutes.',
    );
  });
});
