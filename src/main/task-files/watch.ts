import type { Subscription } from '#shared/lib/disposable.ts';
import type { TaskFileParts } from './parts.ts';
import { catchUpFailed, catchUpFile, catchUpFiles } from './write-back.ts';

/**
 * Takes over what people change in the files that tasks came from, as soon as they do (SPEC section 2.2),
 * and writes what could not be written before. What is under way is read again when it ends. A source is watched as
 * soon as a task has come from it.
 */
export function watchSources(parts: TaskFileParts): Subscription {
  const { store } = parts;
  const watched = new Map<string, Subscription>();
  let isDisposed = false;
  const carefully = (work: () => Promise<void>): void => {
    work().catch((error: unknown) => {
      if (!isDisposed) parts.logger.warn(`Task files could not be read again: ${String(error)}`);
    });
  };
  const follow = async (kind: string, taskIds: readonly string[]): Promise<void> => {
    for (const id of taskIds) {
      if (isDisposed) return;
      const task = store.get('tasks', id);
      if (task?.source?.kind === kind) await catchUpFile(parts, task.id);
    }
    if (!isDisposed) await catchUpFailed(parts);
  };
  const watchNew = (): void => {
    for (const { source } of store.all('tasks')) {
      if (source === null || watched.has(source.kind)) continue;
      const files = parts.sources.filesOf(source);
      if (!files.ok) continue;
      const { kind } = source;
      const watching = files.value.watch(
        parts.repository.root,
        (taskIds) => carefully(async () => follow(kind, taskIds)),
        // What was changed before the watching began is no change that it could report.
        { onReady: () => carefully(async () => catchUpFiles(parts, () => isDisposed)) },
      );
      watched.set(kind, watching);
    }
  };
  const commits = store.onCommit((entries) => {
    const isNew = entries.some(
      (entry) => entry.collection === 'tasks' && entry.event.kind === 'added',
    );
    if (isNew && !isDisposed) watchNew();
  });
  watchNew();
  return {
    dispose: () => {
      isDisposed = true;
      commits.dispose();
      for (const watching of watched.values()) watching.dispose();
    },
  };
}
