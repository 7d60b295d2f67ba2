import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { landingPhaseSchema, landingSchema } from '#shared/model/landing.ts';
import type { Landing, LandingPhase } from '#shared/model/landing.ts';
import { evolveAll } from '#shared/core/testing/evolve-all.ts';
import { makeGates, makeIntent, makeLanding } from '#shared/core/testing/landings.ts';
import { isOnItsPlace, landingMachine } from './landing-machine.ts';
import type { ChecksAnswer, LandingCommand, LandingEnding } from './landing-machine.ts';

const at = '2026-02-03T04:05:06.000Z';

function ending(fields: Partial<LandingEnding> = {}): LandingEnding {
  return {
    outcome: 'returned',
    problem: null,
    refusedBy: null,
    carryForward: null,
    failureSignature: null,
    conflicts: [],
    ...fields,
  };
}

type Wish = 'end as returned' | 'end as landed' | Exclude<LandingCommand['kind'], 'create' | 'end'>;

const commands: Readonly<Record<Wish, LandingCommand>> = {
  pass: { kind: 'pass', gate: 'person', saw: 'change-1', by: 'Ada', at },
  wait: { kind: 'wait', gate: 'checkout', reason: 'Your checkout is not clean.', at },
  answer: { kind: 'answer', answer: 'land', by: 'person', at },
  go_on: { kind: 'go_on', at },
  stop: { kind: 'stop', reason: 'The plan has changed.', at },
  mark: { kind: 'mark', marks: [{ kind: 'flaky', text: 'It was flaky.', paths: [] }], at },
  intend: { kind: 'intend', intent: makeIntent(), at },
  withdraw_intent: { kind: 'withdraw_intent', at },
  'end as returned': { kind: 'end', ending: ending({ refusedBy: 'checks' }), at },
  'end as landed': { kind: 'end', ending: ending({ outcome: 'landed' }), at },
};

/** The phase that each command leads to, by the phase it is given in; it is refused in the others. */
const legal: Readonly<Record<Wish, Partial<Readonly<Record<LandingPhase, LandingPhase>>>>> = {
  pass: { checking: 'checking', waiting: 'waiting' },
  wait: { checking: 'waiting', landing: 'waiting' },
  answer: {},
  go_on: { waiting: 'checking' },
  stop: { checking: 'checking', waiting: 'waiting', landing: 'landing' },
  mark: { checking: 'checking' },
  intend: { checking: 'landing' },
  withdraw_intent: { landing: 'checking' },
  'end as returned': { checking: 'ended', waiting: 'ended', landing: 'ended' },
  'end as landed': { landing: 'ended' },
};

const askPerson: LandingCommand = { kind: 'wait', gate: 'person', reason: 'Look at it.', at };

const commandNamed = new Map<string, LandingCommand>(Object.entries(commands));

const cases = Object.entries(legal).flatMap(([wish, next]) =>
  landingPhaseSchema.options.map((phase) => ({ wish, phase, expected: next[phase] ?? 'refused' })),
);

const passedPerson = makeGates('person', 'checks', 'checkout').map((gate) =>
  gate.kind === 'person' ? { ...gate, state: 'passed' as const, saw: 'change-1' } : gate,
);

/** A landing that its person has let pass, in one of its phases. */
function landingIn(phase: LandingPhase): Landing {
  return makeLanding({
    gates: passedPerson,
    phase,
    waitsFor:
      phase === 'waiting'
        ? { gate: 'checkout', reason: 'It waits.', since: at, parts: makeIntent().parts }
        : null,
    intent: phase === 'landing' ? makeIntent() : null,
  });
}

function apply(landing: Landing, ...requests: readonly LandingCommand[]): Landing {
  return requests.reduce((state, command) => {
    const decided = landingMachine.decide(state, command);
    if (!decided.ok) throw new Error(decided.error.message);
    return evolveAll(landingMachine, state, decided.value)!;
  }, landing);
}

