import { describe, expect, it } from 'vitest';
import { knownFailures } from './known-failures.ts';
import { countsOf } from './test-results.ts';
import type { TestReport, TestStatus } from './test-results.ts';

function report(
  states: Readonly<Record<string, TestStatus>>,
  more: Partial<TestReport> = {},
): TestReport {
  const tests = Object.entries(states).map(([id, status]) => ({ id, status }));
  return { version: 1, runners: ['x'], counts: countsOf(tests), detail: 'tests', tests, ...more };
}

describe('knownFailures', () => {
  const base = report({ a: 'failed', b: 'passed', c: 'failed' });

  it('names the tests that failed at the base already, when nothing else fails', () => {
    expect(knownFailures(base, report({ a: 'failed', b: 'passed', c: 'passed' }))).toEqual(['a']);
    expect(knownFailures(base, report({ a: 'failed', c: 'failed', d: 'passed' }))).toEqual([
      'a',
      'c',
    ]);
  });

  it('knows none where another one fails, a name more often, or the check fails by no test', () => {
    expect(knownFailures(base, report({ a: 'failed', b: 'failed' }))).toBeNull();
    expect(knownFailures(base, report({ a: 'failed', d: 'failed' }))).toBeNull();
    expect(knownFailures(base, report({ a: 'passed' }))).toBeNull();
    const twice = report({ a: 'failed' });
    expect(
      knownFailures(base, { ...twice, tests: [...twice.tests, ...twice.tests], counts: null }),
    ).toBeNull();
  });

  it('claims nothing without names, without the base, or where more failed than have names', () => {
    const now = report({ a: 'failed' });
    expect(knownFailures(null, now)).toBeNull();
    expect(knownFailures(base, null)).toBeNull();
    expect(knownFailures(base, { ...now, detail: 'none', tests: [] })).toBeNull();
    expect(knownFailures(base, { ...now, detail: 'files' })).toBeNull();
    expect(
      knownFailures(base, { ...now, counts: { passed: 0, failed: 2, skipped: 0 } }),
    ).toBeNull();
  });
});
