import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runSchema, runStatusSchema } from '#shared/model/run.ts';
import type { Run } from '#shared/model/run.ts';
import { evolveAll } from '#shared/core/testing/evolve-all.ts';
import { runMachine } from './run-machine.ts';
import type { RunCommand } from './run-machine.ts';
import { makeRun } from '#shared/core/testing/records.ts';

const at = '2026-02-03T04:05:06.000Z';
const owner = { pid: 9, startTime: '5' };
const taskIds = ['e.1', 'e.2', 'e.3'];

const commands = {
  skip: { kind: 'skip', taskId: 'e.2', reason: 'Unsatisfied dependencies: [e.1]', at },
  start_batch: { kind: 'start_batch', taskIds: ['e.1', 'e.2'], at },
  end_batch: { kind: 'end_batch', at },
  add_tasks: { kind: 'add_tasks', taskIds: ['e.4'], at },
  pause: { kind: 'pause', at },
  'go on': { kind: 'go_on', at },
  cancel: { kind: 'cancel', now: false, at },
  'cancel now': { kind: 'cancel', now: true, at },
  interrupt: { kind: 'interrupt', at },
  resume: { kind: 'resume', owner, at },
  end: { kind: 'end', outcome: 'incomplete', problem: null, at },
} satisfies Record<string, RunCommand>;
const commandNamed = new Map<string, RunCommand>(Object.entries(commands));

/** The status each command leads to from active, cancelling, stopping, interrupted and ended. */
const table: Readonly<Record<keyof typeof commands, readonly string[]>> = {
  skip: ['active', 'cancelling', 'stopping', 'interrupted', 'refused'],
  start_batch: ['active', 'cancelling', 'stopping', 'interrupted', 'refused'],
  end_batch: ['nothing', 'nothing', 'nothing', 'nothing', 'refused'],
  add_tasks: ['active', 'refused', 'refused', 'refused', 'refused'],
  pause: ['active', 'refused', 'refused', 'refused', 'refused'],
  'go on': ['nothing', 'refused', 'refused', 'refused', 'refused'],
  cancel: ['cancelling', 'nothing', 'nothing', 'refused', 'refused'],
  'cancel now': ['stopping', 'stopping', 'nothing', 'refused', 'refused'],
  interrupt: ['interrupted', 'interrupted', 'interrupted', 'nothing', 'refused'],
  resume: ['active', 'active', 'active', 'active', 'refused'],
  end: ['ended', 'ended', 'ended', 'ended', 'refused'],
};

const cases = Object.entries(table).flatMap(([wish, row]) =>
  runStatusSchema.options.map((status, index) => ({ wish, status, expected: row[index] })),
);

function apply(run: Run, command: RunCommand): Run {
  const decided = runMachine.decide(run, command);
  if (!decided.ok) throw new Error(decided.error.message);
  return evolveAll(runMachine, run, decided.value)!;
}

function problemOf(run: Run | null, command: RunCommand): string {
  const decided = runMachine.decide(run, command);
  return decided.ok ? 'accepted' : decided.error.message;
}

