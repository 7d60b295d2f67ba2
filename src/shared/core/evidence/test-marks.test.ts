import { expect, it } from 'vitest';
import { testMarks } from './test-marks.ts';
import { countsOf, reportOf } from './test-results.ts';
import type { Detail, TestReport, TestStatus } from './test-results.ts';

const task = { title: 'Do it', description: '', acceptanceCriteria: [] };

function report(
  status: TestStatus,
  ids: readonly string[],
  detail: Detail = 'tests',
): TestReport | null {
  const tests = ids.map((id) => ({ id, status }));
  return reportOf([{ runner: 'a runner', counts: countsOf(tests), detail, tests }]);
}
const words = (...given: Parameters<typeof testMarks>): readonly string[] =>
  testMarks(...given).map(({ kind, text }) => `${kind}: ${text}`);

it('names the tests that are gone and those that were left out, each once', () => {
  const before = report('passed', ['math > adds', 'math > subtracts', 'x.py', 'x.py']);
  expect(words(before, report('passed', ['math > adds', 'x.py']), task)).toEqual([
    'tests_missing: 2 tests ran at the base and are gone: math > subtracts, x.py',
  ]);
  const left = report('skipped', ['math > adds', 'math > subtracts', 'x.py', 'x.py']);
  expect(words(before, left, task)).toEqual([
    'tests_skipped: 4 tests ran at the base and were left out now: math > adds, math > subtracts, x.py (2)',
  ]);
});

it('shortens a long list', () => {
  const ids = Array.from({ length: 30 }, (_, index) => `test ${index}`);
  expect(words(report('passed', ids), report('passed', []), task)[0]).toMatch(
    /test 7 and 22 more$/,
  );
});

it('lets a test go that the task speaks of, by a name long enough to be meant', () => {
  const before = report('passed', ['math > subtracts', 'add']);
  const asked = {
    ...task,
    acceptanceCriteria: [{ text: 'No test "subtracts"; add', checked: false }],
  };
  expect(words(before, report('passed', []), asked)).toEqual([
    'tests_missing: 1 test ran at the base and is gone: add',
  ]);
});

it('says where only numbers are known, and that names are not', () => {
  const before = report('passed', ['a', 'b', 'c']);
  const numbers = report('passed', ['a'], 'none');
  expect(words(before, numbers, task)).toEqual([
    'tests_missing: 2 tests fewer ran than at the base; their names are not known',
    'identities_unknown: Which tests ran is not known, though it was at the base',
  ]);
});

it('claims nothing where nothing is known of the base', () => {
  expect(words(null, report('passed', []), task)).toEqual([]);
  expect(words(report('passed', ['a'], 'none'), report('passed', ['a', 'b']), task)).toEqual([]);
});
