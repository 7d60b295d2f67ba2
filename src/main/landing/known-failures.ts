import { knownFailures } from '#shared/core/evidence/known-failures.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Landing } from '#shared/model/landing.ts';
import type { Mark } from '#shared/model/mark.ts';
import { isAncestor } from '#main/git/refs.ts';
import { readTestReport } from '#main/verify/results/test-reports.ts';
import type { LandingParts } from './landing-parts.ts';

/** Whether a check lets its work land: it passed, or fails by nothing but what the person has said is known to fail. */
export function letsLand({ verdict, marks }: Pick<Evidence, 'verdict' | 'marks'>): boolean {
  return verdict === 'passed' || marks.some(({ kind }) => kind === 'known_failures');
}

/**
 * Marks the evidence that fails only by tests that failed before an agent had worked, where the person started the
 * run so (`--baseline known`). All other evidence is as it was.
 */
export async function withKnownFailures(
  parts: LandingParts,
  { runId }: Pick<Landing, 'runId'>,
  evidence: readonly Evidence[],
): Promise<readonly Evidence[]> {
  const policy = runId === null ? null : parts.store.get('runs', runId)?.settings.baseline;
  if (policy !== 'known') return evidence;
  return Promise.all(evidence.map(async (one) => marked(parts, one)));
}

async function marked(parts: LandingParts, one: Evidence): Promise<Evidence> {
  if (one.verdict !== 'failed') return one;
  const before = await baselineFor(parts, one);
  if (before === null) return one;
  const [was, is] = await Promise.all(
    [before, one].map(async (each) => readTestReport(parts.paths.evidence, each)),
  );
  const names = knownFailures(was ?? null, is ?? null);
  if (names === null) return one;
  const failed = names.length === 1 ? 'One test fails' : `${names.length} tests fail`;
  const text = `${failed} that failed before an agent had worked, which you let go on.`;
  const mark: Mark = { kind: 'known_failures', text, paths: [...names] };
  return { ...one, marks: [...one.marks, mark] };
}

/** What the same command said of the commit that its work stands on, or of one before. */
async function baselineFor(
  { store, git }: LandingParts,
  { command, commit }: Evidence,
): Promise<Evidence | null> {
  const baselines = store
    .all('evidence')
    .filter((one) => one.purpose === 'baseline' && one.command === command);
  for (const one of baselines.toReversed()) {
    if (one.commit === null || commit === null) continue;
    if (await isAncestor(git, one.commit, commit)) return one;
  }
  return null;
}
