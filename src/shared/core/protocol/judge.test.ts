import { describe, expect, it } from 'vitest';
import type { Attempt } from '#shared/model/attempt.ts';
import { endingAfterRecording } from './judge.ts';
import type { AfterRecording } from './judge.ts';
import type { AttemptEnding } from '#shared/core/records/attempt-machine.ts';
import { makeAttempt, makeReport, makeTask } from '#shared/core/testing/records.ts';

const later = '2026-01-01T05:00:00.000Z';

const after: AfterRecording = {
  work: {
    baseCommit: 'base',
    commit: 'work',
    tree: 'tree',
    vaultRef: 'refs/switchyard/vault/e.1/1',
    changes: { modified: ['src/a.ts'], created: [], deleted: [] },
  },
  embeddedRepositories: [],
  movedSubmodules: [],
  presentFiles: new Set(),
  lastOutput: 'the last line',
};

const unknown = makeReport({ status: 'unknown', origin: 'none' });

function endingOf(
  fields: Partial<Attempt>,
  circumstances: Partial<AfterRecording> = {},
  task = makeTask(),
): AttemptEnding | null {
  const attempt = makeAttempt({ exitCode: 0, report: makeReport(), ...fields });
  return endingAfterRecording(task, attempt, { ...after, ...circumstances });
}

describe('endingAfterRecording', () => {
  it.each([
    ['a report of success', {}],
    ['a report of success, whatever the exit code', { exitCode: 3 }],
    ['no report and exit code 0', { report: unknown }],
    ['no report at all and exit code 0', { report: null }],
  ])('passes on to verification after %s', (_what, fields) => {
    expect(endingOf(fields)).toBeNull();
  });

  it.each([
    [
      'a reported failure',
      { report: makeReport({ status: 'fail', message: 'Tests fail.' }) },
      'failed',
      'The agent reports failure: Tests fail.',
    ],
    [
      'a reported failure without a word',
      { report: makeReport({ status: 'fail' }) },
      'failed',
      'The agent reports failure: no reason given',
    ],
    [
      'an exit code',
      { report: unknown, exitCode: 2 },
      'failed',
      'The agent ended with exit code 2 and no report.',
    ],
    ['a signal', { report: unknown, exitCode: null }, 'failed', 'The agent was ended by a signal.'],
    [
      'a known problem',
      { report: unknown, exitCode: 1, problem: 'No such model.' },
      'failed',
      'No such model.',
    ],
    [
      'a report that it is blocked',
      { report: makeReport({ status: 'blocked', message: 'No access.' }) },
      'blocked',
      'The agent is blocked: No access.',
    ],
    [
      'a report that it is blocked without a word',
      { report: makeReport({ status: 'blocked' }) },
      'blocked',
      'The agent is blocked: no reason given',
    ],
    [
      'a discovered blocker, whatever the status',
      { report: makeReport({ blockerDiscovered: true, message: 'The API is gone.' }) },
      'blocked',
      'The plan is wrong: The API is gone.',
    ],
    [
      'a rate limit',
      { report: unknown, exitCode: 1, rateLimitedUntil: later },
      'rate_limited',
      'The agent was rate limited.',
    ],
    [
      'an interruption, even of a rate-limited agent',
      { report: unknown, exitCode: null, interrupted: true, rateLimitedUntil: later },
      'interrupted',
      'The attempt was interrupted.',
    ],
  ] as const)('ends after %s', (_what, fields, outcome, problem) => {
    expect(endingOf(fields)).toMatchObject({ outcome, problem, conflicts: [] });
  });

  it('blocks work that holds another repository, whose content git would not keep', () => {
    expect(endingOf({}, { embeddedRepositories: ['vendor/x', 'y'] })).toEqual({
      outcome: 'blocked',
      problem: 'The work contains another git repository, which git cannot keep: vendor/x, y.',
      carryForward: null,
      failureSignature: null,
      conflicts: [],
    });
  });

  it('blocks work that moves a submodule, and says that it is one', () => {
    const ending = endingOf({}, { movedSubmodules: ['lib'] });
    expect(ending?.outcome).toBe('blocked');
    expect(ending?.problem).toMatch(
      /moves a submodule to another commit.*: lib\. None of its remotes/,
    );
  });

  it('rejects changes outside the scope before it asks for what is missing', () => {
    const task = makeTask({ filesToModify: ['src/b.ts'], testFiles: ['b.test.ts'] });
    const ending = endingOf({}, {}, task);
    expect(ending).toMatchObject({ outcome: 'rejected' });
    expect(ending?.problem).toContain('Unauthorised: src/a.ts.');
  });

  it('rejects what does not leave what its role owes, with the reasons', () => {
    const task = makeTask({ testFiles: ['a.test.ts', 'b.test.ts'] });
    const changes = { modified: [], created: [], deleted: [] };
    const ending = endingOf(
      {},
      { work: { ...after.work, changes }, presentFiles: new Set(['b.test.ts']) },
      task,
    );
    expect(ending).toMatchObject({
      outcome: 'rejected',
      problem: 'The attempt changed no file. Missing test files: a.test.ts.',
    });
    expect(ending?.carryForward).toContain('- Missing test files: a.test.ts.');
  });

  it('looks at what the app found changed, not at what the record said before', () => {
    expect(endingOf({ changes: { modified: [], created: [], deleted: [] } })).toBeNull();
  });

  it('names the same failure on the same tree, and only that, alike', () => {
    const failed = (message: string, tree: string): string | null | undefined =>
      endingOf(
        { report: makeReport({ status: 'fail', message }) },
        { work: { ...after.work, tree } },
      )?.failureSignature;
    const signature = failed('Tests fail.', 'tree');
    expect(signature).not.toBeNull();
    expect(failed('Tests fail.', 'tree')).toBe(signature);
    expect(failed('Tests fail.', 'another tree')).not.toBe(signature);
    expect(failed('Build fails.', 'tree')).not.toBe(signature);
  });

  it.each(['interrupted', 'rate_limited'] as const)(
    'hands on the state of what is %s',
    (outcome) => {
      const fields =
        outcome === 'interrupted' ? { interrupted: true } : { rateLimitedUntil: later };
      const ending = endingOf({ ...fields, problem: 'Cut off.' });
      expect(ending).toMatchObject({ outcome, problem: 'Cut off.', failureSignature: null });
      for (const told of ['Cut off.', 'src/a.ts', 'the last line']) {
        expect(ending?.carryForward).toContain(told);
      }
    },
  );
});
