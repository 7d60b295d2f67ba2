import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { keepDraft, keptDraft } from '#renderer/lib/draft-store.ts';

/** A text under edit, as a field takes it. */
export interface Draft {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** In the place of the field's own: what to do with a text that was left unsaved. */
  readonly description?: string;
}

/** Which text of the workspace it is, what is saved of it, and how it is saved. */
export interface DraftOptions {
  /** Name of the field, one of its own in the workspace. */
  readonly name: string;
  readonly saved: string;
  readonly save: (value: string) => void;
}

const restoredNote = 'Not saved yet: typed before the page was closed. Esc gives it up.';

/**
 * Text that is saved when the field is left, and with Ctrl/⌘+Enter; Esc goes back to what was. While the
 * person does not edit, changes from elsewhere show through. What is typed outlives the page.
 */
export function useDraft({ name: field, saved, save }: DraftOptions): Draft {
  const name = `${useWorkspace().id}/${field}`;
  const [draft, setDraft] = useState(() => keptDraft(name));
  const [isRestored, setRestored] = useState(draft !== null && draft !== saved);
  const show = (text: string | null): void => {
    setDraft(text);
    keepDraft(name, text);
    if (text === null) setRestored(false);
  };
  const finish = (): void => {
    show(null);
    if (draft !== null && draft !== saved) save(draft);
  };
  return {
    value: draft ?? saved,
    onChange: show,
    onBlur: finish,
    onKeyDown: (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        finish();
      }
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      event.preventDefault();
      // The first Esc gives up the edit, the second one leaves the field, the third one the panel.
      if (draft !== null) show(null);
      else event.currentTarget.closest<HTMLElement>('[role="tabpanel"]')?.focus();
    },
    ...(isRestored ? { description: restoredNote } : {}),
  };
}
