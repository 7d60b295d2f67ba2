import type { Role } from '#shared/model/attempt.ts';
import type { GateKind } from '#shared/model/landing.ts';
import type { RunSettings } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { writesTests } from './roles.ts';

/** A rung of a ladder: the role that tries, and how many of its results are sent back before the next one tries. */
export interface Rung {
  readonly role: Role;
  readonly most: number;
}

/** Where a product that has passed goes. */
export type Lands = 'on_target' | 'with_dependent' | 'nowhere';

/** Who tries a piece of work, in which order and how often, and what its product has to pass. */
export interface Protocol {
  readonly ladder: readonly Rung[];
  /** What a product has to pass, in this order. */
  readonly gates: readonly GateKind[];
  readonly lands: Lands;
}

/** How long the ladders are, by the settings of a run. */
export interface LadderLimits {
  /** Results of a role that may be sent back before the last one. */
  readonly redispatches: number;
  /** Attempts of a debug loop, the last of which are iterations of the looper. */
  readonly debugAttempts: number;
  readonly loopIterations: number;
}

/** Which gates a run adds to those that the work has anyway. */
export interface GateSettings {
  /** Each change is read by a reviewer (`mode: sequential`). */
  readonly isReviewed: boolean;
  /** Checks are light, and the changes of a batch are checked together (`schedule: batch`). */
  readonly isGrouped: boolean;
  /** A person looks at each change (`review: task`). */
  readonly needsPerson: boolean;
}

/**
 * The kinds of work that have protocols. `tests` is the work of a test-writer as an ordinary change. `red` is
 * the same where its tests wait for the implementation, and `green` is that implementation.
 */
export type WorkKind =
  'task' | 'tests' | 'red' | 'green' | 'read_only' | 'plan' | 'plan_step' | 'finish';

/** Results of a test-writer that are sent back before its tests are given up (SPEC section 6.3). */
const redAttempts = 3;
/** An answer that is of no use is asked for once more (SPEC section 15, plans). */
const planAttempts = 2;

const ladders: Readonly<Record<WorkKind, (limits: LadderLimits) => readonly Rung[]>> = {
  task: ({ redispatches }) => [{ role: 'developer', most: redispatches + 1 }],
  tests: ({ redispatches }) => [{ role: 'test-writer', most: redispatches + 1 }],
  red: () => [{ role: 'test-writer', most: redAttempts }],
  green: ({ debugAttempts, loopIterations }) => [
    { role: 'developer', most: 1 },
    { role: 'debugger', most: Math.max(0, debugAttempts - 1) },
    { role: 'looper', most: debugAttempts === 0 ? 0 : loopIterations },
  ],
  read_only: ({ redispatches }) => [{ role: 'developer', most: redispatches + 1 }],
  plan: () => [{ role: 'planner', most: planAttempts }],
  plan_step: ({ redispatches }) => [{ role: 'developer', most: redispatches + 1 }],
  // Nobody tries: what lands is there already.
  finish: () => [],
};

const lands: Readonly<Record<WorkKind, Lands>> = {
  task: 'on_target',
  tests: 'on_target',
  red: 'with_dependent',
  green: 'on_target',
  read_only: 'nowhere',
  plan: 'nowhere',
  plan_step: 'on_target',
  finish: 'on_target',
};

function gatesOf(kind: WorkKind, settings: GateSettings): readonly GateKind[] {
  switch (lands[kind]) {
    case 'nowhere':
      return [];
    case 'with_dependent':
      return ['scope', 'syntax', 'checks'];
    case 'on_target':
      break;
  }
  if (kind === 'finish') return ['person', 'checks', 'checkout'];
  const { isReviewed, isGrouped, needsPerson } = settings;
  return [
    'scope',
    ...(isGrouped ? (['syntax', 'group'] as const) : (['checks'] as const)),
    ...(isReviewed ? (['reviewer'] as const) : []),
    ...(needsPerson ? (['person'] as const) : []),
    'checkout',
  ];
}

/** The protocol of a piece of work (SPEC section 6). */
export function protocolFor(
  kind: WorkKind,
  limits: LadderLimits,
  settings: GateSettings,
): Protocol {
  return { ladder: ladders[kind](limits), gates: gatesOf(kind, settings), lands: lands[kind] };
}

const noGates: GateSettings = { isReviewed: false, isGrouped: false, needsPerson: false };

/**
 * The protocol by which a run works on a task: a developer, or a test-writer where its label asks for one,
 * and the full checks of each change.
 */
export function protocolOf(
  task: Pick<Task, 'labels'>,
  { redispatchLimit }: Pick<RunSettings, 'redispatchLimit'>,
): Protocol {
  const limits = { redispatches: redispatchLimit, debugAttempts: 0, loopIterations: 0 };
  return protocolFor(writesTests(task) ? 'tests' : 'task', limits, noGates);
}
