import type { FileStatusStep } from '#shared/core/sources/file-status.ts';
import type { Task } from '#shared/model/task.ts';
import type { Entry } from './ledger.ts';
import type { Store } from './store.ts';

/** An epic is blocked while one of its tasks is. */
export function epicEntries(
  { store }: { readonly store: Pick<Store, 'get' | 'find'> },
  { id, epicId }: Pick<Task, 'id' | 'epicId'>,
  step: FileStatusStep,
): readonly Entry[] {
  const status = store.get('epics', epicId)?.status;
  if (step === 'block') {
    if (status !== 'in_progress') return [];
    return [{ to: 'epics', id: epicId, command: { kind: 'set_status', status: 'blocked' } }];
  }
  const others = store.find('tasks', 'epic_id', epicId).filter((task) => task.id !== id);
  if (status !== 'blocked' || others.some((task) => task.status === 'blocked')) return [];
  return [{ to: 'epics', id: epicId, command: { kind: 'set_status', status: 'in_progress' } }];
}
