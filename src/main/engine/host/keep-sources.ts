import type { Subscription } from '#shared/lib/disposable.ts';
import { catchUpFiles } from '#main/task-files/write-back.ts';
import { watchSources } from '#main/task-files/watch.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** What a host needs for keeping a workspace and its task files the same. */
type Kept = Pick<
  Workspace,
  'sources' | 'store' | 'clock' | 'ids' | 'repository' | 'logger' | 'git' | 'mutex' | 'secrets'
>;

/**
 * Takes over what was written into the task files since the app looked last, and writes what is owed to
 * them. What goes wrong with it is logged, and keeps nobody from what they came for.
 */
export async function catchUpWithSources(workspace: Kept, isOver?: () => boolean): Promise<void> {
  try {
    await catchUpFiles(workspace, isOver);
  } catch (error) {
    workspace.logger.warn(`Task files could not be read: ${String(error)}`);
  }
}

/**
 * Keeps tasks and the files they came from the same for as long as a workspace is open (SPEC section 2.2):
 * what was written there meanwhile is taken over now, what could not be written is written, and from then on
 * the files are watched. Nothing is watched before a task has come from a file.
 */
export class SourceKeeper {
  readonly #workspace: Kept;
  readonly #commits: Subscription;
  #watching: Subscription | null = null;
  #catchingUp: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(workspace: Kept) {
    this.#workspace = workspace;
    this.#commits = workspace.store.onCommit((entries) => {
      const isNew = entries.some(
        (entry) => entry.collection === 'tasks' && entry.event.kind === 'added',
      );
      if (isNew) this.#watch();
    });
    this.#watch();
  }

  /** Resolves when what is being taken over or written now is done. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#commits.dispose();
    this.#watching?.dispose();
    await this.#catchingUp;
  }

  #watch(): void {
    const { store } = this.#workspace;
    if (this.#watching !== null || this.#isClosed) return;
    if (!store.all('tasks').some(({ source }) => source !== null)) return;
    this.#watching = watchSources(this.#workspace);
    this.#catchingUp = catchUpWithSources(this.#workspace, () => this.#isClosed);
  }
}
