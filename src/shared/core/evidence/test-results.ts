import { z } from 'zod';

/** A test that is not run, is expected to fail or does not count is `skipped`: nothing rests on it. */
export const testStatusSchema = z.enum(['passed', 'failed', 'skipped']);
export type TestStatus = z.infer<typeof testStatusSchema>;

/**
 * One test by the name that its runner gives it. Several may have the same name: where a runner reports only
 * files, each test of a file has the name of the file.
 */
export const testResultSchema = z.object({ id: z.string(), status: testStatusSchema });
export type TestResult = z.infer<typeof testResultSchema>;

/** What the names stand for: tests, files or packages of them, or nothing, because there are only numbers. */
export const detailSchema = z.enum(['tests', 'files', 'none']);
export type Detail = z.infer<typeof detailSchema>;

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What one run of one test runner came to. */
export interface RunnerResults {
  /** The runner by its name for people: "node:test". */
  readonly runner: string;
  /** What the runner itself counts; null where it does not. */
  readonly counts: Counts | null;
  readonly detail: Detail;
  readonly tests: readonly TestResult[];
}

/** What a check says of its tests: the form in which it is kept beside the output. */
export const testReportSchema = z.object({
  version: z.literal(1),
  runners: z.array(z.string()),
  /** Null where no runner counts. */
  counts: z.object({ passed: z.int(), failed: z.int(), skipped: z.int() }).nullable(),
  detail: detailSchema,
  tests: z.array(testResultSchema),
});
export type TestReport = z.infer<typeof testReportSchema>;

/** More names than this are not kept; the numbers are. */
export const mostTests = 200_000;

/** How many there are of each status. */
export function countsOf(tests: readonly TestResult[]): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status } of tests) counts[status] += 1;
  return counts;
}

export function totalOf({ passed, failed, skipped }: Counts): number {
  return passed + failed + skipped;
}

/** All that the runners of one check say, as one report; null when there was none. */
export function reportOf(runs: readonly RunnerResults[]): TestReport | null {
  if (runs.length === 0) return null;
  const tests = runs.flatMap((run) => run.tests);
  const isTooLong = tests.length > mostTests;
  const counted = runs.flatMap(({ counts }) => counts ?? []);
  const sum = (status: TestStatus): number =>
    counted.reduce((total, counts) => total + counts[status], 0);
  return {
    version: 1,
    runners: [...new Set(runs.map(({ runner }) => runner))],
    counts:
      counted.length === 0
        ? null
        : { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') },
    detail: isTooLong ? 'none' : leastDetail(runs),
    tests: isTooLong ? [] : tests,
  };
}

/** Names of files and names of tests can stand beside each other; what only counts leaves out its names. */
function leastDetail(runs: readonly RunnerResults[]): Detail {
  const details = new Set(runs.map(({ detail }) => detail));
  if (details.has('none')) return 'none';
  return details.has('files') ? 'files' : 'tests';
}
