import { describe, expect, it } from 'vitest';
import { makeRun, makeSettings, makeTask, makeWork } from '#shared/core/testing/records.ts';
import type { GateKind } from '#shared/model/landing.ts';
import { plan } from './planner.ts';
import type { Decision } from './planner.ts';
import type { PlannedTask, Situation } from './situation.ts';

function planned(id: string, fields: Partial<PlannedTask> = {}): PlannedTask {
  const epicId = id.slice(0, 1);
  const task = makeTask({ id, epicId });
  return { ...task, parkedUntil: null, probeOf: null, work: makeWork(), ...fields };
}

const running = { status: 'in_progress' } as const;

/** A task whose work is on its way; where it waits, or null when it can be driven. */
function landing(id: string, waitsAt: GateKind | null): PlannedTask {
  const work = { ...makeWork(), landing: { id: `landing-${id}`, attemptId: null, waitsAt } };
  return planned(id, { status: 'in_review', work });
}

interface Given extends Partial<Pick<Situation, 'finishing'>> {
  readonly active?: readonly string[];
  readonly settings?: Parameters<typeof makeSettings>[0];
  readonly run?: Partial<Situation['run']>;
}

function decide(tasks: readonly PlannedTask[], given: Given = {}): readonly Decision[] {
  return plan({
    run: { ...makeRun({ settings: makeSettings(given.settings) }), ...given.run },
    tasks,
    isClosedOutside: () => false,
    active: new Set(given.active),
    finishing: given.finishing ?? new Set(),
    spent: { tokens: 0, costUsd: 0 },
    now: 0,
  });
}

const waiting: Decision = { kind: 'wait', until: null };
const drive = (taskId: string): Decision => ({
  kind: 'land',
  taskId,
  landingId: `landing-${taskId}`,
});
const startsOf = (decisions: readonly Decision[]): readonly string[] =>
  decisions.flatMap((one) => (one.kind === 'dispatch' ? [one.taskId] : []));
const one = { maxParallelTasks: 1 } as const;

describe('plan, with landings that nobody drives', () => {
  it('drives each that can go on at once, though every slot is held', () => {
    const tasks = [planned('f1', running), landing('e1', null), landing('e2', null)];
    const given = { active: ['f1'], settings: one };
    expect(decide(tasks, given)).toEqual([drive('e1'), drive('e2')]);
  });

  it('gives what is only brought to its end no slot of those that work', () => {
    const tasks = [landing('e1', null), planned('f1'), planned('f2')];
    const given = { active: ['e1'], finishing: new Set(['e1']), settings: one };
    expect(startsOf(decide(tasks, given))).toEqual(['f1']);
  });

  it('starts another epic beside one that waits, but nothing of its own epic', () => {
    const tasks = [landing('e1', 'checkout'), planned('e2'), planned('f1')];
    expect(startsOf(decide(tasks, { settings: one }))).toEqual(['f1']);
    expect(decide(tasks.slice(0, 2), { settings: one })).toEqual([waiting]);
  });

  it('counts what waits and what is at work in an epic together', () => {
    const tasks = [landing('e1', 'checkout'), planned('e2', running), planned('e3'), planned('e4')];
    const starts = (maxParallelTasks: number): readonly string[] =>
      startsOf(decide(tasks, { active: ['e2'], settings: { maxParallelTasks } }));
    expect(starts(2)).toEqual([]);
    expect(starts(3)).toEqual(['e3']);
    expect(starts(4)).toEqual(['e3', 'e4']);
  });

  it('takes nothing into a batch for which its epic has no room', () => {
    const settings = { maxParallelTasks: 2, schedule: 'batch' } as const;
    const tasks = [landing('e1', 'checkout'), planned('e2'), planned('e3'), planned('f1')];
    expect(decide(tasks, { settings })).toEqual([{ kind: 'start_batch', taskIds: ['e2', 'f1'] }]);
  });

  it('waits with a task of its batch for the room in its epic', () => {
    const settings = { ...one, schedule: 'batch' } as const;
    const tasks = [landing('e1', 'checkout'), planned('e2')];
    const run = { batch: ['e1', 'e2'] };
    expect(decide(tasks, { settings, run })).toEqual([waiting]);
  });
});
