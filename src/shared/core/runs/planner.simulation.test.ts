import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { landingSchema } from '#shared/model/landing.ts';
import type { Landing } from '#shared/model/landing.ts';
import { taskSchema } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';
import { plan } from './planner.ts';
import { countCycles } from '#shared/core/protocol/caps.ts';
import { nextStep } from '#shared/core/protocol/next-step.ts';
import type { Situation } from './situation.ts';
import { prerequisitesOf } from './readiness.ts';
import { replay } from '#shared/core/testing/replay.ts';
import type { LogEntry } from '#shared/core/records/collections.ts';
import { makeSettings } from '#shared/core/testing/records.ts';
import { simulateRun } from '#shared/core/testing/simulate-run.ts';
import {
  calmly,
  growingScenario,
  pausingScenario,
  reopeningScenario,
  scenario,
} from '#shared/core/testing/scenarios.ts';
import type { Cycle, Simulation } from '#shared/core/testing/simulate-run.ts';
import type { Scenario } from '#shared/core/testing/scenario.ts';

/** Checks a property of whole runs; every failure prints its seed and the smallest scenario. */
function holds(
  check: (simulation: Simulation, told: Scenario) => void,
  scenarios: fc.Arbitrary<Scenario> = scenario,
  numRuns = 100,
): void {
  fc.assert(
    fc.property(scenarios, (told) => check(simulateRun(told), told)),
    { numRuns },
  );
}

function tasksOf({ state, run }: Simulation): readonly Task[] {
  return run.taskIds.map((id) => state.tasks.get(id)!);
}

/** What `task` still waited for in a situation, the gate included. */
function openPrerequisites(
  { tasks: chosen, run, isClosedOutside }: Situation,
  id: string,
): string[] {
  const statuses = new Map(chosen.map((task) => [task.id, task.status]));
  const task = chosen.find((one) => one.id === id)!;
  return prerequisitesOf(task, run.settings.tddEnabled).filter((needed) =>
    statuses.has(needed) ? statuses.get(needed) !== 'closed' : !isClosedOutside(needed),
  );
}

function dispatched({ decisions }: Cycle): string[] {
  return decisions.flatMap((one) => (one.kind === 'dispatch' ? [one.taskId] : []));
}

