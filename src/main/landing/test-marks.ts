import { mayNameTests } from '#shared/core/checks/names-tests.ts';
import { testMarks } from '#shared/core/evidence/test-marks.ts';
import type { TestReport } from '#shared/core/evidence/test-results.ts';
import { wasFlakyBefore } from '#shared/core/evidence/tries.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Mark } from '#shared/model/mark.ts';
import type { Task } from '#shared/model/task.ts';
import { hasOwnTests, readTestReport } from '#main/verify/results/test-reports.ts';
import { baseEvidence, baseReport, reportOrNumbers } from './base-tests.ts';
import type { LandingMemory } from './landing-memory.ts';
import type { LandingParts } from './landing-parts.ts';

type TestParts = Pick<LandingParts, 'store' | 'git' | 'paths' | 'secrets' | 'config'>;

/** A check that passed, beside the same check at its base. */
export interface ComparedEvidence {
  readonly evidence: Evidence;
  /** What became of the tests that ran there. */
  readonly marks: readonly Mark[];
  /** Whether it is flaky by tests alone that were so before an agent had worked. */
  readonly wasFlaky: boolean;
}

const compared: ReadonlySet<Evidence['verdict']> = new Set(['passed', 'flaky', 'failed']);

/**
 * Compares the tests of each check with those of its base (SPEC section 6.1): none that ran there may be gone, or
 * be left out. A check that named tests there and names none now has collected nothing, unless the change altered
 * the check itself, which is shown.
 */
export async function compareWithBase(
  parts: TestParts,
  change: {
    readonly task: Task;
    readonly memory: LandingMemory;
    /** Commit of the epic that it lands on. */
    readonly tip: string;
    /** Commit that its work began from. */
    readonly from: string;
    /** All tries of its checks. */
    readonly tries: readonly Evidence[];
    readonly isCheckChanged: boolean;
  },
  evidence: readonly Evidence[],
): Promise<readonly ComparedEvidence[]> {
  if (parts.config.verify.protect === 'off') {
    return evidence.map((one) => ({ evidence: one, marks: [], wasFlaky: false }));
  }
  return Promise.all(evidence.map(async (one) => compareOne(parts, change, one)));
}

async function compareOne(
  parts: TestParts,
  { task, memory, tip, from, tries, isCheckChanged }: Parameters<typeof compareWithBase>[1],
  one: Evidence,
): Promise<ComparedEvidence> {
  const unchanged = { evidence: one, marks: [], wasFlaky: false };
  if (!compared.has(one.verdict)) return unchanged;
  if (one.tests === null && !mayNameTests(one.command)) return unchanged;
  const base = await baseEvidence(parts, memory, [tip, from], one.command);
  if (base === null) return unchanged;
  const before = await baseReport(parts, base);
  const { paths } = parts;
  const changed = changedMarks(base.isChanged, !(await hasOwnTests(paths.evidence, one)));
  if (before === null) return { ...unchanged, marks: changed };
  const now = await reportOrNumbers(paths, one);
  const { counts, tests } = before;
  const ranThere = (counts === null ? tests.length : counts.passed + counts.failed) > 0;
  if (
    now === null &&
    one.verdict === 'passed' &&
    ranThere &&
    !isCheckChanged &&
    changed.length === 0
  ) {
    return { ...unchanged, evidence: { ...one, verdict: 'nothing_collected' } };
  }
  if (one.verdict === 'failed') return unchanged;
  const marks = [...changed, ...testMarks(before, now, task)];
  if (one.verdict !== 'flaky') return { evidence: one, marks, wasFlaky: false };
  const reports = async (list: readonly Evidence[]): Promise<readonly (TestReport | null)[]> =>
    Promise.all(list.map(async (each) => readTestReport(parts.paths.evidence, each)));
  const ofCheck = tries.filter(({ command }) => command === one.command);
  const [own, others] = await Promise.all([reports(ofCheck), reports(base.evidence)]);
  return { evidence: one, marks, wasFlaky: wasFlakyBefore(own, others) };
}

/** What is said where names that were needed are not what was written: nothing is claimed of them. */
function changedMarks(atTheBase: boolean, now: boolean): readonly Mark[] {
  const mark = (whose: string, since: string): Mark => ({
    kind: 'identities_unknown',
    text: `The names of the tests ${whose} were changed or removed on this machine since${since}`,
    paths: [],
  });
  return [
    ...(atTheBase ? [mark('at the base', '')] : []),
    ...(now ? [mark('of this check', ' it ran')] : []),
  ];
}
