import { describe, expect, it } from 'vitest';
import { makeEvidence } from '#shared/core/testing/evidence.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import {
  blockedEnding,
  checksEnding,
  conflictEnding,
  cutOffEnding,
  interruptedEnding,
  refusedEnding,
  sentBackEnding,
} from './endings.ts';

const attempt = { number: 2, changes: { modified: ['a.ts'], created: [], deleted: [] } };

function evidence(fields: Partial<Evidence> = {}): Evidence {
  return makeEvidence({
    cwd: '/w1',
    exitCode: 1,
    durationMs: 10_000,
    verdict: 'failed',
    outputTail: 'one test failed',
    tree: 'tree',
    ...fields,
  });
}

describe('an ending', () => {
  it('has nothing to tell a successor where there is none, or nothing was done', () => {
    const nothing = { carryForward: null, failureSignature: null, conflicts: [] };
    expect(blockedEnding('No.')).toEqual({ outcome: 'blocked', problem: 'No.', ...nothing });
    expect(interruptedEnding('Stopped.')).toEqual({
      outcome: 'interrupted',
      problem: 'Stopped.',
      ...nothing,
    });
  });

  it('of work that was cut off or refused tells what was done, and is no failure', () => {
    const cutOff = { problem: 'Stopped.', changes: attempt.changes, lastOutput: 'got this far' };
    for (const ending of [cutOffEnding(cutOff), refusedEnding(cutOff)]) {
      expect(ending.carryForward).toContain('a.ts (modified)');
      expect(ending.carryForward).toContain('got this far');
      expect(ending.failureSignature).toBeNull();
    }
    expect(cutOffEnding(cutOff).outcome).toBe('interrupted');
    expect(refusedEnding(cutOff).outcome).toBe('rate_limited');
  });

  it('of work that is sent back names the problem on its tree, and what was missing', () => {
    const missing = ['The attempt changed no file.'];
    const because = { outcome: 'rejected', problem: 'Nothing.', missing } as const;
    const ending = sentBackEnding(attempt, 'tree', because);
    expect(ending).toMatchObject({ outcome: 'rejected', failureSignature: 'tree:Nothing.' });
    expect(ending.carryForward).toContain('Attempt 2 was not accepted: Nothing.');
    expect(ending.carryForward).toContain('- The attempt changed no file.');
  });

  it('in conflict names the files, and that the next one starts from the tip', () => {
    const ending = conflictEnding(attempt, ['a.ts', 'b.ts']);
    expect(ending).toMatchObject({
      outcome: 'conflict',
      problem: 'The work conflicts with the epic in a.ts, b.ts.',
      conflicts: ['a.ts', 'b.ts'],
      failureSignature: null,
    });
    expect(ending.carryForward).toContain("You start again from the epic's tip");
  });
});

describe('checks that did not pass', () => {
  it('are a failure of the work, told with their output', () => {
    const passed = evidence({ verdict: 'passed', exitCode: 0, command: 'npm run build' });
    const ending = checksEnding(attempt, 'tree', [passed, evidence()]);
    expect(ending).toMatchObject({
      outcome: 'failed',
      problem: 'Verification failed: "npm test" ended with exit code 1.',
    });
    expect(ending.failureSignature).toMatch(/^tree:/);
    expect(ending.carryForward).toContain('one test failed');
    expect(ending.carryForward).not.toContain('npm run build');
  });

  it.each([
    [[], 'There is no verification command: set commands.test, or verify in the task.'],
    [
      [evidence({ verdict: 'could_not_run', exitCode: null })],
      'Verification failed: "npm test" could not be run (not found).',
    ],
    [
      [evidence({ verdict: 'timeout', exitCode: null })],
      'Verification failed: "npm test" did not end within 10 s (timeout).',
    ],
  ])('block the task where another attempt would meet the same', (found, problem) => {
    expect(checksEnding(attempt, 'tree', found)).toMatchObject({ outcome: 'blocked', problem });
  });
});