describe('a run, whatever happens in it', () => {
  it('ends', () => {
    holds(
      ({ rest, run }) => {
        expect(rest).toBe('ended');
        expect(run.status).toBe('ended');
        expect(run.endedAt).not.toBeNull();
      },
      scenario,
      300,
    );
  });

  it('leaves each task in exactly one terminal state: closed, blocked or skipped', () => {
    holds((simulation) => {
      const { run } = simulation;
      const skipped = new Set(run.skipped.map((skip) => skip.taskId));
      expect(skipped.size).toBe(run.skipped.length);
      for (const task of tasksOf(simulation)) {
        if (run.outcome === 'completed') expect(task.status).toBe('closed');
        // Also of a run that was cancelled or capped.
        expect(skipped.has(task.id) ? ['open'] : ['closed', 'blocked']).toContain(task.status);
        if (task.status === 'blocked') expect(task.blockedReason).not.toBe('');
      }
    });
  });

  it('ends as completed or incomplete when it was neither cancelled nor capped', () => {
    const uncapped = calmly(scenario).map((one) => ({
      ...one,
      settings: { ...makeSettings(), schedule: one.settings.schedule },
      tasks: one.tasks.map((task) => ({
        ...task,
        // Interruptions without a last word would leave the rest of the script for many rounds.
        attempts: task.attempts.filter(({ outcome }) => outcome !== 'interrupted'),
      })),
    }));
    holds((simulation) => {
      const allClosed = tasksOf(simulation).every((task) => task.status === 'closed');
      expect(simulation.run.outcome).toBe(allClosed ? 'completed' : 'incomplete');
      expect(simulation.run.problem).toBeNull();
    }, uncapped);
  });

  it('says why when it ends early', () => {
    holds(({ run }) => {
      if (run.outcome === 'failed') expect(run.problem).toMatch(/cap is reached/);
      else expect(run.problem).toBeNull();
    });
  });

  it('never has more tasks at work than the limit', () => {
    holds(({ cycles, run }) => {
      for (const cycle of cycles) {
        const { active, finishing } = cycle.situation;
        const atWork = active.size - (finishing?.size ?? 0) + dispatched(cycle).length;
        expect(atWork).toBeLessThanOrEqual(run.settings.maxParallelTasks);
      }
    });
  });

  it('starts a task only when all it needs is closed, it is open, and nobody works on it', () => {
    holds(({ cycles }) => {
      for (const cycle of cycles) {
        for (const id of dispatched(cycle)) {
          expect(openPrerequisites(cycle.situation, id)).toEqual([]);
          expect(cycle.situation.active.has(id)).toBe(false);
          expect(cycle.situation.tasks.find((task) => task.id === id)?.status).toBe('open');
        }
      }
    });
  });

  it('skips a task only for prerequisites that are open at that moment, and names them', () => {
    holds(({ cycles, run }) => {
      for (const { situation, decisions } of cycles) {
        for (const decision of decisions) {
          if (decision.kind !== 'skip') continue;
          const named = /^Unsatisfied dependencies: \[(.+)\]$/.exec(decision.reason)?.[1];
          const open = openPrerequisites(situation, decision.taskId);
          for (const id of named?.split(', ') ?? ['nothing']) expect(open).toContain(id);
        }
      }
      for (const { reason } of run.skipped) expect(reason).not.toBe('');
    });
  });

  it('skips a task as soon as something it needs has ended without being closed', () => {
    holds(({ cycles }) => {
      for (const { situation, decisions } of cycles) {
        const { status, paused } = situation.run;
        if (status !== 'active' || paused || decisions[0]?.kind === 'reconcile') continue;
        const skipped = situation.run.skipped.map((skip) => skip.taskId);
        for (const decision of decisions)
          if (decision.kind === 'skip') skipped.push(decision.taskId);
        const statuses = new Map(situation.tasks.map(({ id, status }) => [id, status]));
        for (const { id, status } of situation.tasks) {
          if (status !== 'open' || skipped.includes(id)) continue;
          for (const needed of openPrerequisites(situation, id)) {
            expect(skipped).not.toContain(needed);
            expect([undefined, 'blocked']).not.toContain(statuses.get(needed));
          }
        }
      }
    });
  });

  it('runs reopened tasks again, and what waits for them waits', () => {
    holds(
      ({ rest, run }) => {
        expect(rest).toBe('ended');
        if (run.outcome === 'failed') expect(run.problem).toMatch(/cap is reached/);
      },
      reopeningScenario,
      300,
    );
  });

  it('starts nothing after it was cancelled', () => {
    holds(({ cycles }) => {
      for (const cycle of cycles) {
        if (cycle.situation.run.status !== 'active') expect(dispatched(cycle)).toEqual([]);
      }
    });
  });

  it('starts nothing and gives nothing up while it is paused', () => {
    let pauses = 0;
    holds(({ cycles }) => {
      for (const { situation, decisions } of cycles) {
        if (!situation.run.paused || situation.run.status !== 'active') continue;
        pauses += 1;
        for (const { kind } of decisions) {
          expect(['wait', 'reconcile', 'land', 'end_batch', 'end']).toContain(kind);
        }
        const isOpen = situation.tasks.some(
          ({ id, status }) =>
            status === 'open' && !situation.run.skipped.some((skip) => skip.taskId === id),
        );
        if (isOpen) expect(['wait', 'reconcile']).toContain(decisions[0]?.kind);
      }
    }, pausingScenario);
    expect(pauses).toBeGreaterThan(20);
  });

  it('brings the tasks that were added on its way to an end too', () => {
    let added = 0;
    holds(
      (simulation, told) => {
        const { run, rest } = simulation;
        expect(rest).toBe('ended');
        expect(new Set(run.taskIds).size).toBe(run.taskIds.length);
        added += run.taskIds.length - told.tasks.length;
        const skipped = new Set(run.skipped.map((skip) => skip.taskId));
        for (const { id, status } of tasksOf(simulation)) {
          expect(skipped.has(id) ? ['open'] : ['closed', 'blocked']).toContain(status);
        }
      },
      growingScenario,
      150,
    );
    expect(added).toBeGreaterThan(20);
  });

  it('starts nothing at or above a cap', () => {
    holds(({ cycles, run }) => {
      const { runTokens, runCostUsd, maxCycles } = run.settings;
      for (const cycle of cycles) {
        const { spent, tasks: chosen } = cycle.situation;
        const starts = dispatched(cycle);
        if (spent.tokens >= runTokens || spent.costUsd >= runCostUsd) expect(starts).toEqual([]);
        for (const id of starts) {
          const tries = chosen.find((task) => task.id === id)?.work.tries ?? [];
          expect(countCycles(tries)).toBeLessThan(maxCycles);
        }
      }
    });
  });

  it('never leaves a slot idle while a task could use it (continuous)', () => {
    holds(({ cycles, run }) => {
      if (run.settings.schedule === 'batch') return;
      for (const { situation, decisions } of cycles) {
        if (decisions[0]?.kind !== 'wait' || situation.run.status !== 'active') continue;
        if (situation.run.paused) continue;
        if (situation.active.size >= run.settings.maxParallelTasks) continue;
        const { spent, now, tasks: chosen } = situation;
        if (spent.tokens >= run.settings.runTokens || spent.costUsd >= run.settings.runCostUsd) {
          continue;
        }
        const skipped = situation.run.skipped.map((skip) => skip.taskId);
        const isCapped = chosen.some(
          (task) =>
            nextStep(task.work).kind === 'block' &&
            task.status === 'open' &&
            !situation.active.has(task.id) &&
            !skipped.includes(task.id),
        );
        if (isCapped) continue;
        const idle = chosen.filter(
          (task) =>
            task.status === 'open' &&
            !situation.active.has(task.id) &&
            !skipped.includes(task.id) &&
            (task.parkedUntil ?? 0) <= now &&
            // Of an account on probation one is tried.
            task.probeOf === null &&
            openPrerequisites(situation, task.id).length === 0,
        );
        expect(idle).toEqual([]);
      }
    });
  });
});

