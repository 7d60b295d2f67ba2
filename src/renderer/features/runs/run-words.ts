import type { Run } from '#shared/model/run.ts';
import { runStateOf, runWords } from '#renderer/features/work/index.ts';
import type { WorkLife } from '#renderer/features/work/index.ts';
import { formatDayTime, plural } from '#renderer/lib/format.ts';

/** What was chosen and how it stands: `3 tasks of shelf-1, running`. */
export function runTitle(run: Run, life: Pick<WorkLife, 'kind'>): string {
  const { scope } = run;
  const count = plural(run.taskIds.length, 'task');
  const what = scope.kind === 'epic' ? `${count} of ${scope.epicId}` : count;
  return `${what}, ${runWords[runStateOf(run, life)].phrase}`;
}

/** A run as a person remembers it: `Run of 10 tasks, today 09:27`. `now` is epoch ms. */
export function runName(
  { taskIds, startedAt }: Pick<Run, 'taskIds' | 'startedAt'>,
  now: number,
): string {
  return `Run of ${plural(taskIds.length, 'task')}, ${formatDayTime(startedAt, now)}`;
}

/** The runs to choose from, as they come. At most one has not ended: `life` is about that one. */
export function runOptions(
  runs: readonly Run[],
  life: Pick<WorkLife, 'kind'>,
  now: number,
): { readonly value: string; readonly label: string; readonly hint: string }[] {
  return runs.map((run) => ({
    value: run.id,
    label: runName(run, now),
    hint: runWords[runStateOf(run, life)].phrase,
  }));
}
