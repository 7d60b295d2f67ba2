import type { Subscription } from '#shared/lib/disposable.ts';
import { watchBacklogFolder } from '#main/sources/backlog-md/watch.ts';
import type { BacklogFolderChange } from '#main/sources/backlog-md/watch-stock.ts';
import { catchUpFailed, catchUpFile, catchUpFiles } from './task-write-back.ts';
import type { SourceParts } from './task-source.ts';

/**
 * Takes over what people change in the files that tasks came from, as soon as they do (SPEC section 2.2),
 * and writes what could not be written before. What is under way is read again when it ends.
 */
export function watchSources(parts: SourceParts): Subscription {
  let isDisposed = false;
  const carefully = (work: () => Promise<void>): void => {
    work().catch((error: unknown) => {
      if (!isDisposed) parts.logger.warn(`Task files could not be read again: ${String(error)}`);
    });
  };
  const follow = async (change: BacklogFolderChange): Promise<void> => {
    for (const { id } of [...change.added, ...change.changed]) {
      if (isDisposed) return;
      const task = id === null ? null : parts.store.get('tasks', id);
      if (task?.source?.kind === 'backlog-md') await catchUpFile(parts, task.id);
    }
    if (!isDisposed) await catchUpFailed(parts);
  };
  const watching = watchBacklogFolder(
    parts.repository.root,
    (change) => carefully(async () => follow(change)),
    // What was changed before the watching began is no change that it could report.
    { onReady: () => carefully(async () => catchUpFiles(parts, () => isDisposed)) },
  );
  return {
    dispose: () => {
      isDisposed = true;
      watching.dispose();
    },
  };
}
