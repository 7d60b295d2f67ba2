import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTests, ownName } from './compare-tests.ts';
import { countsOf, reportOf, testStatusSchema } from './test-results.ts';
import type { Detail, TestReport, TestResult } from './test-results.ts';

function report(tests: readonly TestResult[], detail: Detail = 'tests'): TestReport {
  const made = reportOf([{ runner: 'a runner', counts: countsOf(tests), detail, tests }]);
  if (made === null) throw new Error('There is a run.');
  return made;
}
const passed = (...ids: readonly string[]): TestResult[] =>
  ids.map((id) => ({ id, status: 'passed' }));
const failed = (...ids: readonly string[]): TestResult[] =>
  ids.map((id) => ({ id, status: 'failed' }));
const skipped = (...ids: readonly string[]): TestResult[] =>
  ids.map((id) => ({ id, status: 'skipped' }));

describe('tests compared with those at the base', () => {
  it('are missed where they failed there too: to take away what fails is no way to pass', () => {
    const before = report([...failed('a', 'b', 'x.py::test_y'), ...passed('c')]);
    const now = report([...passed('c'), ...skipped('b', 'x.py::test_y')]);
    expect(compareTests(before, now)).toMatchObject({
      missing: ['a'],
      skipped: ['b', 'x.py::test_y'],
    });
    expect(compareTests(before, report(passed('a', 'b', 'c', 'x.py::test_y')))).toMatchObject({
      missing: [],
      skipped: [],
    });
    expect(compareTests(before, null).missing).toEqual(['a', 'b', 'x.py::test_y', 'c']);
    const files = report([...failed('a.py'), ...passed('a.py', 'a.py')], 'files');
    expect(compareTests(files, report(passed('a.py', 'a.py'), 'files')).missing).toEqual(['a.py']);
    const numbers = { ...report(failed('a', 'b')), detail: 'none' as const, tests: [] };
    expect(compareTests(numbers, report(passed('a'))).fewer).toBe(1);
  });

  it('are not those names that stood for what could not be run', () => {
    const names = ['src/a.test.mjs', 'test > /a/b.spec.tsx', '"before all" hook for "adds"'];
    const before = report(failed(...names, 'unittest.loader._FailedTest.test_a'));
    expect(compareTests(before, report(passed('adds'))).missing).toEqual([]);
    expect(compareTests(report(passed('loads a.ts', 'b.ts')), report(passed('c'))).missing).toEqual(
      ['loads a.ts', 'b.ts'],
    );
  });

  it('count once where pytest names one twice, because what cleans up behind it failed', () => {
    const id = 'a.py::test_x';
    const before = report([...passed(id), ...failed(id)]);
    expect(compareTests(before, report(passed(id)))).toMatchObject({ missing: [], skipped: [] });
  });

  it('are missed where they passed and are not there any more', () => {
    const lost = compareTests(report(passed('a', 'b')), report(passed('b', 'c')));
    expect(lost).toMatchObject({ missing: ['a'], skipped: [], isKnown: true });
  });

  it('may have failed: a test that is there and fails is seen by the exit code', () => {
    const now = report([{ id: 'a', status: 'failed' }]);
    expect(compareTests(report(passed('a')), now).missing).toEqual([]);
  });

  it('are told apart from those that are there and were not run', () => {
    const lost = compareTests(report(passed('a', 'b')), report([...skipped('a'), ...passed('b')]));
    expect(lost).toMatchObject({ missing: [], skipped: ['a'] });
    const asBefore = compareTests(report(skipped('a')), report(skipped('a')));
    expect(asBefore).toMatchObject({ missing: [], skipped: [] });
  });

  it('are counted where several have one name, as the tests of a file may', () => {
    const before = report(passed('a.test.ts', 'a.test.ts', 'a.test.ts'), 'files');
    const now = report([...passed('a.test.ts'), ...skipped('a.test.ts')], 'files');
    expect(compareTests(before, now)).toMatchObject({
      missing: ['a.test.ts'],
      skipped: ['a.test.ts'],
    });
  });

  it('count as fewer where more of a file are expected to fail than before', () => {
    const files = report(passed('a.test.ts', 'a.test.ts', 'a.test.ts'), 'files');
    const expected = { ...files, counts: { passed: 2, failed: 0, skipped: 1 } };
    expect(compareTests(files, expected)).toMatchObject({ fewer: 1, missing: [], isKnown: true });
    expect(compareTests(expected, expected).fewer).toBe(0);
    expect(compareTests(expected, files).fewer).toBe(0);
  });

  it('are found again in another file by their own name, as often as it is new there', () => {
    const before = report(passed('a.py::test_x', 'b.py::test_x'));
    expect(compareTests(before, report(passed('c.py::test_x', 'b.py::test_x'))).missing).toEqual(
      [],
    );
    expect(compareTests(before, report(passed('c.py::test_x'))).missing).toEqual(['b.py::test_x']);
    expect(compareTests(before, report(skipped('c.py::test_x'))).missing).toHaveLength(2);
    expect(ownName('a.test.ts > group > adds')).toBe('adds');
  });

  it('are all missed when nothing can be read of them any more', () => {
    expect(compareTests(report(passed('a', 'b')), null).missing).toEqual(['a', 'b']);
  });

  it('are only counted where one side has no names', () => {
    const numbers = { ...report(passed('a')), detail: 'none' as const, tests: [] };
    expect(compareTests(report(passed('a', 'b', 'c')), numbers)).toMatchObject({
      missing: [],
      fewer: 2,
      isKnown: false,
    });
  });

  it('say nothing where nothing is known of the base', () => {
    expect(compareTests(null, report([]))).toMatchObject({ missing: [], fewer: 0, isKnown: false });
  });

  const anyTests = fc.array(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd > a'),
      status: fc.constantFrom(...testStatusSchema.options),
    }),
  );

  it('lose nothing to themselves, nor to more tests in another order', () => {
    fc.assert(
      fc.property(anyTests, anyTests, (tests, more) => {
        const lost = compareTests(report(tests), report([...more, ...tests].toReversed()));
        expect(lost).toMatchObject({ missing: [], skipped: [] });
      }),
    );
  });

  it('never lose more than ran, and every one that is gone is told where it has no namesake', () => {
    fc.assert(
      fc.property(anyTests, anyTests, (before, now) => {
        const { missing, skipped: left } = compareTests(report(before), report(now));
        expect(missing.length + left.length).toBeLessThanOrEqual(
          before.filter(({ status }) => status !== 'skipped').length,
        );
        const names = new Set(now.map(({ id }) => ownName(id)));
        const gone = before.filter(
          (one) => one.status !== 'skipped' && !names.has(ownName(one.id)),
        );
        for (const { id } of gone) expect(missing).toContain(id);
      }),
    );
  });
});
