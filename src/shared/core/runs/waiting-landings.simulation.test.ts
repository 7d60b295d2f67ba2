import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateRun } from '#shared/core/testing/simulate-run.ts';
import type { Cycle, Simulation } from '#shared/core/testing/simulate-run.ts';
import { waitingScenario } from '#shared/core/testing/scenarios.ts';
import type { Situation } from './situation.ts';

/** Checks a property of whole runs during which the folder that shows the epic is not clean. */
function holds(
  check: (simulation: Simulation) => void,
  numRuns = 100,
  scenarios = waitingScenario,
): void {
  fc.assert(
    fc.property(scenarios, (told) => check(simulateRun(told))),
    { numRuns },
  );
}

/** The same with room for several tasks beside one that waits. */
const roomy = waitingScenario.map((told) => ({
  ...told,
  settings: { ...told.settings, maxParallelTasks: told.settings.maxParallelTasks + 1 },
}));

function dispatchedIn(decisions: Cycle['decisions']): number {
  return decisions.filter(({ kind }) => kind === 'dispatch').length;
}

/** The tasks whose landing nobody drives; all of them, or those that somebody has to drive. */
function landingsIn({ tasks, active }: Situation, which: 'all' | 'to drive'): readonly string[] {
  const open = tasks.filter(({ id, work }) => work.landing !== null && !active.has(id));
  const wanted = open.filter(({ work }) => which === 'all' || work.landing?.waitsAt === null);
  return wanted.map(({ id }) => id);
}

describe('a landing that waits', () => {
  /** How many landings waited in a situation. */
  const waits = (situation: Situation): number => landingsIn(situation, 'all').length;

  it('holds no slot, but room in its epic: no more stand on its tip than may be at work', () => {
    let seen = 0;
    holds(
      ({ cycles, run, rest }) => {
        expect(rest).toBe('ended');
        const { maxParallelTasks } = run.settings;
        for (const { situation, decisions } of cycles) {
          if (waits(situation) === 0 || dispatchedIn(decisions) === 0) continue;
          seen += 1;
          // All tasks of a scenario are of one epic.
          const underWay = situation.active.size + waits(situation);
          expect(underWay + dispatchedIn(decisions)).toBeLessThanOrEqual(maxParallelTasks);
        }
      },
      300,
      roomy,
    );
    expect(seen).toBeGreaterThan(5);
  });

  it('is driven at once when it can go on, whatever is at work', () => {
    let seen = 0;
    holds(({ cycles }) => {
      for (const { situation, decisions } of cycles) {
        const due = landingsIn(situation, 'to drive');
        // What the store has drifted to is put right first.
        if (due.length === 0 || decisions.some(({ kind }) => kind === 'reconcile')) continue;
        seen += 1;
        const driven = decisions.flatMap((one) => (one.kind === 'land' ? [one.taskId] : []));
        expect(driven).toEqual(due);
      }
    }, 300);
    expect(seen).toBeGreaterThan(5);
  });

  it('ends nothing: no run ends and no batch before it has come to its end', () => {
    let seen = 0;
    holds(({ cycles }) => {
      for (const { situation, decisions } of cycles) {
        if (waits(situation) === 0) continue;
        seen += 1;
        for (const { kind } of decisions) expect(['end', 'end_batch']).not.toContain(kind);
      }
    }, 150);
    expect(seen).toBeGreaterThan(50);
  });

  it('is given up only when its run is cancelled', () => {
    holds(({ cycles }) => {
      for (const { situation, decisions } of cycles) {
        if (!decisions.some(({ kind }) => kind === 'withdraw')) continue;
        expect(['cancelling', 'stopping']).toContain(situation.run.status);
      }
    });
  });
});
