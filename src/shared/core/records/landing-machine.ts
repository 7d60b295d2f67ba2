import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Mark } from '#shared/model/mark.ts';
import type {
  Gate,
  GateKind,
  Landing,
  LandingIntent,
  LandingOutcome,
  LandingPart,
  LandingPhase,
} from '#shared/model/landing.ts';
import type { Machine } from './machine.ts';

/** How a landing ended, and what the next attempt at the task should know. */
export interface LandingEnding {
  readonly outcome: LandingOutcome;
  readonly problem: string | null;
  /** The gate that sent it back; null where none did. */
  readonly refusedBy: GateKind | null;
  readonly carryForward: string | null;
  readonly failureSignature: string | null;
  readonly conflicts: readonly string[];
}

/** To let it land all the same, to send its work back, or to run the checks once more. */
export type ChecksAnswer = 'land' | 'send_back' | 'repeat';

/** Times are UTC ISO. */
export type LandingCommand =
  | { readonly kind: 'create'; readonly landing: Landing }
  /** A gate that is not proved by the intent itself lets `saw` (a tree or a change) pass. */
  | {
      readonly kind: 'pass';
      readonly gate: GateKind;
      readonly saw: string;
      readonly by: string | null;
      readonly at: string;
    }
  /** Somebody else has to do something first; what was intended is intended no more. */
  | {
      readonly kind: 'wait';
      readonly gate: GateKind;
      readonly reason: string;
      /** What would move if a person let it; without it, what was intended. */
      readonly parts?: readonly LandingPart[];
      readonly at: string;
    }
  /** What a person says of the checks that it waits for. */
  | {
      readonly kind: 'answer';
      readonly answer: ChecksAnswer;
      readonly by: string;
      readonly at: string;
    }
  /** What it waited for may be over: its gates are tried again. */
  | { readonly kind: 'go_on'; readonly at: string }
  /** A person wants its task stopped. */
  | {
      readonly kind: 'stop';
      readonly reason: string;
      /** Whether the task is to be closed then. */
      readonly closes?: boolean;
      readonly at: string;
    }
  /** What was seen of it, in place of what was seen before. */
  | { readonly kind: 'mark'; readonly marks: readonly Mark[]; readonly at: string }
  | { readonly kind: 'intend'; readonly intent: LandingIntent; readonly at: string }
  | { readonly kind: 'withdraw_intent'; readonly at: string }
  | { readonly kind: 'end'; readonly ending: LandingEnding; readonly at: string };

export type LandingEvent =
  | { readonly kind: 'created'; readonly landing: Landing }
  | {
      readonly kind: 'gate_passed';
      readonly gate: GateKind;
      readonly saw: string;
      readonly by: string | null;
      readonly at: string;
    }
  | {
      readonly kind: 'wait_began';
      readonly gate: GateKind;
      readonly reason: string;
      readonly parts?: readonly LandingPart[];
      readonly at: string;
    }
  | {
      readonly kind: 'answered';
      readonly answer: ChecksAnswer;
      readonly by: string;
      readonly at: string;
    }
  | { readonly kind: 'went_on'; readonly at: string }
  | {
      readonly kind: 'stop_requested';
      readonly reason: string;
      /** Whether the task is to be closed then. */
      readonly closes?: boolean;
      readonly at: string;
    }
  | { readonly kind: 'marked'; readonly marks: readonly Mark[]; readonly at: string }
  | { readonly kind: 'intended'; readonly intent: LandingIntent; readonly at: string }
  | { readonly kind: 'intent_withdrawn'; readonly at: string }
  | { readonly kind: 'ended'; readonly ending: LandingEnding; readonly at: string };

/** The next piece of work for a landing; each may be repeated after a crash. */
export type LandingEffect =
  /** Build the result, try its gates, and write down what is to move. */
  | { readonly kind: 'check' }
  /** Move what was written down, and write the receipts. */
  | { readonly kind: 'land' }
  /** End it, because a person stopped it before anything was to move. */
  | { readonly kind: 'give_up' };

/** The phases in which each command is legal. */
const legalPhases: Readonly<
  Record<Exclude<LandingCommand['kind'], 'create'>, readonly LandingPhase[]>
> = {
  pass: ['checking', 'waiting'],
  wait: ['checking', 'landing'],
  answer: ['waiting'],
  go_on: ['waiting'],
  stop: ['checking', 'waiting', 'landing'],
  mark: ['checking'],
  intend: ['checking'],
  withdraw_intent: ['landing'],
  end: ['checking', 'waiting', 'landing'],
};

