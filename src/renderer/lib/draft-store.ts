import { z } from 'zod';

/** A text that was typed and not saved yet. */
const keptDraftSchema = z.object({
  text: z.string(),
  /** What was saved when the person began to type. */
  base: z.string(),
});
export type KeptDraft = z.infer<typeof keptDraftSchema>;

const prefix = 'switchyard-draft:';

/**
 * Texts that were typed and not saved yet. They outlive a reload, a crash and the tab, because a person
 * who types has not been asked to save (SPEC section 0, promise 1). While a tab lives, its drafts are its
 * own; those of a tab that was closed go to whoever opens their field next.
 */
export class DraftStore {
  readonly #own: Storage;
  readonly #shared: Storage;

  /** `own` is the tab's storage, which a reload leaves alone, `shared` that of all tabs. */
  constructor(own: Storage, shared: Storage) {
    this.#own = own;
    this.#shared = shared;
  }

  /** The draft of that name, which is this tab's from now on; null when there is none. */
  take(name: string): KeptDraft | null {
    const key = prefix + name;
    const left = this.#shared.getItem(key);
    const text = this.#own.getItem(key) ?? left;
    if (left !== null) this.#shared.removeItem(key);
    if (text === null) return null;
    this.#write(this.#own, key, text);
    return parse(text);
  }

  /** Keeps a draft, or forgets it with null; where the browser keeps nothing, it is not kept. */
  keep(name: string, draft: KeptDraft | null): void {
    const key = prefix + name;
    if (draft === null) this.#own.removeItem(key);
    else this.#write(this.#own, key, JSON.stringify(draft));
  }

  /** What the draft says is saved now: forgets it, unless more was typed meanwhile. */
  saved(name: string, draft: KeptDraft): void {
    if (this.#own.getItem(prefix + name) === JSON.stringify(draft)) this.keep(name, null);
  }

  /** The page goes, perhaps for ever: leaves its drafts to other tabs. */
  leave(): void {
    for (const [key, text] of this.#ownDrafts()) this.#write(this.#shared, key, text);
  }

  /** The page is here again: what it left is its own. */
  comeBack(): void {
    for (const [key] of this.#ownDrafts()) this.#shared.removeItem(key);
  }

  #ownDrafts(): readonly (readonly [string, string])[] {
    const keys = Array.from({ length: this.#own.length }, (_, index) => this.#own.key(index) ?? '');
    return keys
      .filter((key) => key.startsWith(prefix))
      .map((key) => [key, this.#own.getItem(key) ?? ''] as const);
  }

  #write(storage: Storage, key: string, text: string): void {
    try {
      storage.setItem(key, text);
    } catch {
      // A full store: the text stays in its field.
    }
  }
}

function parse(text: string): KeptDraft | null {
  try {
    const read = keptDraftSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
