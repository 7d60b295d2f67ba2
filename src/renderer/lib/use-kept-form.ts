import { useState } from 'react';
import type { z } from 'zod';
import { drafts } from './drafts.ts';

/** What a person writes into a form, kept until it is sent or given up. */
export interface KeptForm<Form> {
  readonly form: Form;
  /** What was in the form when the person began to write. */
  readonly base: Form;
  /** Whether it was written before the form was opened this time. */
  readonly isRestored: boolean;
  readonly change: (part: Partial<Form>) => void;
  /** It was sent, or is given up: the form is empty again. */
  readonly forget: () => void;
  /** What was sent as it is here was taken: it is forgotten, unless somebody has written on since. */
  readonly taken: () => void;
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
  const [written, setWritten] = useState(() => restored(name, schema, empty));
  const [isRestored, setRestored] = useState(written !== null);
  const { form, base } = written ?? { form: empty, base: empty };
  return {
    form,
    base,
    isRestored,
    change(part) {
      const next = { ...form, ...part };
      setWritten({ form: next, base });
      const [text, before] = [JSON.stringify(next), JSON.stringify(base)];
      drafts.keep(name, text === before ? null : { text, base: before });
    },
    taken: () => drafts.saved(name, { text: JSON.stringify(form), base: JSON.stringify(base) }),
    forget() {
      setWritten(null);
      setRestored(false);
      drafts.keep(name, null);
    },
  };
}

function restored<Form>(
  name: string,
  schema: z.ZodType<Form>,
  empty: Form,
): { readonly form: Form; readonly base: Form } | null {
  const kept = drafts.take(name);
  if (kept === null) return null;
  const form = parsed(kept.text, schema);
  return form === null ? null : { form, base: parsed(kept.base, schema) ?? empty };
}

function parsed<Form>(text: string, schema: z.ZodType<Form>): Form | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
