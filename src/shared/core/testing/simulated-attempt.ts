import { endingAfterRecording } from '#shared/core/protocol/judge.ts';
import { attemptMachine } from '#shared/core/records/attempt-machine.ts';
import type {
  AgentExit,
  AttemptEnding,
  RecordedWork,
} from '#shared/core/records/attempt-machine.ts';
import { nextStep as nextStepOf } from '#shared/core/protocol/next-step.ts';
import { deliveredEnding, landingOf } from '#shared/core/records/hand-over.ts';
import { settled } from '#shared/core/records/attempt-result.ts';
import { tryOf } from '#shared/core/protocol/tries.ts';
import { workOf } from '#shared/core/protocol/work.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Landing } from '#shared/model/landing.ts';
import type { RunSettings } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { makeReport } from './records.ts';
import type { SimulatedEntry } from './simulated-ledger.ts';

/** How an attempt is going to end. */
export type ScriptedOutcome =
  | 'merged'
  /** Merges after the epic has moved once in between. */
  | 'overtaken'
  | 'setup_failed'
  | 'agent_failed'
  | 'agent_blocked'
  | 'changed_nothing'
  | 'check_failed'
  | 'conflict'
  | 'interrupted'
  | 'rate_limited';

/** What one attempt does. */
export interface AttemptScript {
  readonly outcome: ScriptedOutcome;
  /** Time its agent takes, in ms. */
  readonly tookMs: number;
  readonly tokens: number | null;
  readonly costUsd: number | null;
  /** How long the agent's provider refuses work, in ms, when it does. */
  readonly parkedMs: number;
  /** The tree it leaves: equal numbers are equal trees. */
  readonly tree: number;
}

const smoothScript: AttemptScript = {
  outcome: 'merged',
  tookMs: 10,
  tokens: null,
  costUsd: null,
  parkedMs: 0,
  tree: 0,
};

/** Rounds of a task's scripts after which no provider refuses it and nothing cuts it off any more. */
const roughRounds = 4;

/**
 * The script of a task's attempt number `number`; a task without any does well. What does not count as a
 * cycle comes to an end by itself: without that there would be none.
 */
export function lifeScript(scripts: readonly AttemptScript[], number: number): AttemptScript {
  const script = scripts[(number - 1) % Math.max(1, scripts.length)] ?? smoothScript;
  const isEndless = script.outcome === 'rate_limited' || script.outcome === 'interrupted';
  return isEndless && number > roughRounds * scripts.length ? smoothScript : script;
}

/** An exit of an agent that was cut off. */
export const interruptedExit: AgentExit = {
  exitCode: null,
  report: makeReport({ status: 'unknown', origin: 'none' }),
  usage: { tokens: null, tokenSource: 'none', costUsd: null },
  interrupted: true,
  rateLimitedUntil: null,
  refusedLogin: false,
  cannotStart: false,
  problem: 'It was cut off.',
};

/** All that a step depends on. */
export interface StepInput {
  readonly attempt: Attempt;
  readonly task: Task;
  /** The task's other attempts, oldest first. */
  readonly earlier: readonly Attempt[];
  /** All landings of the task's work. */
  readonly landings: readonly Landing[];
  readonly settings: RunSettings;
  readonly script: AttemptScript;
  /** Whether the run is being stopped now. */
  readonly isStopping: boolean;
  /** Epoch ms. */
  readonly now: number;
}

/** What a step writes, and how long the following one takes. */
export interface Step {
  readonly entries: readonly SimulatedEntry[];
  readonly isLast: boolean;
  readonly tookMs: number;
}

/** Does for an attempt what its machine asks for next, as the real steps do it, but in a moment. */
export function nextStep(input: StepInput): Step {
  const { attempt } = input;
  const [effect] = attemptMachine.effects(attempt);
  switch (effect?.kind) {
    case 'prepare_worktree':
      return prepare(input);
    case 'run_agent':
      return goOn([attemptEntry(input, { kind: 'note_exit', exit: exitOf(input) })]);
    case 'record_work':
      return recordWork(input);
    case undefined:
      throw new Error(`Attempt ${attempt.id} has ended.`);
    default:
      return assertNever(effect, 'attempt effect');
  }
}

type Timeless<Command> = Command extends { readonly at: string } ? Omit<Command, 'at'> : never;
type AttemptCommandNow = Timeless<Extract<SimulatedEntry, { to: 'attempts' }>['command']>;
type TaskCommandNow = Timeless<Extract<SimulatedEntry, { to: 'tasks' }>['command']>;

function attemptEntry({ attempt, now }: StepInput, command: AttemptCommandNow): SimulatedEntry {
  return { to: 'attempts', id: attempt.id, command: { ...command, at: isoTime(now) } };
}

