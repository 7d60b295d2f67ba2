import type { TestReport } from './test-results.ts';

/**
 * The tests by which a check fails, when all of them failed at the base too; null when it fails by anything else, or
 * when that is not known: without names, with a failure that no test stands for, or with nothing known of the base.
 */
export function knownFailures(
  before: TestReport | null,
  now: TestReport | null,
): readonly string[] | null {
  if (before === null || now === null) return null;
  if (now.detail === 'none' || now.detail !== before.detail) return null;
  const known = failedIn(before);
  const failing = failedIn(now);
  if (failing.size === 0) return null;
  const counted = now.counts?.failed;
  const named = [...failing.values()].reduce((sum, count) => sum + count, 0);
  // A suite that does not even load is counted, and has no name of a test.
  if (counted !== undefined && counted !== named) return null;
  for (const [id, count] of failing) if (count > (known.get(id) ?? 0)) return null;
  return [...failing.keys()];
}

function failedIn({ tests }: TestReport): ReadonlyMap<string, number> {
  const failed = new Map<string, number>();
  for (const { id, status } of tests) {
    if (status === 'failed') failed.set(id, (failed.get(id) ?? 0) + 1);
  }
  return failed;
}
