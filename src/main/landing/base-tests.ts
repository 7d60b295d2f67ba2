import type { TestReport } from '#shared/core/evidence/test-results.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import { treeOf } from '#main/git/commits.ts';
import { isAncestor } from '#main/git/refs.ts';
import { readTestReport } from '#main/verify/results/test-reports.ts';
import type { LandingParts } from './landing-parts.ts';

type BaseParts = Pick<LandingParts, 'store' | 'git' | 'paths' | 'secrets'>;

/** What the same command said before a change: of the commit that it lands on, else of one that this stands on. */
export interface BaseEvidence {
  /** The tries of that commit, the last one last. */
  readonly evidence: readonly Evidence[];
}

/**
 * The evidence that the tests of a change are compared with; null where nothing is known of its base, so that nothing
 * may be claimed of them.
 * @param tip commit of the epic that the change lands on
 */
export async function baseEvidence(
  parts: BaseParts,
  tip: string,
  command: string,
): Promise<BaseEvidence | null> {
  const { store, git, secrets } = parts;
  const masked = secrets.mask(command);
  const ofCommand = (one: Evidence): boolean =>
    one.command === masked &&
    (one.verdict === 'passed' || one.verdict === 'flaky' || one.verdict === 'failed');
  const onTip = store.find('evidence', 'tree', await treeOf(git, tip)).filter(ofCommand);
  if (onTip.length > 0) return { evidence: onTip };
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
