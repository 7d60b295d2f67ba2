import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateRun } from '#shared/core/testing/simulate-run.ts';
import type { Cycle, Simulation } from '#shared/core/testing/simulate-run.ts';
import { waitingScenario } from '#shared/core/testing/scenarios.ts';
import type { Situation } from './planner.ts';

/** Checks a property of whole runs during which the folder that shows the epic is not clean. */
function holds(check: (simulation: Simulation) => void, numRuns = 100): void {
  fc.assert(
    fc.property(waitingScenario, (told) => check(simulateRun(told))),
    { numRuns },
  );
}

function dispatchedIn(decisions: Cycle['decisions']): number {
  return decisions.filter(({ kind }) => kind === 'dispatch' || kind === 'land').length;
}

describe('a landing that waits', () => {
  /** How many landings waited in a situation. */
  const waits = ({ tasks: chosen, active }: Situation): number =>
    chosen.filter(({ id, work }) => work.landing !== null && !active.has(id)).length;

  it('holds no slot: whatever is ready starts beside it', () => {
    let seen = 0;
    holds(({ cycles, run, rest }) => {
      expect(rest).toBe('ended');
      const { maxParallelTasks } = run.settings;
      for (const { situation, decisions } of cycles) {
        if (waits(situation) === 0 || dispatchedIn(decisions) === 0) continue;
        seen += 1;
        const { size } = situation.active;
        expect(size + dispatchedIn(decisions)).toBeLessThanOrEqual(maxParallelTasks);
      }
    }, 300);
    expect(seen).toBeGreaterThan(20);
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
