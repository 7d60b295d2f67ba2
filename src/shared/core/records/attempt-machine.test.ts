import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptPhaseSchema, attemptSchema } from '#shared/model/attempt.ts';
import type { Attempt, AttemptPhase } from '#shared/model/attempt.ts';
import { attemptMachine } from './attempt-machine.ts';
import type { AgentExit, AttemptCommand, AttemptEnding, AttemptEvent } from './attempt-machine.ts';
import { evolveAll } from '#shared/core/testing/evolve-all.ts';
import { makeAttempt, makeReport } from '#shared/core/testing/records.ts';

const at = '2026-02-03T04:05:06.000Z';

const exit: AgentExit = {
  exitCode: 0,
  report: makeReport(),
  usage: { tokens: 1200, tokenSource: 'reported', costUsd: 0.1 },
  interrupted: false,
  rateLimitedUntil: null,
  refusedLogin: false,
  cannotStart: false,
  problem: null,
};

function ending(outcome: AttemptEnding['outcome']): AttemptEnding {
  return { outcome, problem: null, carryForward: null, failureSignature: null, conflicts: [] };
}

type Wish =
  'end as failed' | 'end as delivered' | Exclude<AttemptCommand['kind'], 'create' | 'end'>;

const commands: Readonly<Record<Wish, AttemptCommand>> = {
  assign_worktree: { kind: 'assign_worktree', worktree: 'w1', baseCommit: 'base', at },
  note_process: { kind: 'note_process', process: { pid: 7, startTime: '1' }, at },
  note_exit: { kind: 'note_exit', exit, at },
  record: {
    kind: 'record',
    work: {
      baseCommit: 'base',
      commit: 'work',
      tree: 'tree',
      vaultRef: 'refs/switchyard/vault/e.1/1',
      changes: { modified: ['a.ts'], created: [], deleted: [] },
    },
    at,
  },
  stop: { kind: 'stop', reason: 'The plan has changed.', at },
  'end as failed': { kind: 'end', ending: ending('failed'), at },
  'end as delivered': { kind: 'end', ending: ending('delivered'), at },
};

const commandNamed = new Map<string, AttemptCommand>(Object.entries(commands));

/** The phase that each command leads to, by the phase it is given in; it is refused in the others. */
const legal: Readonly<Record<Wish, Partial<Readonly<Record<AttemptPhase, AttemptPhase>>>>> = {
  assign_worktree: { preparing: 'running' },
  note_process: { running: 'running' },
  note_exit: { running: 'recording' },
  record: { recording: 'recording' },
  stop: {
    preparing: 'preparing',
    running: 'running',
    recording: 'recording',
  },
  'end as failed': {
    preparing: 'ended',
    running: 'ended',
    recording: 'ended',
  },
  'end as delivered': { recording: 'ended' },
};

const cases = Object.entries(legal).flatMap(([wish, next]) =>
  attemptPhaseSchema.options.map((phase) => ({ wish, phase, expected: next[phase] ?? 'refused' })),
);

function apply(attempt: Attempt, command: AttemptCommand): Attempt {
  const decided = attemptMachine.decide(attempt, command);
  if (!decided.ok) throw new Error(decided.error.message);
  return evolveAll(attemptMachine, attempt, decided.value)!;
}

/** The attempt after the steps of a good life up to the one that is named. */
function livedUntil(last: Wish): Attempt {
  let attempt = makeAttempt();
  for (const [wish, command] of Object.entries(commands)) {
    if (['stop', 'end as failed'].includes(wish)) continue;
    attempt = apply(attempt, command);
    if (wish === last) return attempt;
  }
  throw new Error(`No step ${last}.`);
}

