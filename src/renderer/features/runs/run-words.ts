import { assertNever } from '#shared/lib/assert-never.ts';
import type { Run } from '#shared/model/run.ts';
import { formatExactTime, plural } from '#renderer/lib/format.ts';

/**
 * How a run stands, in words a person uses; `isAlive` tells whether a process drives it, as far as is known,
 * `isAway` that nobody knows now.
 */
export function runStateWord(run: Run, isAlive: boolean, isAway = false): string {
  if (run.status !== 'ended' && !isAlive) return 'interrupted';
  if (run.status !== 'ended' && isAway) return 'host away';
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

/** What was chosen and how it stands: `3 tasks of shelf-1, running`. */
export function runTitle(run: Run, isAlive: boolean, isAway = false): string {
  const { scope } = run;
  const count = plural(run.taskIds.length, 'task');
  const what = scope.kind === 'epic' ? `${count} of ${scope.epicId}` : count;
  return `${what}, ${runStateWord(run, isAlive, isAway)}`;
}

/** The runs to choose from, as they come. At most one has not ended: `isAlive` is about that one. */
export function runOptions(
  runs: readonly Run[],
  isAlive: boolean,
  isAway = false,
): { readonly value: string; readonly label: string; readonly hint: string }[] {
  return runs.map((run) => ({
    value: run.id,
    label: formatExactTime(run.startedAt),
    hint: runTitle(run, isAlive, isAway),
  }));
}
