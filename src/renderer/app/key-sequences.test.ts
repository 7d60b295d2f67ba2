import { describe, expect, it } from 'vitest';
import type { Command } from '#renderer/lib/commands.ts';
import { KeySequences } from './key-sequences.ts';

const command = (id: string, ...keys: string[]): Command => ({
  id,
  title: id,
  group: 'Test',
  keys,
  run: () => undefined,
});

/** As much of a keyboard event as is looked at. */
function key(name: string, ...held: string[]): KeyboardEvent {
  const getModifierState = (one: string): boolean => held.includes(one);
  return Object.assign(Object.create(null), { key: name, code: '', getModifierState });
}

/** The commands that each of the keys runs, typed at once. */
function typed(commands: readonly Command[], ...events: readonly KeyboardEvent[]) {
  const sequences = new KeySequences();
  return events.map((event) => sequences.press(event, commands, 0)?.id ?? null);
}

describe('keys', () => {
  const run = command('run', 'r');
  const toRuns = command('to-runs', 'g r');

  it('run the command of one key', () => {
    expect(typed([run, toRuns], key('r'), key('x'), key('r'))).toEqual(['run', null, 'run']);
  });

  it('that end a sequence run that, not the command of the last key', () => {
    expect(typed([run, toRuns], key('g'), key('r'), key('r'))).toEqual([null, 'to-runs', 'run']);
    expect(typed([toRuns, run], key('g'), key('r'))).toEqual([null, 'to-runs']);
  });

  it('that come too late are no sequence any more', () => {
    const sequences = new KeySequences();
    expect(sequences.press(key('g'), [run, toRuns], 0)).toBeNull();
    expect(sequences.press(key('r'), [run, toRuns], 1_001)?.id).toBe('run');
  });

  it('are a sequence also when the commands change in its middle', () => {
    const sequences = new KeySequences();
    expect(sequences.press(key('g'), [toRuns], 0)).toBeNull();
    expect(sequences.press(key('r'), [{ ...run }, { ...toRuns }], 10)?.id).toBe('to-runs');
  });

  it('with a modifier are other keys than without', () => {
    const all = [run, command('run-all', 'Shift+R')];
    expect(typed(all, key('Shift', 'Shift'), key('R', 'Shift'))).toEqual([null, 'run-all']);
    expect(typed(all, key('r', 'Control'))).toEqual([null]);
  });

  it('run the command that was registered last, and none that is disabled', () => {
    const inner = command('inner', 'Escape');
    const outer = command('outer', 'Escape');
    expect(typed([outer, inner], key('Escape'))).toEqual(['inner']);
    expect(typed([outer, { ...inner, isEnabled: false }], key('Escape'))).toEqual(['outer']);
  });
});
