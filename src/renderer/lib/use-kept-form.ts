import { useState } from 'react';
import type { z } from 'zod';
import { drafts } from './drafts.ts';

/** What a person writes into a form, kept until it is sent or given up. */
export interface KeptForm<Form> {
  readonly form: Form;
  /** Whether it was written before the form was opened this time. */
  readonly isRestored: boolean;
  readonly change: (part: Partial<Form>) => void;
  /** It was sent, or is given up: the form is empty again. */
  readonly forget: () => void;
}

/**
 * A form that outlives its dialog, a reload and a crash: closing the dialog throws nothing away. `schema`
 * reads what an earlier version of the page may have kept; what does not fit is forgotten.
 */
export function useKeptForm<Form extends object>(
  name: string,
  schema: z.ZodType<Form>,
  empty: Form,
): KeptForm<Form> {
  const [form, setForm] = useState(() => restored(name, schema));
  const [isRestored, setRestored] = useState(form !== null);
  const blank = JSON.stringify(empty);
  return {
    form: form ?? empty,
    isRestored,
    change(part) {
      const next = { ...(form ?? empty), ...part };
      setForm(next);
      const text = JSON.stringify(next);
      drafts.keep(name, text === blank ? null : { text, base: '' });
    },
    forget() {
      setForm(null);
      setRestored(false);
      drafts.keep(name, null);
    },
  };
}

function restored<Form>(name: string, schema: z.ZodType<Form>): Form | null {
  const kept = drafts.take(name);
  if (kept === null) return null;
  try {
    return schema.parse(JSON.parse(kept.text));
  } catch {
    return null;
  }
}
