import type { RunnerResults, TestResult } from '#shared/core/evidence/test-results.ts';
import { countsOf, totalOf } from '#shared/core/evidence/test-results.ts';

/** Understands the output of one kind of test runner, line by line; what others print it passes over. */
export interface LineReader {
  /** Takes a line without its line break, escape sequences and colours. */
  readonly line: (line: string) => void;
  /** What the runner said; null when it did not run. */
  readonly end: () => RunnerResults | null;
}

/** What a runner said, with the names of its tests where they are as many as it counts. */
export function named(
  runner: string,
  counts: NonNullable<RunnerResults['counts']>,
  tests: readonly TestResult[],
): RunnerResults {
  const found = countsOf(tests);
  const areAll = totalOf(found) === totalOf(counts) && found.passed === counts.passed;
  return { runner, counts, detail: areAll ? 'tests' : 'none', tests: areAll ? tests : [] };
}

/** The number in a part such as `3 passed`, by the word behind it; 0 where there is none. */
export function numbered(line: string): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const [, number = '', word = ''] of line.matchAll(/(\d{1,9}) ([a-z]+(?: [a-z]+)?)/g)) {
    numbers.set(word, (numbers.get(word) ?? 0) + Number(number));
  }
  return numbers;
}

/** Names of a test by the groups that it is in, as they are shown. */
export function pathName(names: readonly string[]): string {
  return names.join(' > ');
}