describe('runMachine', () => {
  it.each(cases)('$wish while $status: $expected', ({ wish, status, expected }) => {
    const run = makeRun({ status, taskIds });
    const decided = runMachine.decide(run, commandNamed.get(wish)!);
    if (!decided.ok) expect(expected).toBe('refused');
    else if (decided.value.length === 0) expect(expected).toBe('nothing');
    else expect(evolveAll(runMachine, run, decided.value)?.status).toBe(expected);
  });

  it('starts once', () => {
    const run = makeRun();
    expect(runMachine.decide(null, { kind: 'start', run })).toEqual({
      ok: true,
      value: [{ kind: 'started', run }],
    });
    expect(problemOf(run, { kind: 'start', run })).toBe('Run run-1 exists already.');
  });

  it('says why it refuses', () => {
    expect(problemOf(null, commands.cancel)).toBe('There is no such run.');
    expect(problemOf(makeRun({ status: 'ended' }), commands.cancel)).toBe('Run run-1 has ended.');
    expect(problemOf(makeRun({ status: 'interrupted' }), commands.cancel)).toBe(
      'Run run-1 was interrupted and is not driven.',
    );
    expect(problemOf(makeRun(), commands.skip)).toBe('Run run-1 has no task e.2.');
    const batch = makeRun({ taskIds, batch: ['e.3'] });
    expect(problemOf(batch, commands.start_batch)).toBe('Run run-1 has a batch under way.');
    expect(problemOf(makeRun(), commands.start_batch)).toBe('Run run-1 has no task e.2.');
    expect(problemOf(makeRun(), { kind: 'start_batch', taskIds: [], at })).toBe(
      'Run run-1 cannot start a batch of nothing.',
    );
  });

  it('pauses once and goes on once', () => {
    const paused = apply(makeRun(), commands.pause);
    expect(paused).toMatchObject({ status: 'active', paused: true });
    expect(apply(paused, commands.pause)).toBe(paused);
    expect(apply(paused, commands['go on'])).toEqual(makeRun());
  });

  it('goes on when it is taken over, also when it was paused', () => {
    expect(apply(makeRun({ paused: true }), commands.resume).paused).toBe(false);
  });

  it('takes more tasks at its end, and takes up again those that it had skipped', () => {
    const run = makeRun({ taskIds, skipped: [{ taskId: 'e.2', reason: 'Why.' }] });
    const more = apply(run, { kind: 'add_tasks', taskIds: ['e.5', 'e.2', 'e.4', 'e.5'], at });
    expect(more).toMatchObject({ taskIds: [...taskIds, 'e.5', 'e.4'], skipped: [] });
    expect(problemOf(more, { kind: 'add_tasks', taskIds: ['e.6', 'e.5'], at })).toBe(
      'The active run has e.5 already.',
    );
    expect(apply(more, { kind: 'add_tasks', taskIds: [], at })).toBe(more);
  });

  it('says why it cannot be steered any more', () => {
    const texts = (['cancelling', 'stopping', 'interrupted', 'ended'] as const).map((status) =>
      problemOf(makeRun({ status }), commands.pause),
    );
    expect(texts).toEqual([
      'Run run-1 is being cancelled.',
      'Run run-1 is being cancelled.',
      'Run run-1 was interrupted and is not driven.',
      'Run run-1 has ended.',
    ]);
  });

  it('skips a task once', () => {
    const skipped = apply(makeRun({ taskIds }), commands.skip);
    const { taskId, reason } = commands.skip;
    expect(skipped.skipped).toEqual([{ taskId, reason }]);
    expect(apply(skipped, { ...commands.skip, reason: 'again' })).toEqual(skipped);
  });

  it('counts its batches', () => {
    const first = apply(makeRun({ taskIds }), commands.start_batch);
    expect(first).toMatchObject({ batch: ['e.1', 'e.2'], batchNumber: 1 });
    const between = apply(first, commands.end_batch);
    expect(between).toMatchObject({ batch: [], batchNumber: 1 });
    expect(apply(between, commands.start_batch).batchNumber).toBe(2);
  });

  it('is taken over with its skips and its batch', () => {
    const run = makeRun({ taskIds, status: 'interrupted', batch: ['e.1'], batchNumber: 4 });
    expect(apply(run, commands.resume)).toEqual({ ...run, status: 'active', owner });
  });

  it('ends with outcome, problem and time, and has nothing more to do', () => {
    const run = makeRun();
    const ended = apply(run, { kind: 'end', outcome: 'failed', problem: 'A cap.', at });
    expect(ended).toMatchObject({ outcome: 'failed', problem: 'A cap.', endedAt: at });
    expect(runMachine.effects(run)).toEqual([{ kind: 'drive' }]);
    expect(runMachine.effects(ended)).toEqual([]);
  });

  it('refuses to fold an event of a run that never started', () => {
    expect(() => runMachine.evolve(null, { kind: 'batch_ended', at })).toThrow('before');
  });

  it('never accepts a command that leads to a contradictory run', () => {
    const someTasks = fc.subarray([...taskIds, 'stranger']);
    const command = fc.oneof(
      fc.constantFrom<RunCommand>(...Object.values(commands)),
      someTasks.map((ids): RunCommand => ({ kind: 'start_batch', taskIds: ids, at })),
      someTasks.map((ids): RunCommand => ({ kind: 'add_tasks', taskIds: ids, at })),
      fc
        .constantFrom(...taskIds, 'stranger')
        .map((taskId): RunCommand => ({ kind: 'skip', taskId, reason: 'Why.', at })),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (sequence) => {
        let run = makeRun({ taskIds });
        for (const next of sequence) {
          const decided = runMachine.decide(run, next);
          if (!decided.ok) continue;
          run = evolveAll(runMachine, run, decided.value)!;
          expect(runSchema.safeParse(run).error).toBeUndefined();
          expect(run.outcome !== null).toBe(run.status === 'ended');
          expect(run.endedAt !== null).toBe(run.status === 'ended');
          const skipped = run.skipped.map((skip) => skip.taskId);
          expect(new Set(skipped).size).toBe(skipped.length);
          for (const id of [...skipped, ...run.batch]) expect(run.taskIds).toContain(id);
          expect(new Set(run.taskIds).size).toBe(run.taskIds.length);
        }
      }),
    );
  });
});
