import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureSignature, type FailedCheck } from './failure-signature.ts';

const tree = '9c1185a5c5e9fc54612808977ee8f548b2258d31';

function failing(outputTail: string, change: Partial<FailedCheck> = {}): FailedCheck {
  return {
    command: 'npm test',
    cwd: '/data/worktrees/w1',
    exitCode: 1,
    verdict: 'failed',
    outputTail,
    ...change,
  };
}

const signature = (outputTail: string, change: Partial<FailedCheck> = {}): string =>
  failureSignature(tree, [failing(outputTail, change)]);

describe('failureSignature', () => {
  it.each([
    ['durations', 'Tests 1 failed in 1.23s', 'Tests 1 failed in 0.9 s'],
    ['times', 'Start at 2026-01-31T10:00:00.123Z', 'Start at 2026-02-01 11:59:59Z'],
    ['clock times', 'Start at 10:01:22', 'Start at 23:45:01'],
    ['addresses', 'object at 0x7f3a2b', 'object at 0x55dead'],
    ['ids', 'id 123e4567-e89b-12d3-a456-426614174000', 'id 00000000-e89b-12d3-a456-426614174abc'],
    ['temporary folders', 'ENOENT /tmp/test-aXb9/file', 'ENOENT /tmp/test-Qq1z/file'],
    ['process numbers', 'worker 4711 died', 'worker 12 died'],
    ['the order of lines', 'FAIL a\nFAIL b', 'FAIL b\nFAIL a'],
  ])('ignores %s', (_what, first, second) => {
    expect(signature(first)).toBe(signature(second));
  });

  it('ignores which worktree the check ran in', () => {
    expect(signature('FAIL /data/worktrees/w1/src/a.ts')).toBe(
      signature('FAIL /data/worktrees/w2/src/a.ts', { cwd: '/data/worktrees/w2' }),
    );
  });

  it.each([
    ['another file', signature('FAIL src/a.ts'), signature('FAIL src/b.ts')],
    ['another message', signature('expected true'), signature('expected false')],
    ['another verdict', signature(''), signature('', { verdict: 'timeout', exitCode: null })],
    ['another command', signature('x'), signature('x', { command: 'npm run build' })],
  ])('tells %s apart', (_what, first, second) => {
    expect(first).not.toBe(second);
  });

  it('tells trees apart, because a changed tree is progress', () => {
    expect(failureSignature('a', [failing('x')])).not.toBe(failureSignature('b', [failing('x')]));
  });

  it('does not count passed checks', () => {
    const passed = failing('all well', { verdict: 'passed', exitCode: 0 });
    expect(failureSignature(tree, [passed, failing('x')])).toBe(
      failureSignature(tree, [failing('x')]),
    );
  });

  it('is short and repeatable for any output', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (output) => {
        expect(signature(output)).toBe(signature(output));
        expect(signature(output)).toMatch(/^[0-9a-f]{40}:[0-9a-f]{14}$/);
      }),
    );
  });
});
