import type { Preflight } from '#shared/contract/runs.ts';

/** How many tasks would run. */
export function countOf({ taskIds, skips }: Preflight): number {
  return taskIds.length - skips.length;
}

/** Whether a run may be started with what the host has said. */
export function canStart(report: Preflight | null): report is Preflight {
  return report !== null && report.problems.length === 0 && countOf(report) > 0;
}

/**
 * Whether a person who agreed to `before` has agreed to `after`: the same tasks by the same agents, checked and landed
 * the same, with nothing new to be read. How they are batched and how long it takes is shown, and not agreed to.
 */
export function isSameRun(before: Preflight, after: Preflight): boolean {
  return termsOf(before) === termsOf(after);
}

function termsOf(report: Preflight): string {
  const { problems, warnings, taskIds, skips, agents, checks, epics, conflicts } = report;
  const sorted = taskIds.toSorted();
  return JSON.stringify([problems, warnings, sorted, skips, agents, checks, epics, conflicts]);
}