export function taskEntry({ task, now }: StepInput, command: TaskCommandNow): SimulatedEntry {
  return { to: 'tasks', id: task.id, command: { ...command, at: isoTime(now) } };
}

export function goOn(entries: readonly SimulatedEntry[], tookMs = 1): Step {
  return { entries, isLast: false, tookMs };
}

function prepare(input: StepInput): Step {
  if (input.script.outcome === 'setup_failed') return end(input, 'blocked', 'Setup failed.');
  const process = { pid: input.attempt.number, startTime: null };
  return goOn(
    [
      attemptEntry(input, { kind: 'assign_worktree', worktree: 'w1', baseCommit: 'epic-1' }),
      attemptEntry(input, { kind: 'note_process', process }),
    ],
    input.script.tookMs,
  );
}

function exitOf({ script, isStopping, now }: StepInput): AgentExit {
  const { outcome, tokens, costUsd, parkedMs } = script;
  if (isStopping || outcome === 'interrupted') return interruptedExit;
  const status =
    outcome === 'agent_failed' ? 'fail' : outcome === 'agent_blocked' ? 'blocked' : 'success';
  return {
    exitCode: 0,
    report: makeReport({ status, message: status === 'success' ? '' : 'It did not work.' }),
    usage: { tokens, tokenSource: tokens === null ? 'none' : 'reported', costUsd },
    interrupted: false,
    rateLimitedUntil: outcome === 'rate_limited' ? isoTime(now + parkedMs) : null,
    refusedLogin: false,
    cannotStart: false,
    problem: outcome === 'rate_limited' ? 'Too many requests.' : null,
  };
}

function recordWork(input: StepInput): Step {
  const { attempt, task, script } = input;
  const created = script.outcome === 'changed_nothing' ? [] : [`src/${task.id}.ts`];
  const work: RecordedWork = {
    baseCommit: attempt.baseCommit ?? '',
    commit: `commit-${attempt.id}`,
    tree: `tree-${script.tree}`,
    vaultRef: `refs/switchyard/vault/${task.id}/${attempt.number}`,
    changes: { modified: [], created, deleted: [] },
  };
  const ending = endingAfterRecording(task, attempt, {
    work,
    embeddedRepositories: [],
    movedSubmodules: [],
    presentFiles: new Set(task.testFiles),
    lastOutput: '',
  });
  const recorded = attemptEntry(input, { kind: 'record', work });
  if (ending === null) return goOn([recorded, ...delivery(input)], 5);
  const step = endWith({ ...input, attempt: { ...attempt, ...work } }, ending);
  return { ...step, entries: [recorded, ...step.entries] };
}

/** The entries by which an attempt hands its work over, as the real step writes them. */
function delivery(input: StepInput): readonly SimulatedEntry[] {
  const { attempt, now } = input;
  const parts = { clock: { now: () => now }, ids: { next: () => `landing-${attempt.id}` } };
  const landing = landingOf(parts, attempt, attempt.stopReason);
  return [
    attemptEntry(input, { kind: 'end', ending: deliveredEnding }),
    { to: 'landings', id: landing.id, command: { kind: 'create', landing } },
    taskEntry(input, { kind: 'review' }),
  ];
}

function end(
  input: StepInput,
  outcome: AttemptEnding['outcome'],
  problem: string,
  details: Partial<AttemptEnding> = {},
): Step {
  const nothing = { carryForward: null, failureSignature: null, conflicts: [] };
  return endWith(input, { ...nothing, ...details, outcome, problem });
}

/** Ends the attempt and says what becomes of its task, as `endingEntries` of the real run does. */
function endWith(input: StepInput, ending: AttemptEnding): Step {
  const { attempt } = input;
  const ended = { ...attempt, ...ending, conflicts: [...ending.conflicts] };
  return {
    entries: [attemptEntry(input, { kind: 'end', ending }), ...fateOf(input, ended, null)],
    isLast: true,
    tookMs: 0,
  };
}

/** What becomes of a task whose attempt, or the landing of whose work, has ended so. */
export function fateOf(
  input: StepInput,
  attempt: Attempt,
  landing: Landing | null,
): readonly SimulatedEntry[] {
  const { task, earlier, settings } = input;
  const attempts = [...earlier, attempt];
  const landings = input.landings.map((one) => (one.id === landing?.id ? landing : one));
  const step = nextStepOf(workOf({ task, attempts, landings }, settings));
  const ended = settled(attempt, landing);
  if (step.kind !== 'block') {
    const counts = tryOf(ended).end === 'sent_back';
    return [taskEntry(input, { kind: 'put_back', reason: ended.problem ?? '', counts })];
  }
  return [
    taskEntry(input, { kind: 'block', reason: step.reason }),
    { to: 'epics', id: task.epicId, command: { kind: 'set_status', status: 'blocked' } },
  ];
}
