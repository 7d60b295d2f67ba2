import { useState } from 'react';
import type { KeyboardEvent } from 'react';

/** A text under edit. */
export interface Draft {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/**
 * Text that is saved when the field is left, and with Ctrl/⌘+Enter; Esc goes back to what was. While the
 * person does not edit, changes from elsewhere show through.
 */
export function useDraft(saved: string, save: (value: string) => void): Draft {
  const [draft, setDraft] = useState<string | null>(null);
  const finish = (): void => {
    setDraft(null);
    if (draft !== null && draft !== saved) save(draft);
  };
  return {
    value: draft ?? saved,
    onChange: setDraft,
    onBlur: finish,
    onKeyDown: (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        finish();
      }
      if (event.key === 'Escape' && draft !== null) {
        // The first Esc gives up the edit, the next one closes the panel.
        event.stopPropagation();
        event.preventDefault();
        setDraft(null);
      }
    },
  };
}