/** Gates that nobody passes by a word: evidence in the intent does, and the landing itself. */
const passedByItself: ReadonlySet<GateKind> = new Set(['checks', 'checkout']);

/** Gates whose answer holds for one tree only: on another one they are tried again. */
const boundToTree: ReadonlySet<GateKind> = new Set(['syntax', 'checks', 'group', 'checkout']);

function decide(
  landing: Landing | null,
  command: LandingCommand,
): Result<readonly LandingEvent[], Failure> {
  if (command.kind === 'create') {
    if (landing === null) return ok([{ kind: 'created', landing: command.landing }]);
    return err(failure('duplicate-id', `Landing ${landing.id} exists already.`, 'Report this.'));
  }
  if (landing === null || !legalPhases[command.kind].includes(landing.phase)) {
    return err(
      failure(
        'illegal-landing-phase',
        `Landing ${landing?.id ?? ''} is ${landing?.phase ?? 'unknown'}: "${command.kind}" does not apply.`,
        'Another process may be at work on this run; look at `switchyard status`.',
      ),
    );
  }
  const problem = problemOf(landing, command);
  return problem === null ? ok([toEvent(command)]) : err(problem);
}

/** Why a command that its phase allows would break a rule; null when it keeps them all. */
function problemOf(
  landing: Landing,
  command: Exclude<LandingCommand, { kind: 'create' }>,
): Failure | null {
  const hasGate = (kind: GateKind): boolean => landing.gates.some((gate) => gate.kind === kind);
  switch (command.kind) {
    case 'pass':
      if (!hasGate(command.gate)) return refusal(landing, `has no gate "${command.gate}"`);
      return passedByItself.has(command.gate)
        ? refusal(landing, `passes "${command.gate}" by itself only`)
        : null;
    case 'wait':
      return hasGate(command.gate) ? null : refusal(landing, `has no gate "${command.gate}"`);
    case 'intend': {
      const closed = landing.gates.find(
        ({ kind, state }) => state !== 'passed' && !passedByItself.has(kind),
      );
      if (closed !== undefined) return refusal(landing, `has not passed "${closed.kind}"`);
      return hasGate('checks') && command.intent.evidenceIds.length === 0
        ? refusal(landing, 'has no evidence that its checks passed')
        : null;
    }
    case 'end': {
      const { outcome, refusedBy } = command.ending;
      if (isOnItsPlace(outcome) && landing.intent === null) {
        return refusal(landing, `intends nothing, so it cannot end as ${outcome}`);
      }
      return refusedBy === null || hasGate(refusedBy)
        ? null
        : refusal(landing, `has no gate "${refusedBy}"`);
    }
    case 'answer':
      return landing.waitsFor?.gate === 'checks'
        ? null
        : refusal(landing, 'does not wait for a word about its checks');
    case 'go_on':
    case 'stop':
    case 'mark':
    case 'withdraw_intent':
      return null;
    default:
      return assertNever(command, 'landing command');
  }
}

/** Whether the change is where it was meant to be. */
export function isOnItsPlace(outcome: LandingOutcome | null): boolean {
  return outcome === 'landed' || outcome === 'held';
}

function refusal(landing: Landing, why: string): Failure {
  return failure(
    'landing-not-allowed',
    `Landing ${landing.id} ${why}.`,
    'Report this: only what has passed all its gates may land.',
  );
}

function toEvent(command: Exclude<LandingCommand, { kind: 'create' }>): LandingEvent {
  switch (command.kind) {
    case 'pass':
      return { ...command, kind: 'gate_passed' };
    case 'wait':
      return { ...command, kind: 'wait_began' };
    case 'answer':
      return { ...command, kind: 'answered' };
    case 'go_on':
      return { ...command, kind: 'went_on' };
    case 'stop':
      return { ...command, kind: 'stop_requested' };
    case 'mark':
      return { ...command, kind: 'marked' };
    case 'intend':
      return { ...command, kind: 'intended' };
    case 'withdraw_intent':
      return { ...command, kind: 'intent_withdrawn' };
    case 'end':
      return { ...command, kind: 'ended' };
    default:
      return assertNever(command, 'landing command');
  }
}

