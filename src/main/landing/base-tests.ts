import type { TestReport } from '#shared/core/evidence/test-results.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import { hasOwnTests, readTestReport } from '#main/verify/results/test-reports.ts';
import type { LandingMemory } from './landing-memory.ts';
import type { LandingParts } from './landing-parts.ts';

type BaseParts = Pick<LandingParts, 'store' | 'git' | 'paths' | 'secrets'>;

/**
 * What the same command said before a change: of the commit that it lands on, else of the one that its work began
 * from, else of one before.
 */
export interface BaseEvidence {
  /** The tries of that commit, the last one last. */
  readonly evidence: readonly Evidence[];
  /** Whether the names of their tests are not what was written, so that they say only how many there were. */
  readonly isChanged: boolean;
}

/**
 * The evidence that the tests of a change are compared with; null where nothing is known of its base, so that nothing
 * may be claimed of them.
 * @param commits where to look first: the commit of the epic that the change lands on, the one that its work began from
 */
export async function baseEvidence(
  parts: BaseParts,
  memory: LandingMemory,
  commits: readonly [string, string],
  command: string,
): Promise<BaseEvidence | null> {
  const { store, git, secrets, paths } = parts;
  let changed: readonly Evidence[] = [];
  const masked = secrets.mask(command);
  const ofCommand = (one: Evidence): boolean =>
    one.command === masked &&
    (one.verdict === 'passed' || one.verdict === 'flaky' || one.verdict === 'failed');
  for (const commit of new Set(commits)) {
    const found = store
      .find('evidence', 'tree', await memory.treeOf(git, commit))
      .filter(ofCommand);
    const own = await withOwnTests(paths, found);
    if (own.length > 0) return { evidence: own, isChanged: false };
    if (changed.length === 0) changed = found;
  }
  const [tip] = commits;
  const baselines = store
    .all('evidence')
    .filter((one) => one.purpose === 'baseline' && ofCommand(one))
    .toReversed();
  for (const one of baselines) {
    if (one.commit === null || !(await memory.isAncestor(git, one.commit, tip))) continue;
    const found = baselines.filter(({ tree }) => tree === one.tree).toReversed();
    const own = await withOwnTests(paths, found);
    if (own.length > 0) return { evidence: own, isChanged: false };
    if (changed.length === 0) changed = found;
  }
  return changed.length === 0 ? null : { evidence: changed, isChanged: true };
}

/** Those whose files beside them are as they were written. */
export async function withOwnTests(
  { evidence: folder }: Pick<LandingParts['paths'], 'evidence'>,
  list: readonly Evidence[],
): Promise<readonly Evidence[]> {
  const own = await Promise.all(list.map(async (one) => hasOwnTests(folder, one)));
  return list.filter((_, index) => own[index] === true);
}

/** Which tests the last of the tries ran that says so; null where none does. */
export async function baseReport(
  { paths }: Pick<LandingParts, 'paths'>,
  { evidence }: BaseEvidence,
): Promise<TestReport | null> {
  for (const one of evidence.toReversed()) {
    const report = await reportOrNumbers(paths, one);
    if (report !== null) return report;
  }
  return null;
}

/** Which tests a check ran; only how many, as its record says, where their names are not what was written. */
export async function reportOrNumbers(
  { evidence: folder }: Pick<LandingParts['paths'], 'evidence'>,
  one: Evidence,
): Promise<TestReport | null> {
  const report = await readTestReport(folder, one);
  if (report !== null || one.tests === null || (await hasOwnTests(folder, one))) return report;
  const { passed, failed, skipped } = one.tests;
  const counts = { passed, failed, skipped };
  return { version: 1, runners: [], counts, detail: 'none', tests: [] };
}
