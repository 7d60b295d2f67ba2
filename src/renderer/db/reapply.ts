import { pastUnknown } from '#shared/core/edits/edited-row.ts';
import type { EditSurroundings } from '#shared/core/edits/edited-row.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Collections, ReplicatedCollection } from '#shared/core/records/collections.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { notStored } from './document-store.ts';
import type { Change, DocumentEdit } from './document-store.ts';
import type { EditableCollection, JournalEntry } from './edit-journal.ts';
import { applyEpicEdit, applyTaskEdit } from './edit-rules.ts';
import type { Judged } from './edit-rules.ts';
import type { LiveDocuments } from './live-documents.ts';
import { trusted } from './trusted.ts';

/** The collections in memory. */
export type LiveCollections = {
  readonly [Name in ReplicatedCollection]: LiveDocuments<Collections[Name]>;
};

/** What edits are applied to. */
interface EditedReplica {
  readonly documents: LiveCollections;
  edit<Name extends EditableCollection>(
    collection: Name,
    edits: readonly DocumentEdit<Collections[Name]>[],
  ): Promise<Result<null, WireFailure>>;
}

/** What the rules need to know, from the documents in memory. */
export function surroundingsOf(documents: LiveCollections, clock: Clock): EditSurroundings {
  const tasks = documents.tasks.snapshot();
  const epics = documents.epics.snapshot();
  return {
    task: (id) => tasks.get(id) ?? null,
    epic: (id) => epics.get(id) ?? null,
    tasksOf: (epicId) => [...tasks.values()].filter((task) => task.epicId === epicId),
    pastTask: () => null,
    pastEpic: () => null,
    at: isoTime(clock.now()),
  };
}

/**
 * Whether an edit had to be applied again, whether some of it came too late for that, or it could not be;
 * `for_host` when only the host can decide.
 */
export type ReapplyOutcome = 'nothing' | 'applied' | 'too_late' | 'for_host' | 'not_stored';

/** Applies an edit from the journal to documents that do not show it. */
export async function reapplyEntry(
  replica: EditedReplica,
  clock: Clock,
  entry: JournalEntry,
): Promise<ReapplyOutcome> {
  const { documents } = replica;
  documents.epics.flush();
  documents.tasks.flush();
  const { assumed, desired } = entry;
  const around = surroundingsOf(documents, clock);
  switch (entry.collection) {
    case 'tasks': {
      const before = assumed === null ? null : trusted('tasks', assumed);
      const after = trusted('tasks', desired);
      return reapply(replica, 'tasks', entry.id, (now) =>
        applyTaskEdit(now, before, after, around),
      );
    }
    case 'epics': {
      const before = assumed === null ? null : trusted('epics', assumed);
      const after = trusted('epics', desired);
      return reapply(replica, 'epics', entry.id, (now) =>
        applyEpicEdit(now, before, after, around),
      );
    }
    default:
      return assertNever(entry.collection, 'collection');
  }
}

async function reapply<Name extends EditableCollection>(
  replica: EditedReplica,
  collection: Name,
  id: string,
  apply: (present: Collections[Name] | null) => Result<Judged<Collections[Name]>, Failure>,
): Promise<ReapplyOutcome> {
  const live: LiveDocuments<Collections[Name]> = replica.documents[collection];
  const present = live.snapshot().get(id) ?? null;
  const judged = apply(present);
  if (!judged.ok) return judged.error.code === pastUnknown ? 'for_host' : 'too_late';
  const { document, lost } = judged.value;
  if (document !== present) {
    const change: Change<Collections[Name]> = (now) => {
      const again = apply(now);
      return again.ok ? ok(again.value.document) : again;
    };
    const edited = await replica.edit(collection, [{ id, change }]);
    if (!edited.ok) return edited.error.code === notStored.code ? 'not_stored' : 'too_late';
  }
  if (lost.length > 0) return 'too_late';
  return document === present ? 'nothing' : 'applied';
}
