/** A task file that was touched; the id is null when its front matter cannot be read. */
export interface WatchedTask {
  readonly id: string | null;
  /** Relative to the repository's root, `/` separated. */
  readonly file: string;
}

/** What happened to the task files since the last report. A renamed file is `changed`, at its new path. */
export interface BacklogFolderChange {
  readonly added: readonly WatchedTask[];
  readonly changed: readonly WatchedTask[];
  readonly removed: readonly WatchedTask[];
}

export interface StockedFile {
  readonly id: string | null;
  /** Equal for equal contents. */
  readonly digest: string;
}

/** The task files of a folder by their path. */
export type Stock = ReadonlyMap<string, StockedFile>;

/** What differs between two stocks; a task that went from one path to another has changed. */
export function compareStocks(before: Stock, after: Stock): BacklogFolderChange {
  const gone = [...before].filter(([file]) => !after.has(file));
  const fresh = [...after].filter(([file]) => !before.has(file));
  const goneIds = new Set(gone.flatMap(([, { id }]) => id ?? []));
  const moved = new Set(fresh.flatMap(([, { id }]) => (id !== null && goneIds.has(id) ? id : [])));
  const isMoved = ([, { id }]: [string, StockedFile]): boolean => id !== null && moved.has(id);
  const isEdited = ([file, { digest }]: [string, StockedFile]): boolean => {
    const old = before.get(file);
    return old !== undefined && old.digest !== digest;
  };
  const task = ([file, { id }]: [string, StockedFile]): WatchedTask => ({ id, file });
  return {
    added: fresh.filter((one) => !isMoved(one)).map(task),
    changed: [...fresh.filter(isMoved), ...[...after].filter(isEdited)].map(task),
    removed: gone.filter((one) => !isMoved(one)).map(task),
  };
}
