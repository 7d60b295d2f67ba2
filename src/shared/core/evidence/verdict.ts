import type { TestCounts, Verdict } from '#shared/model/evidence.ts';
import type { TestReport } from './test-results.ts';

/**
 * The verdict of a check when what its runners said is known: one that ended well, or badly, without a single test
 * that ran has collected nothing (SPEC section 6.1). Where no runner counts, its exit code is all there is.
 */
export function verdictWith(verdict: Verdict, report: TestReport | null): Verdict {
  const counts = report?.counts ?? null;
  const canBe = verdict === 'passed' || verdict === 'failed';
  if (!canBe || counts === null) return verdict;
  // Names without numbers are of a runner that does not count: something ran.
  const hasNames = report?.tests.some(({ status }) => status !== 'skipped') === true;
  return counts.passed + counts.failed === 0 && !hasNames ? 'nothing_collected' : verdict;
}

/** What of a report goes into the evidence itself. */
export function countsIn(report: TestReport | null): TestCounts | null {
  const counts = report?.counts ?? null;
  return counts === null ? null : { ...counts, isComplete: report?.detail === 'tests' };
}
