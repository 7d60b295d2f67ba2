import type { preflightReport, RunStatus } from '#main/engine/run-report.ts';
import { tallyLine } from '#shared/core/run-summary.ts';
import { formatFailure } from '#shared/lib/failure.ts';

type PreflightReport = Awaited<ReturnType<typeof preflightReport>>;

/** A dry run in words: batches, critical path, agents, estimate, and what stands in the way. */
export function describePreflight(report: PreflightReport): string {
  const { estimate } = report;
  const number = (value: number | null, unit: string): string =>
    value === null ? `${unit}: no history` : `${unit}: about ${Math.ceil(value * 100) / 100}`;
  return [
    `${report.taskIds.length} task(s) in ${report.batches.length} batch(es); nothing was started.`,
    ...report.batches.map((batch, index) => `  Batch ${index + 1}: ${batch.join(', ')}`),
    `Critical path: ${report.criticalPath.join(' -> ')}`,
    `Agents: ${report.agents.map(({ type, version }) => `${type} ${version ?? ''}`.trim()).join(', ')}`,
    `Estimate: ${number(estimate.minutes, 'minutes')}, ${number(estimate.tokens, 'tokens')}, ${number(estimate.costUsd, 'USD')} (${estimate.source}, ${estimate.sampleSize} attempt(s))`,
    `git ${report.gitVersion ?? 'missing'}, ${(report.freeBytes / 1024 ** 3).toFixed(1)} GiB free`,
    ...report.conflicts.map(
      ({ taskId, files }) => `! The work of ${taskId} would conflict in ${files.join(', ')}`,
    ),
    ...report.warnings.map((warning) => `! ${formatFailure(warning)}`),
    ...report.problems.map((problem) => `✖ ${formatFailure(problem)}`),
  ].join('\n');
}

/** The active or last run in words. */
export function describeStatus(status: RunStatus): string {
  const { run, alive, tally, attempts } = status;
  if (run === null || tally === null) return 'No run yet. Start one with: switchyard run';
  const state =
    run.status === 'ended'
      ? `ended (${run.outcome})`
      : alive
        ? run.status
        : 'interrupted; go on with: switchyard run --resume';
  return [
    `Run ${run.id}: ${state}`,
    tallyLine(tally).replace('Finished: ', ''),
    ...(run.problem === null ? [] : [`Problem: ${run.problem}`]),
    ...attempts.map((one) => `  ${one.taskId} attempt ${one.number}: ${one.phase}`),
    ...run.skipped.map((skip) => `  ↷ ${skip.taskId}: ${skip.reason}`),
  ].join('\n');
}
