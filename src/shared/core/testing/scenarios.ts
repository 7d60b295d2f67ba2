import fc from 'fast-check';
import { makeSettings } from './records.ts';
import type { Intervention, Scenario, ScriptedTask } from './scenario.ts';
import type { AttemptScript } from './simulated-attempt.ts';

const outcomes: readonly AttemptScript['outcome'][] = [
  'merged',
  'overtaken',
  'setup_failed',
  'agent_failed',
  'agent_blocked',
  'changed_nothing',
  'check_failed',
  'conflict',
  'interrupted',
  'rate_limited',
];

const attemptScript: fc.Arbitrary<AttemptScript> = fc.record({
  // Most attempts go well, so that runs get somewhere.
  outcome: fc.oneof(fc.constantFrom(...outcomes), fc.constant('merged' as const)),
  tookMs: fc.integer({ min: 1, max: 60 }),
  tokens: fc.option(fc.integer({ min: 0, max: 400 })),
  costUsd: fc.option(fc.double({ min: 0, max: 3, noNaN: true })),
  parkedMs: fc.integer({ min: -20, max: 200 }),
  tree: fc.nat({ max: 2 }),
});

const externals = ['x.1', 'x.2'];

interface DraftTask {
  readonly dependencies: readonly number[];
  readonly external: readonly string[];
  readonly test: number | null;
  readonly skipsTests: boolean;
  readonly agent: string;
  readonly attempts: readonly AttemptScript[];
}

const draftTask: fc.Arbitrary<DraftTask> = fc.record({
  dependencies: fc.array(fc.nat(), { maxLength: 3 }),
  external: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.subarray(externals) },
  ),
  test: fc.option(fc.nat(), { freq: 3 }),
  skipsTests: fc.boolean(),
  agent: fc.constantFrom('claude', 'claude', 'codex'),
  attempts: fc.array(attemptScript, { maxLength: 5 }),
});

/** Tasks that need only tasks before them, which is what the order of a checked graph promises. */
function toTasks(drafts: readonly DraftTask[]): readonly ScriptedTask[] {
  return drafts.map((draft, number) => {
    const earlier = (draw: number): string[] => (number === 0 ? [] : [`e.${(draw % number) + 1}`]);
    return {
      id: `e.${number + 1}`,
      dependencies: [...new Set([...draft.dependencies.flatMap(earlier), ...draft.external])],
      testTaskId: draft.test === null ? null : (earlier(draft.test)[0] ?? null),
      labels: draft.skipsTests ? ['skip_tests'] : [],
      agent: draft.agent,
      attempts: draft.attempts,
    };
  });
}

/** The chosen tasks, and some that come later and may need any of those before them. */
const tasks = fc
  .tuple(
    fc.array(draftTask, { minLength: 1, maxLength: 8 }),
    fc.oneof(fc.constant([]), fc.array(draftTask, { maxLength: 3 })),
  )
  .map(([chosen, later]) => {
    const all = toTasks([...chosen, ...later]);
    return { tasks: all.slice(0, chosen.length), later: all.slice(chosen.length) };
  });

const settings = fc
  .record(
    {
      schedule: fc.constantFrom('continuous' as const, 'batch' as const),
      maxParallelTasks: fc.integer({ min: 1, max: 4 }),
      tddEnabled: fc.boolean(),
      maxCycles: fc.integer({ min: 1, max: 8 }),
      redispatchLimit: fc.nat({ max: 3 }),
      noProgressLimit: fc.integer({ min: 1, max: 3 }),
      taskTokens: fc.integer({ min: 1, max: 2_000 }),
      runTokens: fc.integer({ min: 1, max: 4_000 }),
      runCostUsd: fc.double({ min: 0.01, max: 20, noNaN: true }),
    },
    { requiredKeys: ['schedule', 'maxParallelTasks', 'tddEnabled', 'maxCycles'] },
  )
  .map((fields) => makeSettings(fields));