function evolve(landing: Landing | null, event: LandingEvent): Landing {
  if (event.kind === 'created') return event.landing;
  if (landing === null) throw new Error(`Landing event ${event.kind} before its creation.`);
  switch (event.kind) {
    case 'gate_passed': {
      const { gate, saw, by } = event;
      const isAwaited = landing.waitsFor?.gate === gate;
      return {
        ...landing,
        ...(isAwaited ? { phase: 'checking' as const, waitsFor: null } : {}),
        gates: withGate(landing, gate, { state: 'passed', saw, by }),
      };
    }
    case 'wait_began': {
      const { gate, reason, at } = event;
      const parts = [...(event.parts ?? landing.intent?.parts ?? [])];
      return {
        ...withoutIntent(landing),
        phase: 'waiting',
        waitsFor: { gate, reason, since: at, parts },
      };
    }
    case 'answered':
      return answered(landing, event.answer, event.by);
    case 'went_on':
      return { ...landing, phase: 'checking', waitsFor: null };
    case 'stop_requested':
      return { ...landing, stopReason: event.reason, stopCloses: event.closes ?? false };
    case 'marked':
      return { ...landing, marks: [...event.marks] };
    case 'intended':
      return intended(landing, event.intent);
    case 'intent_withdrawn':
      return { ...withoutIntent(landing), phase: 'checking' };
    case 'ended':
      return ended(landing, event.ending, event.at);
    default:
      return assertNever(event, 'landing event');
  }
}

/** A person's word about checks is for the tree that they ran on, and for no other. */
function answered(landing: Landing, answer: ChecksAnswer, by: string): Landing {
  const saw = (landing.waitsFor?.parts ?? []).map(({ tree }) => tree).join(' ');
  const gates = {
    land: { state: 'passed', saw, by },
    send_back: { state: 'refused', saw, by },
    repeat: { state: 'ahead', saw: null, by: null },
  } as const;
  const changed = withGate(landing, 'checks', gates[answer]);
  return { ...landing, phase: 'checking', waitsFor: null, gates: changed };
}

function intended(landing: Landing, intent: LandingIntent): Landing {
  const saw = treesOf(intent);
  const before = landing.gates.find(({ kind }) => kind === 'checks');
  const by = before?.saw === saw ? before.by : null;
  const gates = withGate(landing, 'checks', { state: 'passed', saw, by });
  return { ...landing, phase: 'landing', intent, gates };
}

function treesOf({ parts }: LandingIntent): string {
  return parts.map(({ tree }) => tree).join(' ');
}

/** What passed for a tree that does not land after all is ahead again. */
function withoutIntent(landing: Landing): Landing {
  const gates = landing.gates.map((gate): Gate => {
    if (landing.intent === null || !boundToTree.has(gate.kind)) return gate;
    return { ...gate, state: 'ahead', saw: null, by: null };
  });
  return { ...landing, intent: null, gates };
}

function ended(landing: Landing, ending: LandingEnding, at: string): Landing {
  const { conflicts, refusedBy: _refusedBy, ...rest } = ending;
  return {
    ...landing,
    ...rest,
    conflicts: [...conflicts],
    gates: gatesAtEnd(landing, ending),
    phase: 'ended',
    waitsFor: null,
    endedAt: at,
  };
}

function gatesAtEnd(landing: Landing, { outcome, refusedBy }: LandingEnding): Gate[] {
  if (refusedBy !== null) return withGate(landing, refusedBy, { state: 'refused' });
  if (!isOnItsPlace(outcome) || landing.intent === null) return landing.gates;
  return withGate(landing, 'checkout', { state: 'passed', saw: treesOf(landing.intent) });
}

function withGate({ gates }: Landing, kind: GateKind, change: Partial<Gate>): Gate[] {
  return gates.map((gate) => (gate.kind === kind ? { ...gate, ...change } : gate));
}

function effects(landing: Landing): readonly LandingEffect[] {
  const isStopped = landing.stopReason !== null;
  switch (landing.phase) {
    case 'checking':
      return [{ kind: isStopped ? 'give_up' : 'check' }];
    case 'waiting':
      return isStopped ? [{ kind: 'give_up' }] : [];
    case 'landing':
      // It may have moved before a crash: that is found out first, whatever was asked for meanwhile.
      return [{ kind: 'land' }];
    case 'ended':
      return [];
    default:
      return assertNever(landing.phase, 'landing phase');
  }
}

/** Changes on their way to a branch, in steps that a crash may cut anywhere. */
export const landingMachine: Machine<Landing, LandingCommand, LandingEvent, LandingEffect> = {
  decide,
  evolve,
  effects,
};
