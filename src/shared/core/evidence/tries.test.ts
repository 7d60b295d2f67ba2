import { describe, expect, it } from 'vitest';
import { makeEvidence } from '#shared/core/testing/evidence.ts';
import type { TestReport, TestStatus } from './test-results.ts';
import { flakyTests, wasFlakyBefore, withFormerTries, withTries } from './tries.ts';

const passed = makeEvidence({ environment: 'e1' });
const failed = makeEvidence({ environment: 'e1', verdict: 'failed', exitCode: 1 });

describe('the tries of a check', () => {
  it('make it flaky where they do not agree, whichever came last', () => {
    const after = withTries(passed, [failed]);
    expect(after).toMatchObject({ verdict: 'flaky', exitCode: 0 });
    expect(after.marks).toEqual([
      {
        kind: 'flaky',
        text: '"npm test" passed and failed on the same tree: 1 of 2 tries passed',
        paths: [],
      },
    ]);
    expect(withTries(failed, [passed]).verdict).toBe('flaky');
    expect(withTries(passed, [failed, after]).marks[0]?.text).toContain('2 of 3 tries passed');
  });

  it('leave it as it is where they agree', () => {
    expect(withTries(failed, [failed, failed])).toBe(failed);
    expect(withTries(passed, [passed])).toBe(passed);
    expect(withTries(passed, [])).toBe(passed);
  });

  it.each([
    { command: 'npm run build' },
    { tree: 'tree-2' },
    { environment: 'e2' },
    { room: 'worktree' as const },
    { verdict: 'interrupted' as const },
    { verdict: 'could_not_run' as const },
  ])('are of the same command, tree and environment: %j', (fields) => {
    expect(withTries(passed, [{ ...failed, ...fields }]).verdict).toBe('passed');
  });
});

describe('a check that failed in an earlier run', () => {
  it('has passed now, with a mark', () => {
    const after = withFormerTries(passed, [failed]);
    expect(after.verdict).toBe('passed');
    expect(after.marks.map(({ text }) => text)).toEqual([
      '"npm test" failed on the same tree in an earlier run',
    ]);
    expect(withFormerTries(passed, [passed, { ...failed, tree: 'tree-2' }])).toBe(passed);
    expect(withFormerTries(failed, [failed])).toBe(failed);
  });
});

describe('tests that are flaky', () => {
  const report = (...tests: readonly [string, TestStatus][]): TestReport => ({
    version: 1,
    runners: ['a runner'],
    counts: null,
    detail: 'tests',
    tests: tests.map(([id, status]) => ({ id, status })),
  });
  const red = report(['a', 'failed'], ['b', 'passed']);
  const green = report(['a', 'passed'], ['b', 'passed']);

  it('are known by their names', () => {
    expect(flakyTests([red, green])).toEqual(new Set(['a']));
    expect(flakyTests([red, null])).toBeNull();
    expect(flakyTests([red, { ...green, detail: 'files' }])).toBeNull();
  });

  it('hold nobody where the same ones were flaky at the base', () => {
    expect(wasFlakyBefore([red, green], [green, red])).toBe(true);
    const other = report(['a', 'passed'], ['b', 'failed']);
    expect(wasFlakyBefore([other, green], [green, red])).toBe(false);
    expect(wasFlakyBefore([red, green], [green])).toBe(false);
    expect(wasFlakyBefore([red, green], [null, null])).toBe(false);
  });
});