describe('attemptMachine', () => {
  it.each(cases)('$wish while $phase: $expected', ({ wish, phase, expected }) => {
    const attempt = makeAttempt({ phase, commit: phase === 'recording' ? 'work' : null });
    const decided = attemptMachine.decide(attempt, commandNamed.get(wish)!);
    if (decided.ok) {
      expect(evolveAll(attemptMachine, attempt, decided.value)?.phase).toBe(expected);
      return;
    }
    expect(expected).toBe('refused');
    expect(['illegal-attempt-phase', 'nothing-to-deliver']).toContain(decided.error.code);
    expect(decided.error.message).toMatch(/^Attempt attempt-1 /);
  });

  it('is created once, and nothing else can be done to an attempt that is not there', () => {
    const attempt = makeAttempt();
    const created = attemptMachine.decide(null, { kind: 'create', attempt });
    expect(created).toEqual({ ok: true, value: [{ kind: 'created', attempt }] });
    expect(attemptMachine.decide(attempt, { kind: 'create', attempt })).toMatchObject({
      ok: false,
      error: { code: 'duplicate-id' },
    });
    for (const command of Object.values(commands)) {
      expect(attemptMachine.decide(null, command)).toMatchObject({ ok: false });
    }
    expect(() => attemptMachine.evolve(null, { kind: 'intent_withdrawn', at })).toThrow('before');
  });

  it('keeps why a person stopped it, and goes on with its step', () => {
    const stopped = apply(makeAttempt({ phase: 'recording' }), commands.stop);
    expect(stopped).toEqual(
      makeAttempt({
        phase: 'recording',
        stopReason: 'The plan has changed.',
        stopCloses: false,
      }),
    );
  });

  it('keeps what each step tells', () => {
    expect(livedUntil('end as delivered')).toEqual(
      makeAttempt({
        phase: 'ended',
        outcome: 'delivered',
        worktree: 'w1',
        baseCommit: 'base',
        process: { pid: 7, startTime: '1' },
        exitCode: 0,
        report: makeReport(),
        usage: exit.usage,
        commit: 'work',
        tree: 'tree',
        vaultRef: 'refs/switchyard/vault/e.1/1',
        changes: { modified: ['a.ts'], created: [], deleted: [] },
        startedAt: at,
        endedAt: at,
      }),
    );
  });

  it.each(['merged', 'conflict'] as const)('leaves it to its landing to end as %s', (outcome) => {
    const recorded = livedUntil('record');
    const decided = attemptMachine.decide(recorded, { kind: 'end', ending: ending(outcome), at });
    expect(decided).toMatchObject({ ok: false, error: { code: 'merge-without-landing' } });
  });

  it('folds what the log tells of merges from before there were landings', () => {
    const intended: AttemptEvent = {
      kind: 'merge_intended',
      intent: {
        headBefore: 'base',
        commit: 'merge',
        tree: 'tree',
        proof: 'tree_equality',
        evidenceIds: ['evidence-1'],
      },
      at,
    };
    const recorded = livedUntil('record');
    expect(evolveAll(attemptMachine, recorded, [intended])?.mergeIntent).toMatchObject({
      commit: 'merge',
    });
    const withdrawn = [intended, { kind: 'intent_withdrawn', at } as const];
    expect(evolveAll(attemptMachine, recorded, withdrawn)).toEqual(recorded);
    const merged = [intended, { kind: 'ended', ending: ending('merged'), at } as const];
    expect(evolveAll(attemptMachine, recorded, merged)).toMatchObject({
      phase: 'ended',
      outcome: 'merged',
      mergeIntent: { commit: 'merge' },
    });
  });

  it('ends at the time its agent ended, with the problem that is known', () => {
    const exited = { ...livedUntil('note_exit'), problem: 'It crashed.', endedAt: 'earlier' };
    const command = { kind: 'end', ending: ending('failed'), at } as const;
    expect(apply(exited, command)).toMatchObject({ problem: 'It crashed.', endedAt: 'earlier' });
    const told = { ...command, ending: { ...command.ending, problem: 'Checks failed.' } };
    expect(apply(exited, told).problem).toBe('Checks failed.');
  });

  it.each([
    ['preparing', 'prepare_worktree'],
    ['running', 'run_agent'],
    ['recording', 'record_work'],
    ['ended', null],
  ] as const)('asks while %s for: %s', (phase, kind) => {
    expect(attemptMachine.effects(makeAttempt({ phase }))).toEqual(kind === null ? [] : [{ kind }]);
  });

  it('never accepts a command that leads to a contradictory attempt', () => {
    const command = fc.constantFrom(...Object.values(commands));
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (sequence) => {
        let attempt = makeAttempt();
        for (const next of sequence) {
          const decided = attemptMachine.decide(attempt, next);
          if (!decided.ok) continue;
          attempt = evolveAll(attemptMachine, attempt, decided.value)!;
          const { phase, outcome } = attempt;
          expect(attemptSchema.safeParse(attempt).error).toBeUndefined();
          expect(outcome !== null).toBe(phase === 'ended');
          if (outcome === 'delivered') {
            expect(attempt).toMatchObject({ commit: 'work', tree: 'tree', usage: exit.usage });
          }
          if (phase !== 'preparing' && phase !== 'ended') expect(attempt.baseCommit).toBe('base');
        }
      }),
    );
  });
});
