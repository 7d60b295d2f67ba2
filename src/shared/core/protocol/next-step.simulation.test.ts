import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { playStory } from '#shared/core/testing/simulated-work.ts';
import type { Happening, Story, PlayedStory } from '#shared/core/testing/simulated-work.ts';
import { countCycles } from './caps.ts';
import { nextStep } from './next-step.ts';
import type { WorkKind } from './protocol.ts';
import { roles } from './roles.ts';

const kinds: readonly WorkKind[] = [
  'task',
  'tests',
  'red',
  'green',
  'read_only',
  'plan',
  'plan_step',
  'finish',
];

const hows: readonly Happening['how'][] = [
  'well',
  'badly',
  'without_progress',
  'changes_nothing',
  'cut_off',
  'refused',
  'says_blocked',
  'conflict',
  'stopped',
];

const happening: fc.Arbitrary<Happening> = fc.record({
  // Half of what happens goes well or badly: the rest ends most stories early.
  how: fc.oneof(fc.constantFrom(...hows), fc.constantFrom('well' as const, 'badly' as const)),
  files: fc.subarray(['code', 'tests'] as const, { minLength: 1 }),
  tokens: fc.integer({ min: 0, max: 200 }),
});

const story: fc.Arbitrary<Story> = fc.record({
  kind: fc.constantFrom(...kinds),
  limits: fc.record({
    redispatches: fc.nat({ max: 4 }),
    debugAttempts: fc.nat({ max: 4 }),
    loopIterations: fc.nat({ max: 12 }),
  }),
  gates: fc.record({
    isReviewed: fc.boolean(),
    isGrouped: fc.boolean(),
    needsPerson: fc.boolean(),
  }),
  caps: fc.record({
    noProgressLimit: fc.integer({ min: 1, max: 4 }),
    maxCycles: fc.integer({ min: 1, max: 50 }),
    taskTokens: fc.oneof(fc.integer({ min: 1, max: 2_000 }), fc.constant(1_000_000)),
  }),
  happenings: fc.array(happening, { minLength: 1, maxLength: 12 }),
});

const stories = 20_000;

function ended({ turns }: PlayedStory): PlayedStory['turns'][number] {
  const last = turns.at(-1);
  if (last === undefined) throw new Error('A story of no turn.');
  return last;
}

describe('any piece of work, whatever happens to it', () => {
  it(`ends: none of ${stories} stories goes round`, () => {
    const tried = new Set<string>();
    const ends = new Map<string, number>();
    fc.assert(
      fc.property(story, (told) => {
        const one = playStory(told);
        expect(one.rest).not.toBe('goes_round');
        const { work, step } = ended(one);
        if (step.kind === 'block') expect(step.reason).toMatch(/\S.*\.$/);
        for (const { role } of one.tries) tried.add(role);
        const end =
          step.kind === 'block' ? step.reason.split(' ').slice(0, 2).join(' ') : step.kind;
        ends.set(end, (ends.get(end) ?? 0) + 1);
        // Whoever asks again is told the same.
        expect(nextStep(structuredClone(work))).toEqual(step);
      }),
      { numRuns: stories },
    );
    // The stories are of some use: every role has tried, and every end was met.
    const all = ['planner', 'test-writer', 'developer', 'reviewer', 'debugger', 'looper'];
    expect([...tried].toSorted()).toEqual(all.toSorted());
    expect([...ends.keys()].toSorted()).toEqual([
      'A person',
      'It did',
      'It went',
      'Merge conflict',
      'No progress:',
      'Nobody tries',
      'Stuck after',
      "The task's",
      'done',
    ]);
    for (const count of ends.values()) expect(count).toBeGreaterThan(20);
  }, 120_000);

  it('passes no cap', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { turns, tries, protocol } = playStory(told);
        const { noProgressLimit, maxCycles, taskTokens } = told.caps;
        for (const { work, step } of turns) {
          if (step.kind !== 'attempt') continue;
          const spent = work.tries.reduce((sum, { tokens }) => sum + tokens, 0);
          if (work.tries.length > 0) expect(spent).toBeLessThan(taskTokens);
          const rounds = work.tries.filter(({ role }) => role !== 'reviewer');
          if (step.role !== 'reviewer') expect(countCycles(rounds)).toBeLessThan(maxCycles);
        }
        for (const { role, most } of protocol.ladder) {
          const sentBack = tries.filter((one) => one.role === role && one.end === 'sent_back');
          expect(sentBack.length).toBeLessThanOrEqual(most);
        }
        for (const { failureSignature, end } of tries) {
          if (end !== 'sent_back') continue;
          const same = tries.filter((one) => one.failureSignature === failureSignature);
          const before = same.filter((one) => one.end === 'sent_back');
          expect(before.length).toBeLessThanOrEqual(noProgressLimit);
        }
        expect(tries.filter(({ end }) => end === 'conflict').length).toBeLessThanOrEqual(2);
        expect(
          tries.filter(({ role, end }) => role === 'reviewer' && end === 'sent_back').length,
        ).toBeLessThanOrEqual(
          3 * Math.max(1, tries.filter(({ role }) => role !== 'reviewer').length),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('climbs its ladder in order, rung by rung', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { tries, protocol } = playStory(told);
        const order = protocol.ladder.map(({ role }) => role);
        const rungs = tries.flatMap(({ role }) =>
          order.includes(role) ? order.indexOf(role) : [],
        );
        expect(rungs).toEqual(rungs.toSorted((a, b) => a - b));
        for (const { role } of tries) expect([...order, 'reviewer']).toContain(role);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is done only when each of its gates was passed, in order', () => {
    fc.assert(
      fc.property(story, (told) => {
        const one = playStory(told);
        if (one.rest === 'done') expect(one.passed).toEqual(one.protocol.gates);
        if (one.protocol.lands !== 'nowhere') return;
        for (const { work } of one.turns) expect(work.landing).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('goes on with the work of the attempt before, but after a conflict from the tip', () => {
    fc.assert(
      fc.property(story, (told) => {
        for (const { work, step } of playStory(told).turns) {
          if (step.kind !== 'attempt') continue;
          const last = work.tries.findLast(({ hasWorked }) => hasWorked);
          const own = last?.end === 'conflict' ? null : (last?.id ?? null);
          const expected = {
            own,
            reviewed: work.landing?.attemptId,
            read_only: null,
          };
          expect(step.continues).toBe(expected[roles[step.role].checkout]);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
