import { useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { drafts } from '#renderer/lib/drafts.ts';
import type { KeptDraft } from '#renderer/lib/draft-store.ts';
import { DraftConflict } from '#renderer/ui/draft-conflict.tsx';

/** A text under edit, as a field takes it. */
export interface Draft {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** In the place of the field's own: why the text is not saved, and what can be done. */
  readonly description?: ReactNode;
}

/** Which text of the workspace it is, what is saved of it, and how it is saved. */
export interface DraftOptions {
  /** Name of the field, one of its own in the workspace. */
  readonly name: string;
  readonly saved: string;
  /** False when it was not: the text stays in the field then. */
  readonly save: (value: string) => Promise<boolean>;
}

const restoredNote = 'Not saved yet: typed before the page was closed. Esc gives it up.';

/**
 * Text that is saved when the field is left, and with Ctrl/⌘+Enter; Esc goes back to what was. While the
 * person does not edit, changes from elsewhere show through. What is typed outlives the page, and where
 * the text was changed elsewhere meanwhile, the person chooses which one stays.
 */
export function useDraft({ name: field, saved, save }: DraftOptions): Draft {
  const name = `${useWorkspace().id}/${field}`;
  const [draft, setDraft] = useState(() => drafts.take(name));
  const [isRestored, setRestored] = useState(draft !== null && draft.text !== saved);
  const show = (next: KeptDraft | null): void => {
    setDraft(next);
    drafts.keep(name, next);
    if (next === null) setRestored(false);
  };
  const finish = (): void => {
    if (draft === null || draft.text === saved) return show(null);
    // Kept until it is saved, and shown as if it were.
    setDraft(null);
    setRestored(false);
    void save(draft.text).then((isSaved) => {
      if (isSaved) drafts.saved(name, draft);
      else setDraft((newer) => newer ?? draft);
    });
  };
  const hasConflict = draft !== null && saved !== draft.base && saved !== draft.text;
  const giveUp = (): void => show(null);
  const note = hasConflict ? (
    <DraftConflict theirs={saved} onKeepMine={finish} onTakeTheirs={giveUp} />
  ) : (
    restoredNote
  );
  return {
    value: draft?.text ?? saved,
    onChange: (text) => show({ text, base: draft?.base ?? saved }),
    onBlur: () => {
      if (!hasConflict) finish();
    },
    onKeyDown: (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        if (!hasConflict) finish();
      }
      if (event.key === 'Escape' && draft !== null) {
        // The first Esc gives up the edit, the next one closes the panel.
        event.stopPropagation();
        event.preventDefault();
        giveUp();
      }
    },
    ...(isRestored || hasConflict ? { description: note } : {}),
  };
}