describe('the schedule batch', () => {
  const batches = scenario.map((one): Scenario => ({
    ...one,
    settings: { ...one.settings, schedule: 'batch' },
  }));

  it('starts nothing outside the batch, and no batch before the last one has ended', () => {
    holds(({ cycles, run }) => {
      for (const cycle of cycles) {
        const { batch, status } = cycle.situation.run;
        for (const id of dispatched(cycle)) expect(batch).toContain(id);
        for (const decision of cycle.decisions) {
          if (decision.kind !== 'start_batch') continue;
          expect(batch).toEqual([]);
          expect(status).toBe('active');
          expect(cycle.situation.active.size).toBe(0);
          expect(decision.taskIds.length).toBeGreaterThan(0);
          expect(decision.taskIds.length).toBeLessThanOrEqual(run.settings.maxParallelTasks);
        }
      }
    }, batches);
  });

  it('ends a batch only when each of its tasks has ended', () => {
    holds(({ cycles }) => {
      for (const { situation, decisions } of cycles) {
        if (decisions[0]?.kind !== 'end_batch') continue;
        expect(situation.active.size).toBe(0);
        const skipped = new Set(situation.run.skipped.map(({ taskId }) => taskId));
        for (const id of situation.run.batch) {
          const task = situation.tasks.find((one) => one.id === id);
          // A cap skips also what a batch has not started yet.
          expect(['closed', 'blocked', ...(skipped.has(id) ? ['open'] : [])]).toContain(
            task?.status,
          );
        }
      }
    }, calmly(batches));
  });

  it('starts the tasks of a batch together', () => {
    holds(({ cycles }) => {
      for (const [index, { decisions }] of cycles.entries()) {
        const [first] = decisions;
        if (first?.kind !== 'start_batch') continue;
        expect(dispatched(cycles[index + 1]!)).toEqual(first.taskIds);
      }
    }, calmly(batches));
  });
});

describe('plan', () => {
  it('gives the same answer again and changes nothing it was given', () => {
    holds(
      ({ cycles }) => {
        for (const { situation, decisions } of cycles) {
          const before = structuredClone({ ...situation, isClosedOutside: null });
          expect(plan(situation)).toEqual(decisions);
          expect(isDeepStrictEqual({ ...situation, isClosedOutside: null }, before)).toBe(true);
        }
      },
      scenario,
      60,
    );
  });

  it('always has an answer, and each one changes the situation, waits or ends', () => {
    holds(({ cycles, run }) => {
      for (const { decisions, written } of cycles) {
        expect(decisions.length).toBeGreaterThan(0);
        const passive = decisions.filter(({ kind }) => kind === 'wait' || kind === 'end');
        if (passive.length > 0) expect(decisions).toHaveLength(1);
        else expect(written).toBeGreaterThanOrEqual(decisions.length);
      }
      const ends = cycles.filter(({ decisions }) => decisions[0]?.kind === 'end');
      expect(ends).toHaveLength(1);
      expect(cycles.at(-1)?.decisions[0]).toMatchObject({ kind: 'end', outcome: run.outcome });
    });
  });
});

describe('the event log', () => {
  it('replayed gives the state that was kept step by step', () => {
    holds(({ log, state }) => {
      // As the store keeps it: through JSON.
      const kept: readonly LogEntry[] = JSON.parse(JSON.stringify(log));
      expect(replay(kept)).toEqual(state);
    });
  });

  it('leads to valid records at each step, each attempt in one outcome', () => {
    holds(({ state, run }) => {
      for (const task of state.tasks.values())
        expect(taskSchema.safeParse(task).error).toBeUndefined();
      for (const attempt of state.attempts.values()) {
        expect(attempt.phase).toBe('ended');
        expect(attempt.outcome).not.toBeNull();
        expect(attempt.runId).toBe(run.id);
      }
      const landed: Landing[] = [];
      for (const landing of state.landings.values()) {
        expect(landingSchema.safeParse(landing).error).toBeUndefined();
        expect(landing.phase).toBe('ended');
        if (landing.outcome === 'landed') landed.push(landing);
      }
      const closed = [...state.tasks.values()].filter(({ status }) => status === 'closed');
      for (const { id } of closed) {
        expect(landed.some(({ works }) => works.some((work) => work.taskId === id))).toBe(true);
      }
      for (const { intent } of landed) expect(intent).not.toBeNull();
    });
  });
});
