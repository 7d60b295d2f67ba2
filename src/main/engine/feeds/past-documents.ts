import type { Past } from '#shared/core/edits/edited-row.ts';
import { epicRecords, taskRecords } from '#shared/core/edits/removal.ts';
import { requestedIdOf } from '#shared/core/records/earlier-forms.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task } from '#shared/model/task.ts';
import type { Store } from '#main/store/store.ts';

/** What a task has been, by its log, also one that was deleted; null when there never was such a task. */
export function pastTask(store: Store, id: string): Past<Task> | null {
  const states: Task[] = [];
  let requestedId: string | null = null;
  for (const { entry } of store.logOf('tasks', [id])) {
    if (entry.collection !== 'tasks') continue;
    if (entry.event.kind === 'added') requestedId = requestedIdOf(entry.event);
    if (entry.event.kind === 'removed') {
      states.length = 0;
      continue;
    }
    const next = taskRecords.evolve(states.at(-1) ?? null, entry.event);
    if (next !== null) states.push(next);
  }
  return states.length === 0 ? null : { states, requestedId };
}

/** What an epic has been, by its log, also one that was deleted; null when there never was such an epic. */
export function pastEpic(store: Store, id: string): Past<Epic> | null {
  const states: Epic[] = [];
  let requestedId: string | null = null;
  for (const { entry } of store.logOf('epics', [id])) {
    if (entry.collection !== 'epics') continue;
    if (entry.event.kind === 'added') requestedId = requestedIdOf(entry.event);
    if (entry.event.kind === 'removed') {
      states.length = 0;
      continue;
    }
    const next = epicRecords.evolve(states.at(-1) ?? null, entry.event);
    if (next !== null) states.push(next);
  }
  return states.length === 0 ? null : { states, requestedId };
}
