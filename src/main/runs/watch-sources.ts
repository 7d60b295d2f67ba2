import type { Subscription } from '#shared/lib/disposable.ts';
import { watchBacklogFolder } from '#main/sources/backlog-md/watch.ts';
import type { Run } from '#shared/model/run.ts';
import type { RunParts } from './run-parts.ts';
import { refreshFromSource } from './task-source.ts';

/**
 * While a run goes on, takes over what people change in the files its tasks came from (SPEC section
 * 2.2). Only open tasks change; what is under way is read again when it starts the next time.
 */
export function watchSources(parts: RunParts, run: Run): Subscription {
  const tasks = run.taskIds.flatMap((id) => parts.store.get('tasks', id) ?? []);
  if (!tasks.some((task) => task.source?.kind === 'backlog-md')) return { dispose: () => {} };
  return watchBacklogFolder(parts.repository.root, ({ changed }) => {
    for (const { id } of changed) {
      const task = id === null ? null : parts.store.get('tasks', id);
      if (task?.status !== 'open') continue;
      void refreshFromSource(parts, task.id).then((refreshed) => {
        if (!refreshed.ok) parts.logger.info(refreshed.error.message, { task: task.id });
      });
    }
  });
}
