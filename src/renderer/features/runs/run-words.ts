import { assertNever } from '#shared/lib/assert-never.ts';
import type { Run } from '#shared/model/run.ts';
import { formatExactTime, plural } from '#renderer/lib/format.ts';

/** How a run stands, in words a person uses. */
export function runStateWord(run: Run): string {
  switch (run.status) {
    case 'active':
      return run.paused ? 'paused' : 'running';
    case 'cancelling':
      return 'finishing what runs, starting nothing new';
    case 'stopping':
      return 'stopping';
    case 'interrupted':
      return 'interrupted';
    case 'ended':
      return {
        completed: 'completed',
        incomplete: 'ended with tasks left',
        cancelled: 'cancelled',
        failed: 'failed',
      }[run.outcome ?? 'failed'];
    default:
      return assertNever(run.status, 'run status');
  }
}

/** What was chosen: `3 tasks of shelf-1, running`. */
export function runTitle(run: Run): string {
  const { scope } = run;
  const count = plural(run.taskIds.length, 'task');
  const what = scope.kind === 'epic' ? `${count} of ${scope.epicId}` : count;
  return `${what}, ${runStateWord(run)}`;
}

/** The runs to choose from, as they come. */
export function runOptions(
  runs: readonly Run[],
): { readonly value: string; readonly label: string; readonly hint: string }[] {
  return runs.map((run) => ({
    value: run.id,
    label: formatExactTime(run.startedAt),
    hint: runTitle(run),
  }));
}
