import { answeredEntry, editedAgain, withSent } from './edit-journal.ts';
import type {
  EditJournal,
  EditKey,
  JournalEntry,
  JournalView,
  ReplicaRecord,
} from './edit-journal.ts';

/** A journal for a browser that keeps nothing: it lives as long as the page. */
export function memoryJournal(): EditJournal {
  const entries = new Map<string, JournalEntry>();
  const records = new Map<string, ReplicaRecord>();
  const listeners = new Set<() => void>();
  const view = (workspaceId: string): JournalView => ({
    entries: [...entries.values()].filter((entry) => entry.workspaceId === workspaceId),
    records: [...records.values()].filter((record) => record.workspaceId === workspaceId),
  });
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    async put(added) {
      const known = added.map((entry) => entries.get(keyOf(entry)) ?? null);
      for (const [index, entry] of added.entries()) {
        entries.set(keyOf(entry), editedAgain(known[index] ?? null, entry));
      }
      changed();
      return known;
    },
    async sending(requests) {
      return requests.map(({ desired, ...key }) => {
        const entry = entries.get(keyOf(key));
        if (entry !== undefined) entries.set(keyOf(key), withSent(entry, desired));
        return entry?.sent ?? [];
      });
    },
    async settle(answers) {
      for (const answer of answers) {
        const entry = entries.get(keyOf(answer));
        if (entry === undefined) continue;
        if (answer.isAnswered(entry)) entries.delete(keyOf(answer));
        else entries.set(keyOf(answer), answeredEntry(entry, answer));
      }
      changed();
    },
    async remove(keys) {
      for (const key of keys) entries.delete(keyOf(key));
      changed();
    },
    read: async (workspaceId) => view(workspaceId),
    async setRecord(record) {
      records.set(record.database, record);
      changed();
    },
    async removeRecord(database) {
      if (records.delete(database)) changed();
    },
    watch(workspaceId, listener) {
      const report = (): void => listener(view(workspaceId));
      listeners.add(report);
      report();
      return () => listeners.delete(report);
    },
    close: () => listeners.clear(),
  };
}

function keyOf({ workspaceId, collection, id }: EditKey): string {
  return JSON.stringify([workspaceId, collection, id]);
}
