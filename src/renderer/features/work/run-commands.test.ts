import { describe, expect, it } from 'vitest';
import { makeRun } from '#shared/core/testing/records.ts';
import type { Run } from '#shared/model/run.ts';
import { runCommands } from './run-commands.tsx';
import { runStateOf } from './run-state.ts';
import type { WorkLife } from './work-life.ts';

/** What can be used now, with what it does. */
function offered(
  fields: Partial<Run> | null,
  kind: WorkLife['kind'] = 'driven',
): Readonly<Record<string, string>> {
  const done: string[] = [];
  const run = fields === null ? null : makeRun(fields);
  const commands = runCommands(run, {
    state: run === null ? null : runStateOf(run, { kind }),
    pause: (paused) => done.push(paused ? 'pause' : 'go on'),
    cancel: (now) => done.push(now ? 'stop' : 'cancel'),
    resume: () => done.push('resume'),
  });
  for (const command of commands) if (command.isEnabled !== false) command.run();
  const usable = commands.filter(({ isEnabled }) => isEnabled !== false);
  return Object.fromEntries(usable.map(({ id }, index) => [id, done[index] ?? '']));
}

describe('the commands that steer a run', () => {
  it('pause, cancel and stop one that goes on', () => {
    expect(offered({ status: 'active' })).toEqual({
      'run.pause': 'pause',
      'run.cancel': 'cancel',
      'run.stop': 'stop',
    });
  });

  it('let a paused one go on', () => {
    expect(offered({ status: 'active', paused: true })).toMatchObject({ 'run.pause': 'go on' });
  });

  it('can only stop one that finishes, and nothing more once it stops', () => {
    expect(offered({ status: 'cancelling' })).toEqual({ 'run.stop': 'stop' });
    expect(offered({ status: 'stopping' })).toEqual({});
  });

  it('resume or end one whose process is gone, whatever it was at', () => {
    const both = { 'run.resume': 'resume', 'run.stop': 'stop' };
    for (const status of ['active', 'cancelling', 'stopping', 'interrupted'] as const) {
      expect(offered({ status }, 'gone')).toEqual(both);
    }
  });

  it('are refused while the host is away: nobody would hear them', () => {
    for (const status of ['active', 'cancelling', 'stopping'] as const) {
      expect(offered({ status }, 'away')).toEqual({});
    }
  });

  it('are listed without a run too, and refused', () => {
    expect(offered(null)).toEqual({});
  });
});
