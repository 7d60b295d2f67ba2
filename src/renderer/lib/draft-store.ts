import { z } from 'zod';

/** A text that was typed and not saved yet. */
export const keptDraftSchema = z.object({
  text: z.string(),
  /** What was saved when the person began to type. */
  base: z.string(),
});
export type KeptDraft = z.infer<typeof keptDraftSchema>;

const prefix = 'switchyard-draft:';
/**
 * A longer text is not written with each key, as that takes longer than the key (1 MB: up to 100 ms), but so many
 * ms after the first one that was not.
 */
const longText = 20_000;
const writeMs = 1_000;

function inAMoment(act: () => void): void {
  setTimeout(act, writeMs);
}

/**
 * Texts that were typed and not saved yet. They outlive a reload, a crash and the tab, because a person
 * who types has not been asked to save (SPEC section 0, promise 1). While a tab lives, its drafts are its
 * own; those of a tab that was closed go to whoever opens their field next.
 */
export class DraftStore {
  readonly #own: Storage;
  readonly #shared: Storage;
  readonly #later: (act: () => void) => void;
  /** Drafts that are still to be written, by key. */
  readonly #unwritten = new Map<string, KeptDraft>();

  /**
   * `own` is the tab's storage, which a reload leaves alone, `shared` that of all tabs; `later` calls back in a
   * moment.
   */
  constructor(own: Storage, shared: Storage, later: (act: () => void) => void = inAMoment) {
    this.#own = own;
    this.#shared = shared;
    this.#later = later;
  }

  /** The draft of that name, which is this tab's from now on; null when there is none. */
  take(name: string): KeptDraft | null {
    this.flush();
    const key = prefix + name;
    const left = this.#shared.getItem(key);
    const text = this.#own.getItem(key) ?? left;
    if (left !== null) this.#shared.removeItem(key);
    if (text === null) return null;
    this.#write(this.#own, key, text);
    return parse(text);
  }

  /**
   * Keeps a draft, or forgets it with null; where the browser keeps nothing, it is not kept. A long one is
   * written in a moment, or by {@link flush}.
   */
  keep(name: string, draft: KeptDraft | null): void {
    const key = prefix + name;
    const isDue = this.#unwritten.size > 0;
    this.#unwritten.delete(key);
    if (draft === null) this.#own.removeItem(key);
    else if (draft.text.length < longText) this.#write(this.#own, key, JSON.stringify(draft));
    else {
      if (!isDue) this.#later(() => this.flush());
      this.#unwritten.set(key, draft);
    }
  }

  /** Writes what is not written yet: nobody may look at the page again. */
  flush(): void {
    for (const [key, draft] of this.#unwritten) this.#write(this.#own, key, JSON.stringify(draft));
    this.#unwritten.clear();
  }

  /** Whether this tab holds a draft whose name begins so. */
  has(beginning: string): boolean {
    return this.#ownDrafts().some(([key]) => key.startsWith(prefix + beginning));
  }

  /** What the draft says is saved now: forgets it, unless more was typed meanwhile. */
  saved(name: string, draft: KeptDraft): void {
    if (this.#own.getItem(prefix + name) === JSON.stringify(draft)) this.keep(name, null);
  }

  /** The page goes, perhaps for ever: leaves its drafts to other tabs. */
  leave(): void {
    this.flush();
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