describe('landingMachine', () => {
  it.each(cases)('$wish while $phase: $expected', ({ wish, phase, expected }) => {
    const landing = landingIn(phase);
    const decided = landingMachine.decide(landing, commandNamed.get(wish)!);
    if (decided.ok) {
      expect(evolveAll(landingMachine, landing, decided.value)?.phase).toBe(expected);
      return;
    }
    expect(expected).toBe('refused');
    expect(['illegal-landing-phase', 'landing-not-allowed']).toContain(decided.error.code);
  });

  it('is created once, and nothing else can be done to a landing that is not there', () => {
    const landing = makeLanding();
    const created = landingMachine.decide(null, { kind: 'create', landing });
    expect(created).toEqual({ ok: true, value: [{ kind: 'created', landing }] });
    expect(landingMachine.decide(landing, { kind: 'create', landing })).toMatchObject({
      ok: false,
      error: { code: 'duplicate-id' },
    });
    for (const command of Object.values(commands)) {
      expect(landingMachine.decide(null, command)).toMatchObject({ ok: false });
    }
  });

  it('refuses to fold what happened before its creation', () => {
    expect(() => landingMachine.evolve(null, { kind: 'went_on', at })).toThrow('before');
  });

  it('intends nothing without evidence for its checks', () => {
    const intent = makeIntent({ evidenceIds: [] });
    const decided = landingMachine.decide(landingIn('checking'), { kind: 'intend', intent, at });
    expect(decided).toMatchObject({ ok: false, error: { code: 'landing-not-allowed' } });
    const unchecked = makeLanding({ kind: 'revert', gates: makeGates('checkout') });
    expect(landingMachine.decide(unchecked, { kind: 'intend', intent, at }).ok).toBe(true);
  });

  it('intends nothing before every other gate was passed', () => {
    const landing = makeLanding({ gates: makeGates('scope', 'person', 'checks') });
    expect(landingMachine.decide(landing, commands.intend)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('has not passed "scope"') },
    });
  });

  it.each(['checks', 'checkout'] as const)('lets nobody say that "%s" was passed', (gate) => {
    const command = { kind: 'pass', gate, saw: 'tree', by: null, at } as const;
    expect(landingMachine.decide(landingIn('checking'), command).ok).toBe(false);
  });

  it('knows no gate that it does not have', () => {
    const landing = makeLanding({ gates: makeGates('checks') });
    const refused = [commands.pass, commands.wait, endRefusedBy('reviewer')];
    for (const command of refused) expect(landingMachine.decide(landing, command).ok).toBe(false);
  });

  it('is checked again after its person let it pass, and keeps that when the branch has moved', () => {
    const gates = makeGates('person', 'checks', 'checkout');
    const asked = apply(makeLanding({ gates }), askPerson);
    const waitsFor = { gate: 'person', since: at, parts: [] };
    expect(asked).toMatchObject({ phase: 'waiting', waitsFor });
    const overtaken = apply(asked, commands.pass, commands.intend, commands.withdraw_intent);
    expect(overtaken).toMatchObject({ phase: 'checking', waitsFor: null, intent: null });
    expect(overtaken.gates.map(({ kind, state, by }) => [kind, state, by])).toEqual([
      ['person', 'passed', 'Ada'],
      ['checks', 'ahead', null],
      ['checkout', 'ahead', null],
    ]);
  });

  it('intends nothing any more while it waits, but knows what it was about to move', () => {
    const waiting = apply(landingIn('checking'), commands.intend, commands.wait);
    const { parts } = makeIntent();
    expect(waiting).toMatchObject({ intent: null, waitsFor: { gate: 'checkout', parts } });
    expect(waiting.gates.map(({ state }) => state)).toEqual(['passed', 'ahead', 'ahead']);
    const landed = apply(waiting, commands.go_on, commands.intend, commands['end as landed']);
    expect(landed.gates.map(({ state }) => state)).toEqual(['passed', 'passed', 'passed']);
  });

  it('waits for a word about its checks, which holds for the tree that they ran on', () => {
    const { parts } = makeIntent();
    const ask: LandingCommand = { kind: 'wait', gate: 'checks', reason: 'Flaky.', parts, at };
    const asked = apply(landingIn('checking'), ask);
    expect(asked).toMatchObject({ phase: 'waiting', intent: null, waitsFor: { parts } });
    const checksOf = (landing: Landing) => landing.gates.find(({ kind }) => kind === 'checks');
    const said = (answer: ChecksAnswer): LandingCommand => ({
      kind: 'answer',
      answer,
      by: 'Ada',
      at,
    });
    const agreed = apply(asked, said('land'));
    expect(agreed).toMatchObject({ phase: 'checking', waitsFor: null });
    expect(checksOf(agreed)).toMatchObject({ state: 'passed', saw: 'tree-1', by: 'Ada' });
    const landed = apply(agreed, commands.intend, commands['end as landed']);
    expect(checksOf(landed)).toMatchObject({ state: 'passed', saw: 'tree-1', by: 'Ada' });
    const overtaken = apply(agreed, commands.intend, commands.withdraw_intent);
    expect(checksOf(overtaken)).toMatchObject({ state: 'ahead', saw: null, by: null });
    expect(checksOf(apply(asked, said('send_back')))).toMatchObject({
      state: 'refused',
      by: 'Ada',
    });
    expect(checksOf(apply(asked, said('repeat')))).toMatchObject({ state: 'ahead', by: null });
  });

  it('has the marks that were seen last', () => {
    const seen = (text: string): LandingCommand => ({
      kind: 'mark',
      marks: [{ kind: 'check_changed', text, paths: [] }],
      at,
    });
    const marked = apply(landingIn('checking'), seen('a'), seen('b'));
    expect(marked.marks).toEqual([{ kind: 'check_changed', text: 'b', paths: [] }]);
    expect(apply(marked, commands.intend, commands['end as landed']).marks).toEqual(marked.marks);
  });

  it('says which gate sent it back', () => {
    const back = apply(landingIn('checking'), endRefusedBy('checks'));
    expect(back.gates.find(({ kind }) => kind === 'checks')?.state).toBe('refused');
    expect(back).toMatchObject({ phase: 'ended', outcome: 'returned', endedAt: at });
  });

  it.each([
    ['checking', null, 'check'],
    ['waiting', null, null],
    ['landing', null, 'land'],
    ['ended', null, null],
    ['checking', 'Stop.', 'give_up'],
    ['waiting', 'Stop.', 'give_up'],
    ['landing', 'Stop.', 'land'],
    ['ended', 'Stop.', null],
  ] as const)('asks while %s (stopped: %s) for: %s', (phase, stopReason, kind) => {
    const asked = landingMachine.effects({ ...landingIn(phase), stopReason });
    expect(asked).toEqual(kind === null ? [] : [{ kind }]);
  });

  it('never accepts a command that leads to a contradictory landing', () => {
    const command = fc.oneof(
      fc.constantFrom(...Object.values(commands)),
      fc.constantFrom<LandingCommand>(
        { kind: 'pass', gate: 'scope', saw: 'change', by: null, at },
        askPerson,
        { kind: 'intend', intent: makeIntent({ evidenceIds: [] }), at },
        { kind: 'end', ending: ending({ outcome: 'held' }), at },
        { kind: 'end', ending: ending({ outcome: 'interrupted' }), at },
      ),
    );
    const gates = fc.subarray(['scope', 'person', 'checks', 'checkout'] as const);
    fc.assert(
      fc.property(gates, fc.array(command, { maxLength: 40 }), (kinds, sequence) => {
        let landing = makeLanding({ gates: makeGates(...kinds) });
        for (const next of sequence) {
          const decided = landingMachine.decide(landing, next);
          if (!decided.ok) continue;
          landing = evolveAll(landingMachine, landing, decided.value)!;
          checkConsistent(landing);
        }
      }),
    );
  });
});

function endRefusedBy(gate: 'checks' | 'reviewer'): LandingCommand {
  return { kind: 'end', ending: ending({ refusedBy: gate }), at };
}

function checkConsistent(landing: Landing): void {
  const { phase, outcome, waitsFor, intent, gates, endedAt } = landing;
  expect(landingSchema.safeParse(landing).error).toBeUndefined();
  expect(outcome !== null).toBe(phase === 'ended');
  expect(endedAt !== null).toBe(phase === 'ended');
  expect(waitsFor !== null).toBe(phase === 'waiting');
  if (phase === 'checking' || phase === 'waiting') expect(intent).toBeNull();
  if (phase !== 'landing' && !isOnItsPlace(outcome)) return;
  expect(intent).not.toBeNull();
  for (const { kind, state, saw } of gates) {
    const isAsked = kind !== 'checkout' || isOnItsPlace(outcome);
    if (isAsked) expect([kind, state]).toEqual([kind, 'passed']);
    if (state === 'passed') expect(saw).not.toBeNull();
  }
  if (gates.some(({ kind }) => kind === 'checks')) expect(intent?.evidenceIds).not.toEqual([]);
}
