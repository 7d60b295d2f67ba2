import type { preflightReport, RunStatus } from '#main/engine/runs/run-report.ts';
import { pathWords } from '#shared/core/paths/path-words.ts';
import { tallyLine } from '#shared/core/runs/run-summary.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { formatFailure } from '#shared/lib/failure.ts';
import { momentWords } from '#shared/lib/time-words.ts';
import type { TrustState } from '#shared/model/trust.ts';
import type { RunSettings } from '#shared/model/run.ts';

type PreflightReport = Awaited<ReturnType<typeof preflightReport>>;

/**
 * A dry run in words: order, critical path, agents, estimate, and what stands in the way. With the schedule
 * `continuous` nothing starts in batches: there the layers of dependencies are shown.
 */
export function describePreflight(
  report: PreflightReport,
  schedule: RunSettings['schedule'],
): string {
  const { estimate } = report;
  const isBatch = schedule === 'batch';
  const groups = isBatch ? report.batches : report.layers;
  const number = (value: number | null, unit: string): string =>
    value === null ? `${unit}: no history` : `${unit}: about ${Math.ceil(value * 100) / 100}`;
  return [
    `${report.taskIds.length - report.skips.length} task(s) in ${groups.length} ${isBatch ? 'batch(es)' : 'layer(s)'}; nothing was started.`,
    ...groups.map(
      (ids, index) => `  ${isBatch ? 'Batch' : 'Layer'} ${index + 1}: ${ids.join(', ')}`,
    ),
    ...report.skips.map(({ reason }) => `  ↷ ${reason}`),
    ...includeLine(report),
    `Critical path: ${report.criticalPath.join(' -> ')}`,
    `Agents: ${report.agents.map(({ type, version }) => `${type} ${version ?? ''}`.trim()).join(', ')}`,
    `Estimate: ${number(estimate.minutes, 'minutes')}, ${number(estimate.tokens, 'tokens')}, ${number(estimate.costUsd, 'USD')} (${estimate.source}, ${estimate.sampleSize} attempt(s))`,
    `git ${report.gitVersion ?? 'missing'}, ${(report.freeBytes / 1024 ** 3).toFixed(1)} GiB free`,
    ...report.baseline.flatMap(baselineLines),
    ...report.conflicts.map(
      ({ taskId, files }) => `! The work of ${taskId} would conflict in ${pathWords(files)}`,
    ),
    ...report.warnings.map((warning) => `! ${formatFailure(warning)}`),
    ...report.problems.map((problem) => `✖ ${formatFailure(problem)}`),
  ].join('\n');
}

/** What the checks say before any agent has worked. */
function baselineLines({
  epicId,
  commit,
  state,
  failing,
}: PreflightReport['baseline'][number]): readonly string[] {
  const where = `Baseline of ${epicId} (${commit.slice(0, 10)})`;
  switch (state) {
    case 'green':
      return [`${where}: all checks pass`];
    case 'untested':
      return [
        `! ${where}: no test is there yet (${failing.map(({ command }) => command).join(', ')}); a task is closed when its work brings tests that pass`,
      ];
    case 'unknown':
      return [`${where}: not checked yet`];
    case 'red':
      return [
        `! ${where}: checks fail without any agent's work; run with --baseline strict or known, or mend them`,
        ...failing.flatMap(({ command, verdict, output }) => [
          `  ✖ ${command}: ${verdict.replaceAll('_', ' ')}`,
          ...output
            .trimEnd()
            .split('\n')
            .slice(-5)
            .map((line) => `    ${line}`),
        ]),
      ];
    default:
      return assertNever(state, 'state of a baseline');
  }
}

/** What would have to run too, where that helps. */
function includeLine({ include }: PreflightReport): readonly string[] {
  if (include === null) return [];
  const { taskIds, reopen } = include;
  const first = reopen.length === 0 ? '' : `reopen ${reopen.join(', ')}, and `;
  return [`  Nothing of it would be skipped if you ${first}run ${taskIds.join(', ')} together.`];
}

/** The active or last run in words. */
export function describeStatus(
  status: RunStatus & { readonly trust: { readonly state: TrustState } },
): string {
  return [describeRun(status), ...trustNotice(status.trust.state)].join('\n');
}

function trustNotice(state: TrustState): readonly string[] {
  switch (state) {
    case 'trusted':
      return [];
    case 'new':
      return ['Not trusted yet: nothing of this repository runs. See: switchyard trust'];
    case 'changed':
      return ['What this repository can execute has changed. See: switchyard trust'];
    default:
      return assertNever(state, 'state of trust');
  }
}

function attemptLine({ taskId, number, phase, landing }: RunStatus['attempts'][number]): string {
  const reason = landing?.waitsFor?.reason;
  return `  ${taskId} attempt ${number}: ${phase}${reason === undefined ? '' : `: ${reason}`}`;
}

function describeRun({ run, alive, tally, blocked, attempts, limits }: RunStatus): string {
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
    ...attempts.map(attemptLine),
    ...limits.map(
      ({ account, until, taskIds }) =>
        `  ${account} is rate limited until ${momentWords(Date.parse(until))}: ${taskIds.join(', ')} wait(s)`,
    ),
    ...blocked.map(({ taskId, reason }) => `  ⚠ ${taskId}: ${reason}`),
    ...run.skipped.map((skip) => `  ↷ ${skip.taskId}: ${skip.reason}`),
  ].join('\n');
}
