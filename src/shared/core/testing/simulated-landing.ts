import { landingMachine } from '#shared/core/records/landing-machine.ts';
import type { LandingEnding } from '#shared/core/records/landing-machine.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { Landing, LandingOutcome } from '#shared/model/landing.ts';
import { fateOf, goOn, taskEntry } from './simulated-attempt.ts';
import type { Step, StepInput } from './simulated-attempt.ts';
import type { SimulatedEntry } from './simulated-ledger.ts';

/** All that a step of a landing depends on. */
export interface LandingInput extends StepInput {
  readonly landing: Landing;
  /** Whether the epic moved before the landing's first try. */
  readonly wasOvertaken: boolean;
  /** Whether the folder that shows the epic is not clean now. */
  readonly isDirty: boolean;
}

type Timeless<Command> = Command extends { readonly at: string } ? Omit<Command, 'at'> : never;
type LandingCommandNow = Timeless<Extract<SimulatedEntry, { to: 'landings' }>['command']>;

/** Does for a landing what its machine asks for next, as the real steps do it, but in a moment. */
export function nextLandingStep(input: LandingInput): Step {
  const { landing } = input;
  const [effect] = landingMachine.effects(landing);
  switch (effect?.kind) {
    case 'check':
      return check(input);
    case 'land':
      return land(input);
    case 'give_up':
      return endShort(input, 'interrupted', 'It was stopped.');
    case undefined:
      throw new Error(`Nothing is to be done for landing ${landing.id}.`);
    default:
      return assertNever(effect, 'landing effect');
  }
}

/** Ends a landing that waits, because its run ends. */
export function withdraw(input: LandingInput): Step {
  return endShort(input, 'interrupted', 'The run ended while the merge waited.');
}

function landingEntry({ landing, now }: LandingInput, command: LandingCommandNow): SimulatedEntry {
  return { to: 'landings', id: landing.id, command: { ...command, at: isoTime(now) } };
}

function check(input: LandingInput): Step {
  const { attempt, script, wasOvertaken } = input;
  if (input.isStopping) {
    return endShort(input, 'interrupted', 'Stopped while it was verified.');
  }
  if (script.outcome === 'conflict') {
    return endShort(input, 'conflict', 'The work conflicts.', { conflicts: ['src/shared.ts'] });
  }
  if (script.outcome === 'check_failed') {
    const failureSignature = `tree-${script.tree}:npm test`;
    const details = { failureSignature, refusedBy: 'checks' } as const;
    return endShort(input, 'returned', 'Verification failed.', details);
  }
  const part = {
    ref: 'refs/heads/epic/e',
    headBefore: wasOvertaken ? 'epic-2' : 'epic-1',
    commit: `merge-${attempt.id}`,
    tree: `tree-${script.tree}`,
    proof: 'tree_equality' as const,
  };
  const intent = { parts: [part], evidenceIds: [`evidence-${attempt.id}`] };
  return goOn([landingEntry(input, { kind: 'intend', intent })]);
}

function land(input: LandingInput): Step {
  const { script, wasOvertaken, isDirty, isStopping } = input;
  if (isDirty) {
    if (isStopping) return withdraw(input);
    const wait = { kind: 'wait', gate: 'checkout', reason: 'It is not clean.' } as const;
    return { entries: [landingEntry(input, wait)], isLast: true, tookMs: 0 };
  }
  if (script.outcome === 'overtaken' && !wasOvertaken) {
    return goOn([landingEntry(input, { kind: 'withdraw_intent' })]);
  }
  return {
    entries: [
      landingEntry(input, { kind: 'end', ending: endingWith('landed', null) }),
      taskEntry(input, { kind: 'close', summary: 'Done.', notes: '' }),
    ],
    isLast: true,
    tookMs: 0,
  };
}

function endingWith(
  outcome: LandingOutcome,
  problem: string | null,
  details: Partial<LandingEnding> = {},
): LandingEnding {
  const nothing = { refusedBy: null, carryForward: null, failureSignature: null, conflicts: [] };
  return { ...nothing, ...details, outcome, problem };
}

function endShort(
  input: LandingInput,
  outcome: LandingOutcome,
  problem: string,
  details: Partial<LandingEnding> = {},
): Step {
  const { attempt, landing, now } = input;
  const ending = endingWith(outcome, problem, details);
  const ended = landingMachine.evolve(landing, { kind: 'ended', ending, at: isoTime(now) });
  return {
    entries: [landingEntry(input, { kind: 'end', ending }), ...fateOf(input, attempt, ended)],
    isLast: true,
    tookMs: 0,
  };
}
