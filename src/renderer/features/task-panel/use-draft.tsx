import { useEffect, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { drafts } from '#renderer/lib/drafts.ts';
import type { KeptDraft } from '#renderer/lib/draft-store.ts';
import { isComposing } from '#renderer/lib/is-composing.ts';
import { DraftConflict } from '#renderer/ui/fields/draft-conflict.tsx';
import { DraftNote } from './draft-note.tsx';
import type { UnsavedBecause } from './draft-note.tsx';
import type { TaskLock } from './task-lock.ts';

/** A text under edit, as a field takes it. */
export interface Draft {
  readonly value: string;
  readonly readOnly: boolean;
  readonly onChange: (value: string) => void;
  readonly onBlur: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** In the place of the field's own: why the text is not saved, and what can be done. */
  readonly description?: ReactNode;
  /** Says for a moment that it was saved. */
  readonly status: string | null;
}

/** How long is said that a text was saved, in ms. */
const savedMs = 3_000;

/** Which text of the workspace it is, what is saved of it, and how it is saved. */
export interface DraftOptions {
  /** Name of the field, one of its own in the workspace. */
  readonly name: string;
  readonly saved: string;
  /** Why it cannot be changed now: what was typed stays, and waits. */
  readonly lock: TaskLock | null;
  /** False when it was not: the text stays in the field then. */
  readonly save: (value: string) => Promise<boolean>;
  /** Whether it has a single line, so that Enter saves it. */
  readonly isOneLine?: boolean;
}

/**
 * Text that is saved when the field is left, with Esc, and with Ctrl/⌘+Enter; Ctrl/⌘+Z goes back. While the
 * person does not edit, changes from elsewhere show through. What is typed outlives the page, and where
 * the text was changed elsewhere meanwhile, the person chooses which one stays.
 */
export function useDraft(options: DraftOptions): Draft {
  const { name: field, saved, lock, save, isOneLine = false } = options;
  const name = `${useWorkspace().id}/${field}`;
  const [draft, setDraft] = useState(() => drafts.take(name));
  const [unsaved, setUnsaved] = useState<UnsavedBecause | null>(
    draft !== null && draft.text !== saved ? 'closed' : null,
  );
  const [saving, setSaving] = useState<KeptDraft | null>(null);
  const [isJustSaved, setJustSaved] = useState(false);
  useEffect(() => {
    if (!isJustSaved) return undefined;
    const timer = setTimeout(() => setJustSaved(false), savedMs);
    return () => clearTimeout(timer);
  }, [isJustSaved]);
  const isLocked = lock !== null;
  if (isLocked && unsaved === null && draft !== null && draft.text !== saved) setUnsaved('locked');
  const show = (next: KeptDraft | null): void => {
    setDraft(next);
    drafts.keep(name, next);
    setJustSaved(false);
    if (next === null) setUnsaved(null);
  };
  const finish = (): void => {
    if (isLocked) return;
    if (draft === null || draft.text === saved) return show(null);
    // Esc and leaving the field would save it twice.
    if (saving === draft) return;
    setSaving(draft);
    setUnsaved(null);
    // It stays in the field meanwhile: written again, the field would forget what Ctrl+Z goes back to.
    void save(draft.text).then((isSaved) => {
      setSaving((newer) => (newer === draft ? null : newer));
      if (!isSaved) return setUnsaved((newer) => newer ?? 'refused');
      drafts.saved(name, draft);
      setJustSaved(true);
      setDraft((newer) => (newer === draft ? null : newer));
    });
  };
  return draftField({
    draft,
    saved,
    lock,
    unsaved,
    isJustSaved,
    isOneLine,
    show,
    finish,
  });
}

/** Where a draft stands, and what can be done with it. */
export interface DraftState {
  readonly draft: KeptDraft | null;
  readonly saved: string;
  readonly lock: TaskLock | null;
  readonly unsaved: UnsavedBecause | null;
  readonly isJustSaved?: boolean;
  readonly isOneLine?: boolean;
  /** Takes what was typed; with null it is given up. */
  readonly show: (draft: KeptDraft | null) => void;
  /** Saves it, or forgets what says nothing new. */
  readonly finish: () => void;
}

/** The field of a draft. */
export function draftField(state: DraftState): Draft {
  const { draft, saved, lock, unsaved, show, finish, isJustSaved = false } = state;
  const isLocked = lock !== null;
  const hasConflict = !isLocked && draft !== null && saved !== draft.base && saved !== draft.text;
  const giveUp = (): void => show(null);
  const note = hasConflict ? (
    <DraftConflict theirs={saved} onKeepMine={finish} onTakeTheirs={giveUp} />
  ) : (
    draft !== null &&
    unsaved !== null && (
      <DraftNote because={unsaved} lock={lock} onSave={finish} onGiveUp={giveUp} />
    )
  );
  return {
    value: draft?.text ?? saved,
    status: isJustSaved ? 'Saved' : null,
    readOnly: isLocked,
    onChange: (text) => {
      // A field that is locked takes no text; what a tool puts into it all the same is not the person's.
      if (!isLocked) show({ text, base: draft?.base ?? saved });
    },
    onBlur: () => {
      if (!hasConflict) finish();
    },
    onKeyDown: (event) => {
      if (isComposing(event)) return;
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || state.isOneLine === true)) {
        event.preventDefault();
        if (!hasConflict) finish();
      }
      if (event.key === 'Escape' && draft !== null && draft.text !== saved && !hasConflict) {
        // The first Esc saves, the next one closes the panel: nothing that was typed is ever thrown away.
        event.stopPropagation();
        event.preventDefault();
        finish();
      }
    },
    ...(note === false ? {} : { description: note }),
  };
}
