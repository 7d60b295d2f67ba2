/** How much changes come to. */
export interface ChangeSum {
  readonly files: number;
  /** Lines; those of binary files are not counted. */
  readonly additions: number;
  readonly deletions: number;
}

/** The sum of changed files. */
export function sumOfChanges(
  changes: Iterable<{ readonly additions: number | null; readonly deletions: number | null }>,
): ChangeSum {
  let [files, additions, deletions] = [0, 0, 0];
  for (const change of changes) {
    files += 1;
    additions += change.additions ?? 0;
    deletions += change.deletions ?? 0;
  }
  return { files, additions, deletions };
}
