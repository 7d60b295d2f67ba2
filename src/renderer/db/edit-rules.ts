import {
  editableEpicFields,
  editableTaskFields,
  judgeEpic,
  judgeTask,
} from '#shared/core/edits/document-edits.ts';
import type { EditSurroundings, EditVerdict } from '#shared/core/edits/edited-row.ts';
import { sameValue } from '#shared/core/edits/three-way.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task } from '#shared/model/task.ts';
import type { EditableCollection } from './edit-journal.ts';

/** What an edit leads to when the rules that page and host share are applied. */
export interface Judged<Document> {
  readonly document: Document;
  /** Fields whose change came too late: the document has another value by now. */
  readonly lost: readonly string[];
}

/** Applies a desired task to the present one; refused for the same reasons as by the host. */
export function applyTaskEdit(
  present: Task | null,
  assumed: Task | null,
  desired: Task,
  surroundings: EditSurroundings,
): Result<Judged<Task>, Failure> {
  const verdict = judgeTask({ master: present, assumed, desired }, surroundings);
  return judged(present, desired, verdict, { updatedAt: surroundings.at });
}

/** Applies a desired epic to the present one. */
export function applyEpicEdit(
  present: Epic | null,
  assumed: Epic | null,
  desired: Epic,
  surroundings: EditSurroundings,
): Result<Judged<Epic>, Failure> {
  return judged(
    present,
    desired,
    judgeEpic({ master: present, assumed, desired }, surroundings),
    {},
  );
}

function judged<Document extends Changes, Changes>(
  present: Document | null,
  desired: Document,
  verdict: EditVerdict<Document, Changes>,
  stamp: Partial<Document>,
): Result<Judged<Document>, Failure> {
  switch (verdict.kind) {
    case 'nothing':
      return ok({ document: present ?? desired, lost: [] });
    case 'add':
      return ok({ document: verdict.document, lost: [] });
    case 'refused':
      return err(verdict.failure);
    case 'edit': {
      if (verdict.storedAs !== undefined) {
        // Only the host can write it there: here it is as if it had come too late.
        const lost = [...Object.keys(verdict.changes), ...verdict.lost];
        return ok({ document: present ?? desired, lost });
      }
      if (present === null || Object.keys(verdict.changes).length === 0) {
        return ok({ document: present ?? desired, lost: verdict.lost });
      }
      return ok({ document: { ...present, ...verdict.changes, ...stamp }, lost: verdict.lost });
    }
    default:
      return assertNever(verdict, 'edit verdict');
  }
}

/** Fields that a person wrote into `desired` and that `answer` has another value of. */
export function refusedFields(
  collection: EditableCollection,
  assumed: object | null,
  desired: object,
  answer: object | null,
): readonly string[] {
  const fields: readonly string[] =
    collection === 'tasks' ? editableTaskFields : editableEpicFields;
  const before = new Map<string, unknown>(Object.entries(assumed ?? {}));
  const after = new Map<string, unknown>(Object.entries(desired));
  const kept = new Map<string, unknown>(Object.entries(answer ?? {}));
  return fields.filter(
    (field) =>
      (assumed === null || !sameValue(before.get(field), after.get(field))) &&
      !sameValue(kept.get(field), after.get(field)),
  );
}
