import { describe, expect, it } from 'vitest';
import { roleSchema } from '#shared/model/attempt.ts';
import { makeSettings, makeTask } from '#shared/core/testing/records.ts';
import { protocolFor, protocolOf } from './protocol.ts';
import type { GateSettings, Protocol, WorkKind } from './protocol.ts';
import { mayWrite, roles, workName } from './roles.ts';

const limits = { redispatches: 3, debugAttempts: 3, loopIterations: 10 };
const plain: GateSettings = { isReviewed: false, isGrouped: false, needsPerson: false };

function protocol(kind: WorkKind, settings: Partial<GateSettings> = {}): Protocol {
  return protocolFor(kind, limits, { ...plain, ...settings });
}

function ladder(kind: WorkKind): readonly string[] {
  return protocol(kind).ladder.map(({ role, most }) => `${role} × ${most}`);
}

describe('the ladders', () => {
  it.each<[WorkKind, readonly string[], Protocol['lands']]>([
    ['task', ['developer × 4'], 'on_target'],
    ['tests', ['test-writer × 4'], 'on_target'],
    ['red', ['test-writer × 3'], 'with_dependent'],
    ['green', ['developer × 1', 'debugger × 2', 'looper × 10'], 'on_target'],
    ['read_only', ['developer × 4'], 'nowhere'],
    ['plan', ['planner × 2'], 'nowhere'],
    ['plan_step', ['developer × 4'], 'on_target'],
    ['finish', [], 'on_target'],
  ])('of %s are %j', (kind, rungs, lands) => {
    expect(ladder(kind)).toEqual(rungs);
    expect(protocol(kind).lands).toBe(lands);
  });

  it('of a debug loop are as long as the settings say, also where there is none', () => {
    const rungs = (debugAttempts: number, loopIterations: number): readonly number[] =>
      protocolFor('green', { ...limits, debugAttempts, loopIterations }, plain).ladder.map(
        ({ most }) => most,
      );
    expect(rungs(0, 10)).toEqual([1, 0, 0]);
    expect(rungs(3, 0)).toEqual([1, 2, 0]);
  });
});

describe('the gates', () => {
  it('are those of the work, and those that the run adds', () => {
    expect(protocol('task').gates).toEqual(['scope', 'checks', 'checkout']);
    expect(protocol('task', { isReviewed: true, needsPerson: true }).gates).toEqual([
      'scope',
      'checks',
      'reviewer',
      'person',
      'checkout',
    ]);
    expect(protocol('task', { isGrouped: true }).gates).toEqual([
      'scope',
      'syntax',
      'group',
      'checkout',
    ]);
    expect(protocol('finish', { isReviewed: true }).gates).toEqual([
      'person',
      'checks',
      'checkout',
    ]);
  });

  it('of tests that land with their dependent wait for nobody', () => {
    const settings = { isReviewed: true, needsPerson: true };
    expect(protocol('red', settings).gates).toEqual(['scope', 'syntax', 'checks']);
  });
});

describe('the protocol of a task in a run', () => {
  it('has the role that its label asks for, and the full checks', () => {
    const settings = makeSettings({ redispatchLimit: 1 });
    expect(protocolOf(makeTask(), settings)).toEqual({
      ladder: [{ role: 'developer', most: 2 }],
      gates: ['scope', 'checks', 'checkout'],
      lands: 'on_target',
    });
    expect(protocolOf(makeTask({ labels: ['agent:test'] }), settings).ladder).toEqual([
      { role: 'test-writer', most: 2 },
    ]);
  });
});

describe('a role', () => {
  it('that delivers no change writes nothing, and owes none', () => {
    for (const role of roleSchema.options) {
      const { product, writes, owes, checkout } = roles[role];
      expect(writes === 'nothing').toBe(product !== 'change');
      expect(owes.includes('diff')).toBe(product === 'change');
      expect(checkout === 'own').toBe(product === 'change');
    }
  });

  it('writes tests, code, both or neither', () => {
    const written = (role: keyof typeof roles): string =>
      (['code', 'tests'] as const).filter((files) => mayWrite(role, files)).join(' and ');
    expect(written('developer')).toBe('code and tests');
    expect(written('test-writer')).toBe('tests');
    expect(written('debugger')).toBe('code');
    expect(written('looper')).toBe('code');
    expect(written('reviewer')).toBe('');
    expect(written('planner')).toBe('');
  });

  it('has a name on the card that says what it works at', () => {
    const tested = makeTask({ testTaskId: 'e.2' });
    expect(workName('developer', makeTask())).toBe('developer');
    expect(workName('developer', tested)).toBe('GREEN');
    expect(workName('test-writer', makeTask())).toBe('RED');
    expect(workName('debugger', tested)).toBe('debugger');
  });
});
