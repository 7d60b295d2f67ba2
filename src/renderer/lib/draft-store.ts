const prefix = 'switchyard-draft:';

/**
 * A text that was typed and not saved yet; null when there is none. It outlives a reload, a crash and the
 * tab, because a person who types has not been asked to save (SPEC section 0, promise 1).
 */
export function keptDraft(name: string): string | null {
  return localStorage.getItem(prefix + name);
}

/** Keeps a draft in this browser, or forgets it with null; where the browser keeps nothing, it is not kept. */
export function keepDraft(name: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, text);
  } catch {
    // A full store: the text stays in its field.
  }
}
