import type { TestReport } from '#shared/core/evidence/test-results.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import { isAncestor } from '#main/git/refs.ts';
import { readTestReport } from '#main/verify/results/test-reports.ts';
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
  const { store, git, secrets } = parts;
  const masked = secrets.mask(command);
  const ofCommand = (one: Evidence): boolean =>
    one.command === masked &&
    (one.verdict === 'passed' || one.verdict === 'flaky' || one.verdict === 'failed');
  for (const commit of new Set(commits)) {
    const found = store
      .find('evidence', 'tree', await memory.treeOf(git, commit))
      .filter(ofCommand);
    if (found.length > 0) return { evidence: found };
  }
  const [tip] = commits;
  const baselines = store
    .all('evidence')
    .filter((one) => one.purpose === 'baseline' && ofCommand(one))
    .toReversed();
  for (const one of baselines) {
    if (one.commit === null || !(await isAncestor(git, one.commit, tip))) continue;
    return { evidence: baselines.filter(({ tree }) => tree === one.tree).toReversed() };
  }
  return null;
}

/** Which tests the last of the tries ran that says so; null where none does. */
export async function baseReport(
  { paths }: Pick<LandingParts, 'paths'>,
  { evidence }: BaseEvidence,
): Promise<TestReport | null> {
  for (const one of evidence.toReversed()) {
    const report = await readTestReport(paths.evidence, one);
    if (report !== null) return report;
  }
  return null;
}
