import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateRun } from '#shared/core/testing/simulate-run.ts';
import type { Cycle, Simulation } from '#shared/core/testing/simulate-run.ts';
import { limitedScenario } from '#shared/core/testing/scenarios.ts';

/** Checks a property of runs in which providers refuse work; every failure prints its seed. */
function holds(check: (simulation: Simulation) => void): void {
  fc.assert(
    fc.property(limitedScenario, (told) => check(simulateRun(told))),
    { numRuns: 100 },
  );
}

function dispatched({ decisions }: Cycle): string[] {
  return decisions.flatMap((one) => (one.kind === 'dispatch' ? [one.taskId] : []));
}

describe('a run whose agents are refused', () => {
  it('gives nothing to an account before its time, whichever of its tasks was refused', () => {
    let refused = 0;
    holds(({ cycles, state, run }) => {
      const ends = [...state.attempts.values()].filter(({ outcome }) => outcome === 'rate_limited');
      refused += ends.length;
      for (const started of state.attempts.values()) {
        for (const { agent, endedAt, rateLimitedUntil } of ends) {
          const isDuring = started.createdAt >= endedAt! && started.createdAt < rateLimitedUntil!;
          if (started.agent === agent) expect(isDuring).toBe(false);
        }
      }
      for (const cycle of cycles) {
        for (const id of dispatched(cycle)) {
          const parked = cycle.situation.tasks.find((task) => task.id === id)?.parkedUntil ?? 0;
          expect(parked).toBeLessThanOrEqual(cycle.situation.now);
        }
      }
      expect(run.status).toBe('ended');
    });
    expect(refused).toBeGreaterThan(50);
  });

  it('tries one task of an account first when its limit is over', () => {
    let probes = 0;
    holds(({ cycles }) => {
      for (const cycle of cycles) {
        const probed = dispatched(cycle).flatMap(
          (id) => cycle.situation.tasks.find((task) => task.id === id)?.probeOf ?? [],
        );
        probes += probed.length;
        expect(new Set(probed).size).toBe(probed.length);
      }
    });
    expect(probes).toBeGreaterThan(50);
  });

  it('ends, and no task of it went round in circles for that', () => {
    holds(({ rest, run }) => {
      expect(rest).toBe('ended');
      expect(run.problem ?? '').not.toMatch(/max_cycles/);
    });
  });
});