const afterMs = fc.nat({ max: 500 });
const taskId = fc.integer({ min: 1, max: 11 }).map((number) => `e.${number}`);

/** A pause that begins at some time of `begin`, in ms, and is over by itself. */
function pause(begin: fc.Arbitrary<number>) {
  return fc.record({
    kind: fc.constant('pause' as const),
    afterMs: begin,
    forMs: fc.nat({ max: 200 }),
  });
}

const intervention: fc.Arbitrary<Intervention> = fc.oneof(
  fc.record({ kind: fc.constant('cancel' as const), afterMs, now: fc.boolean() }),
  fc.record({ kind: fc.constant('crash' as const), afterMs }),
  pause(afterMs),
  fc.record({
    kind: fc.constant('add' as const),
    afterMs,
    taskIds: fc.array(taskId, { minLength: 1, maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('reopen' as const), afterMs, taskId }),
  fc.record({ kind: fc.constant('drift' as const), afterMs, taskId }),
);

const dirt = fc.record({
  kind: fc.constant('dirty' as const),
  afterMs: fc.nat({ max: 100 }),
  forMs: fc.nat({ max: 400 }),
});

/** Any run: acyclic tasks, any settings, attempts that end in every way, people and crashes. */
export const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    tasks,
    closedOutside: fc.subarray(externals),
    settings,
    interventions: fc.oneof(fc.constant([]), fc.array(intervention, { maxLength: 4 })),
  })
  .map(({ tasks: chosen, ...rest }) => ({ ...chosen, ...rest }));

const adding = fc.record({
  kind: fc.constant('add' as const),
  afterMs: fc.nat({ max: 100 }),
  taskIds: fc.array(taskId, { minLength: 3, maxLength: 11 }),
});

/** Runs that get more to do on their way. */
export const growingScenario: fc.Arbitrary<Scenario> = fc
  .tuple(scenario, fc.array(adding, { minLength: 1, maxLength: 3 }))
  .map(([one, interventions]) => ({ ...one, interventions }));

/** Runs that are paused soon after they have begun, and again. */
export const pausingScenario: fc.Arbitrary<Scenario> = fc
  .tuple(scenario, fc.array(pause(fc.nat({ max: 50 })), { minLength: 1, maxLength: 3 }))
  .map(([one, interventions]) => ({ ...one, interventions }));

const reopening = fc.record({ kind: fc.constant('reopen' as const), afterMs, taskId });

/** Runs during which a person opens closed and blocked tasks again and again. */
export const reopeningScenario: fc.Arbitrary<Scenario> = fc
  .tuple(scenario, fc.array(reopening, { minLength: 2, maxLength: 8 }))
  .map(([one, interventions]) => ({
    ...one,
    settings: { ...one.settings, maxCycles: 50 },
    interventions,
  }));

/** Runs during which the folder that shows the epic is not clean, among all else that may happen. */
export const waitingScenario: fc.Arbitrary<Scenario> = fc
  .tuple(scenario, fc.array(dirt, { minLength: 1, maxLength: 3 }))
  .map(([one, dirty]) => ({ ...one, interventions: [...one.interventions, ...dirty] }));

const refused = attemptScript.map((script): AttemptScript => ({
  ...script,
  outcome: 'rate_limited',
  parkedMs: Math.abs(script.parkedMs),
}));

/** Runs far from any cap in which providers refuse every task at first. */
export const limitedScenario: fc.Arbitrary<Scenario> = fc
  .tuple(scenario, fc.array(refused, { minLength: 8, maxLength: 8 }))
  .map(([one, refusals]) => ({
    ...one,
    settings: makeSettings({ schedule: one.settings.schedule }),
    tasks: one.tasks.map((task, index) => ({
      ...task,
      attempts: [...refusals.slice(index, index + 1), ...task.attempts],
    })),
  }));

/** The same runs with nobody interfering. */
export function calmly(scenarios: fc.Arbitrary<Scenario>): fc.Arbitrary<Scenario> {
  return scenarios.map((one) => ({ ...one, interventions: [] }));
}
