/** One spelling for ids that the Backlog.md tool takes for the same: `TASK-007` and `task-7`. */
export function comparableId(id: string): string {
  return id.toLowerCase().replaceAll(/(^|[^\d])0+(?=\d)/g, '$1');
}

/** The id at the head of a file name like `task-1.2 - Some-title.md`; null when there is none. */
export function idOfFileName(name: string): string | null {
  return /^([A-Za-z0-9][A-Za-z0-9._-]*?)(?: - .*)?\.md$/.exec(name)?.[1] ?? null;
}

/** The id a dependency means: `3` stands for `task-3`, as on the command line of the real tool. */
export function withPrefix(id: string, taskPrefix: string): string {
  return /^\d+(?:\.\d+)*$/.test(id) ? `${taskPrefix}-${id}` : id;
}
