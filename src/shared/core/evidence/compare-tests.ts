import { countsOf } from './test-results.ts';
import type { TestReport, TestResult } from './test-results.ts';

/** What became of tests that ran at the base, whether they passed there or failed. */
export interface TestsLost {
  /** Names of those that are not there any more, each as often as it is missing. */
  readonly missing: readonly string[];
  /** Names of those that are there and were not run, or may fail. */
  readonly skipped: readonly string[];
  /** How many fewer ran beside those, where only numbers say so. */
  readonly fewer: number;
  /** Whether the names could be compared. */
  readonly isKnown: boolean;
}

/**
 * Compares the tests of a check with those at its base: none that ran there may be gone, or be left out (SPEC section
 * 6.1). That holds for one that failed as well: to take it away is the shortest way to a check that passes. Several
 * of one name are counted. A test that moved to another file is found by its own name; `before` null: nothing is
 * known of the base, so nothing is claimed.
 */
export function compareTests(before: TestReport | null, now: TestReport | null): TestsLost {
  if (before === null) return { missing: [], skipped: [], fewer: 0, isKnown: false };
  if (now === null) return { missing: ranIn(before), skipped: [], fewer: 0, isKnown: true };
  const isSameKind = before.detail === now.detail && before.detail !== 'none';
  if (!isSameKind) return byNumber(before, now);
  const states = tally(now.tests);
  const missing: string[] = [];
  const skipped: string[] = [];
  for (const [id, was] of tally(realTests(before))) {
    const is = states.get(id) ?? nothing;
    const lost = lostOf(id, was, is);
    if (lost <= 0) continue;
    const left = Math.min(lost, Math.max(0, is.skipped - was.skipped));
    skipped.push(...repeated(id, left));
    missing.push(...repeated(id, lost - left));
  }
  const fewer = Math.max(0, uncounted(now) - uncounted(before));
  return { missing: withoutMoved(missing, before, now), skipped, fewer, isKnown: true };
}

/**
 * How many tests have the name of a file that ran, and are not among those that the runner counts as run: vitest does
 * not say in which of its files the tests are that are expected to fail.
 */
function uncounted({ detail, counts, tests }: TestReport): number {
  if (detail !== 'files' || counts === null) return 0;
  const { passed, failed } = countsOf(tests);
  return passed + failed - (counts.passed + counts.failed);
}

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}
const nothing: Readonly<Tally> = { passed: 0, failed: 0, skipped: 0 };

function tally(tests: readonly TestResult[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const { id, status } of tests) {
    const one = tallies.get(id) ?? { ...nothing };
    one[status] += 1;
    tallies.set(id, one);
  }
  return tallies;
}

/** How many tests of a name ran and do not any more. */
function lostOf(id: string, was: Tally, is: Tally): number {
  const ran = is.passed + is.failed;
  // Such a name is of one test; pytest names it twice where it passed and what cleans up behind it failed.
  if (id.includes('::') && ran > 0) return 0;
  return was.passed + was.failed - ran;
}

function ranIn(report: TestReport): readonly string[] {
  return realTests(report)
    .filter(({ status }) => status !== 'skipped')
    .map(({ id }) => id);
}

/**
 * Whether a name stands for what could not run: a file that could not be loaded, as runners list it among their tests,
 * or a hook that failed.
 */
function isStandIn(id: string): boolean {
  const name = id.split(' > ').at(-1) ?? id;
  if (/^"(?:before|after) (?:all|each)" hook/.test(name)) return true;
  if (name.includes('_FailedTest')) return true;
  return !/\s/.test(name) && /\.(?:[cm]?[jt]sx?|py|rb|php|go|rs|dart|exs?|sh|bats)$/.test(name);
}

/** Without what failed in place of the tests behind it: that is gone as soon as they can run. */
function realTests({ detail, tests }: TestReport): readonly TestResult[] {
  if (detail !== 'tests') return tests;
  return tests.filter(({ id, status }) => status !== 'failed' || !isStandIn(id));
}

function repeated(id: string, times: number): readonly string[] {
  return Array.from({ length: times }, () => id);
}

/** The last part of a test's name, by whatever its runner joins them with. */
export function ownName(id: string): string {
  return id.slice(Math.max(id.lastIndexOf(' > ') + 3, id.lastIndexOf('::') + 2, 0)) || id;
}

/** Leaves out tests that are there under another path: that many new ones have the same name of their own. */
function withoutMoved(
  missing: readonly string[],
  before: TestReport,
  now: TestReport,
): readonly string[] {
  if (missing.length === 0 || now.detail !== 'tests') return missing;
  const known = new Set(before.tests.map(({ id }) => id));
  const fresh = new Map<string, number>();
  for (const { id, status } of now.tests) {
    if (known.has(id) || status === 'skipped') continue;
    fresh.set(ownName(id), (fresh.get(ownName(id)) ?? 0) + 1);
  }
  return missing.filter((id) => {
    const count = fresh.get(ownName(id)) ?? 0;
    if (count > 0) fresh.set(ownName(id), count - 1);
    return count === 0;
  });
}

/** Where the names are not of the same kind, only the numbers say something. */
function byNumber(before: TestReport, now: TestReport): TestsLost {
  const was = before.counts;
  const is = now.counts;
  if (was === null || is === null) return { missing: [], skipped: [], fewer: 0, isKnown: false };
  const lost = was.passed + was.failed - (is.passed + is.failed);
  return { missing: [], skipped: [], fewer: Math.max(0, lost), isKnown: false };
}
