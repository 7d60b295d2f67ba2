import { useEffect, useState } from 'react';
import type { AcceptanceCriterion } from '#shared/model/task.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { drafts } from '#renderer/lib/drafts.ts';
import { changeRow, followRows, keptRows, restoreRows, withoutDraft } from './criteria-rows.ts';
import type { CriteriaRow } from './criteria-rows.ts';
import type { TaskLock } from './task-lock.ts';
import { draftField } from './use-draft.tsx';
import type { Draft } from './use-draft.tsx';

export interface CriteriaRowsOptions {
  /** Name of the list for drafts, one of its own in the workspace. */
  readonly name: string;
  readonly criteria: readonly AcceptanceCriterion[];
  readonly lock: TaskLock | null;
  /** False when it was refused. */
  readonly onChange: (criteria: AcceptanceCriterion[]) => Promise<boolean>;
}

/** A row with its field. */
export interface EditedRow {
  readonly key: number;
  /** Null where it was removed elsewhere while text was typed into it. */
  readonly at: number | null;
  readonly field: Draft;
  /** Of a row that was removed: what was typed becomes a criterion of its own. */
  readonly onAddAgain: () => void;
  readonly onGiveUp: () => void;
}

/** The criteria as rows that are edited, each with its own draft, wherever others move it. */
export function useCriteriaRows({
  name: list,
  criteria,
  lock,
  onChange,
}: CriteriaRowsOptions): readonly EditedRow[] {
  const name = `${useWorkspace().id}/${list}`;
  const texts = criteria.map(({ text }) => text);
  const [state, setState] = useState(() => restoreRows(drafts.take(name)?.text ?? null, texts));
  const present = followRows(state, texts);
  if (present !== state) setState(present);
  useEffect(() => {
    const text = keptRows(present);
    drafts.keep(name, text === null ? null : { text, base: '' });
  }, [name, present]);
  const change = (key: number, next: (row: CriteriaRow) => CriteriaRow | null): void =>
    setState((latest) => changeRow(latest, key, next));
  const save = (row: CriteriaRow, next: AcceptanceCriterion[]): void => {
    change(row.key, (own) => ({ ...own, isSaving: true, unsaved: null }));
    void onChange(next).then((isSaved) =>
      change(row.key, (own) => {
        // What was typed since is a draft of its own.
        if (own.draft !== row.draft) return own;
        return isSaved ? withoutDraft(own) : { ...own, isSaving: false, unsaved: 'refused' };
      }),
    );
  };
  const edited = (row: CriteriaRow): EditedRow => {
    const { key, at, draft } = row;
    const isOpen = !row.isSaving;
    const saved = at === null ? (draft?.base ?? '') : (texts[at] ?? '');
    const text = draft?.text.trim() ?? '';
    const giveUp = (): void => change(key, withoutDraft);
    const field = draftField({
      draft: isOpen ? draft : null,
      saved: isOpen ? saved : (draft?.text ?? saved),
      lock,
      unsaved: row.unsaved ?? (lock !== null && draft !== null ? 'locked' : null),
      show: (next) => {
        if (next === null) giveUp();
        else change(key, (own) => ({ ...own, draft: next, isSaving: false }));
      },
      finish: () => {
        // What belongs to no criterion any more is decided about, not saved in passing.
        if (lock !== null || draft === null || row.isSaving || at === null) return;
        // An empty one is no criterion: it stays what it was.
        if (draft.text === saved || text === '') giveUp();
        else
          save(
            row,
            criteria.map((one, index) => (index === at ? { ...one, text } : one)),
          );
      },
    });
    const addAgain = (): void => save(row, [...criteria, { text, checked: false }]);
    return { key, at, field, onAddAgain: addAgain, onGiveUp: giveUp };
  };
  return present.rows.filter(({ at, isSaving }) => at !== null || !isSaving).map(edited);
}
