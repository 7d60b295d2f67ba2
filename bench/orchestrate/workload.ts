/** One trivial task: appends one line to one file of its own. */
export interface BenchTask {
  /** Also the name of its script, without the ending. */
  readonly id: string;
  readonly title: string;
  /** Path in the repository of the file that it appends to. */
  readonly file: string;
  readonly line: string;
  readonly script: string;
}

/** What all three ways have to do. */
export interface Workload {
  /** One task per worker, so that nobody's first use of a worktree is measured. */
  readonly warmUp: readonly BenchTask[];
  readonly measured: readonly BenchTask[];
  readonly workers: number;
}

/** When one task was taken and when its worktree was free again, in epoch milliseconds. */
export interface TaskTime {
  readonly taskId: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Names of the two epics; their branches are `epic/<name>`. */
export const epics = { warmUp: 'warm-up', measured: 'measured' } as const;

/**
 * Longer than the second in which git cannot see from its times whether a file that was just checked
 * out has changed since, so that git hashes it again.
 */
const settlingSeconds = 1.2;

/** Tasks that each have a file of their own among `files`. */
export function makeWorkload(files: readonly string[], tasks: number, workers: number): Workload {
  const stride = Math.floor(files.length / (tasks + workers));
  if (stride < 1) throw new Error('There are more tasks than files.');
  const task = (epic: string, number: number, place: number, before: string): BenchTask => {
    const id = `${epic}.${number}`;
    const file = files[place * stride] ?? '';
    const line = `export const note${number} = 'written by ${id}';`;
    const script = `${before}printf '%s\\n' "${line}" >> ${file}\n`;
    return { id, title: `Append a note to ${file}`, file, line, script };
  };
  return {
    workers,
    warmUp: Array.from({ length: workers }, (_, index) =>
      task(epics.warmUp, index + 1, tasks + index, `sleep ${settlingSeconds}\n`),
    ),
    measured: Array.from({ length: tasks }, (_, index) =>
      task(epics.measured, index + 1, index, ''),
    ),
  };
}
