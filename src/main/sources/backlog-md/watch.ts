import { basename, dirname, join } from 'node:path';
import { join as joinPosix } from 'node:path/posix';
import { watch } from 'chokidar';
import type { FSWatcher } from 'chokidar';
import type { Subscription } from '#shared/lib/disposable.ts';
import { digestOf } from '#main/sources/digest.ts';
import { resolveInside } from '#main/sources/text-file.ts';
import { findBacklogFolder, listTaskFiles, peekId, readInside } from './folder.ts';
import type { TaskFolder } from './folder.ts';
import { compareStocks } from './watch-stock.ts';
import type { BacklogFolderChange, Stock, StockedFile } from './watch-stock.ts';

export interface WatchOptions {
  /** Milliseconds without an event before a report; an editor's save is often several events. */
  readonly debounceMs?: number;
  /** Called when every change from now on will be reported. */
  readonly onReady?: () => void;
}

const folders: readonly TaskFolder[] = ['tasks', 'completed'];

/** Null when the file is not there; one that cannot be read is there without an id. */
async function stockFile(root: string, file: string): Promise<StockedFile | null> {
  const found = await readInside(root, file);
  if (!found.ok) return { id: null, digest: found.error.message };
  if (found.value === null) return null;
  const { text } = found.value;
  return { id: peekId(text, file), digest: digestOf(text) };
}

/** Follows the files of one project; a report compares what was touched with how it was before. */
class FolderWatch {
  readonly #root: string;
  readonly #onChange: (change: BacklogFolderChange) => void;
  readonly #debounceMs: number;
  /** Absolute path of each watched folder → its path relative to the root. */
  readonly #watched = new Map<string, string>();
  readonly #touched = new Set<string>();
  #watcher: FSWatcher | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stock: Stock = new Map();
  #isBusy = true;
  #isDisposed = false;

  constructor(root: string, onChange: (change: BacklogFolderChange) => void, debounceMs: number) {
    this.#root = root;
    this.#onChange = onChange;
    this.#debounceMs = debounceMs;
  }

  async start(onReady: () => void): Promise<void> {
    const found = await findBacklogFolder(this.#root);
    const directory = found.ok ? found.value.directory : 'backlog';
    const real = await resolveInside(this.#root, directory);
    if (this.#isDisposed) return;
    // What leads out of the repository is not watched; reading the folder reports why.
    if (!real.ok) {
      onReady();
      return;
    }
    const base = real.value ?? join(this.#root, directory);
    for (const name of folders) this.#watched.set(join(base, name), joinPosix(directory, name));
    // From further up, because folders come and go: git keeps no empty `completed/`, and a branch may
    // have no backlog at all.
    const above = dirname(base);
    const watcher = watch(above, {
      ignoreInitial: true,
      depth: 2,
      followSymlinks: false,
      ignored: (path) => path !== above && path !== base && !this.#isTaskPath(path),
    });
    this.#watcher = watcher;
    watcher.on('all', (_event, path) => this.#touch(path));
    // A folder that vanishes must not end the app: the re-read before a task's start finds it out.
    watcher.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      watcher.once('ready', resolve);
    });
    const stock = new Map<string, StockedFile>();
    for (const name of folders) {
      const files = found.ok ? await listTaskFiles(found.value, name) : null;
      for (const file of files?.ok === true ? files.value : []) {
        const one = await stockFile(this.#root, file);
        if (one !== null) stock.set(file, one);
      }
    }
    this.#stock = stock;
    this.#isBusy = false;
    if (!this.#isDisposed) onReady();
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#watcher?.close();
  }

  /** Whether a path is one of the watched folders or stands in one. */
  #isTaskPath(path: string): boolean {
    return this.#watched.has(path) || this.#watched.has(dirname(path));
  }

  #touch(path: string): void {
    const folder = this.#watched.get(dirname(path));
    const name = basename(path);
    if (folder === undefined || name.startsWith('.') || !name.endsWith('.md')) return;
    this.#touched.add(joinPosix(folder, name));
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isDisposed) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#report(), this.#debounceMs);
  }

  async #report(): Promise<void> {
    if (this.#isBusy) {
      this.#schedule();
      return;
    }
    this.#isBusy = true;
    const stock = new Map(this.#stock);
    const touched = [...this.#touched];
    this.#touched.clear();
    for (const file of touched) {
      const one = await stockFile(this.#root, file);
      if (one === null) stock.delete(file);
      else stock.set(file, one);
    }
    const change = compareStocks(this.#stock, stock);
    this.#stock = stock;
    this.#isBusy = false;
    const { added, changed, removed } = change;
    const isEmpty = added.length + changed.length + removed.length === 0;
    if (!this.#isDisposed && !isEmpty) this.#onChange(change);
  }
}

/**
 * Watches the task files of the project below `root` (SPEC section 2.2) and reports what was added,
 * changed and removed, also by the app's own write-back. Dispose stops it; nothing is reported after.
 */
export function watchBacklogFolder(
  root: string,
  onChange: (change: BacklogFolderChange) => void,
  options: WatchOptions = {},
): Subscription {
  const following = new FolderWatch(root, onChange, options.debounceMs ?? 200);
  void following.start(options.onReady ?? ((): void => undefined));
  return { dispose: () => void following.dispose() };
}
