import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptPhaseSchema, attemptSchema } from '#shared/model/attempt.ts';
import type { Attempt, AttemptPhase } from '#shared/model/attempt.ts';
import { attemptMachine } from './attempt-machine.ts';
import type { AgentExit, AttemptCommand, AttemptEnding } from './attempt-machine.ts';
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

type Wish = 'end as failed' | 'end as merged' | Exclude<AttemptCommand['kind'], 'create' | 'end'>;

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
  intend_merge: {
    kind: 'intend_merge',
    intent: {
      headBefore: 'base',
      commit: 'merge',
      tree: 'tree',
      proof: 'tree_equality',
      evidenceIds: ['evidence-1'],
    },
    at,
  },
  withdraw_intent: { kind: 'withdraw_intent', at },
  stop: { kind: 'stop', reason: 'The plan has changed.', at },
  'end as failed': { kind: 'end', ending: ending('failed'), at },
  'end as merged': { kind: 'end', ending: ending('merged'), at },
};

const commandNamed = new Map<string, AttemptCommand>(Object.entries(commands));

/** The phase that each command leads to, by the phase it is given in; it is refused in the others. */
const legal: Readonly<Record<Wish, Partial<Readonly<Record<AttemptPhase, AttemptPhase>>>>> = {
  assign_worktree: { preparing: 'running' },
  note_process: { running: 'running' },
  note_exit: { running: 'recording' },
  record: { recording: 'verifying' },
  intend_merge: { verifying: 'merging' },
  withdraw_intent: { merging: 'verifying' },
  stop: {
    preparing: 'preparing',
    running: 'running',
    recording: 'recording',
    verifying: 'verifying',
    merging: 'merging',
  },
  'end as failed': {
    preparing: 'ended',
    running: 'ended',
    recording: 'ended',
    verifying: 'ended',
    merging: 'ended',
  },
  'end as merged': { merging: 'ended' },
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
    if (['withdraw_intent', 'stop', 'end as failed'].includes(wish)) continue;
    attempt = apply(attempt, command);
    if (wish === last) return attempt;
  }
  throw new Error(`No step ${last}.`);
}

describe('attemptMachine', () => {
  it.each(cases)('$wish while $phase: $expected', ({ wish, phase, expected }) => {
    const attempt = makeAttempt({ phase });
    const decided = attemptMachine.decide(attempt, commandNamed.get(wish)!);
    if (decided.ok) {
      expect(evolveAll(attemptMachine, attempt, decided.value)?.phase).toBe(expected);
      return;
    }
    expect(expected).toBe('refused');
    expect(['illegal-attempt-phase', 'merge-without-intent']).toContain(decided.error.code);
    expect(decided.error.message).toMatch(new RegExp(`^Attempt attempt-1 is ${phase}: `));
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
    const stopped = apply(makeAttempt({ phase: 'verifying' }), commands.stop);
    expect(stopped).toEqual(
      makeAttempt({ phase: 'verifying', stopReason: 'The plan has changed.' }),
    );
  });

  it('keeps what each step tells', () => {
    expect(livedUntil('end as merged')).toEqual(
      makeAttempt({
        phase: 'ended',
        outcome: 'merged',
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
        mergeIntent: {
          headBefore: 'base',
          commit: 'merge',
          tree: 'tree',
          proof: 'tree_equality',
          evidenceIds: ['evidence-1'],
        },
        startedAt: at,
        endedAt: at,
      }),
    );
  });

  it('forgets a withdrawn intent', () => {
    const back = apply(livedUntil('intend_merge'), commands.withdraw_intent);
    expect(back).toMatchObject({ phase: 'verifying', mergeIntent: null, commit: 'work' });
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
    ['verifying', 'verify_work'],
    ['merging', 'merge_work'],
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
          if (phase === 'merging' || outcome === 'merged') {
            expect(attempt.mergeIntent).not.toBeNull();
          }
          if (phase === 'verifying') expect(attempt.mergeIntent).toBeNull();
          if (phase === 'verifying' || phase === 'merging') {
            expect(attempt).toMatchObject({ commit: 'work', tree: 'tree', usage: exit.usage });
          }
          if (phase !== 'preparing' && phase !== 'ended') expect(attempt.baseCommit).toBe('base');
        }
      }),
    );
  });
});
