import { z } from 'zod';

/** A text that was typed and not saved yet. */
export const keptDraftSchema = z.object({
  text: z.string(),
  /** What was saved when the person began to type. */
  base: z.string(),
});
export type KeptDraft = z.infer<typeof keptDraftSchema>;

/** What a tab left behind when it went; one of an earlier version of the page has no time. */
const leftDraftSchema = keptDraftSchema.extend({ at: z.number().default(0) });

interface LeftDraft {
  readonly key: string;
  readonly at: number;
  readonly draft: KeptDraft;
}

const prefix = 'switchyard-draft:';
const leftPrefix = 'switchyard-left:';
const tabKey = 'switchyard-tab';
/**
 * A longer text is not written with each key, as that takes longer than the key (1 MB: up to 100 ms), but so many
 * ms after the first one that was not.
 */
const longText = 20_000;
const writeMs = 1_000;
/** So many left drafts of one field are kept, and for so long (ms): a forgotten tab must not fill the storage. */
const leftPerField = 20;
const leftForMs = 90 * 24 * 60 * 60 * 1_000;

/** What a store asks of the world around it. */
export interface DraftStoreParts {
  /** Calls back in a moment. */
  readonly later: (act: () => void) => void;
  /** The time, in ms. */
  readonly now: () => number;
  /** An id that no other tab has. */
  readonly newId: () => string;
}

const pageParts: DraftStoreParts = {
  later: (act) => void setTimeout(act, writeMs),
  now: () => Date.now(),
  // Not randomUUID, which pages over plain HTTP do not have.
  newId: () => crypto.getRandomValues(new Uint32Array(3)).join('-'),
};

/**
 * Texts that were typed and not saved yet. They outlive a reload, a crash and the tab, because a person
 * who types has not been asked to save (SPEC section 0, promise 1). While a tab lives, its drafts are its
 * own. Those of a tab that was closed go to whoever opens their field next and has none there: the newest
 * first, the others when that one is saved or given up. No tab writes over what another one left.
 */
export class DraftStore {
  readonly #own: Storage;
  readonly #shared: Storage;
  readonly #parts: DraftStoreParts;
  /** Drafts that are still to be written, by key. */
  readonly #unwritten = new Map<string, KeptDraft>();
  /**
   * Whose the left drafts are. A page has an id of its own, and its tab's storage remembers it for the next
   * one: a tab that was duplicated begins with the other's storage, and must not write over what that leaves.
   */
  readonly #id: string;
  readonly #formerId: string | null;

  /** `own` is the tab's storage, which a reload leaves alone, `shared` that of all tabs. */
  constructor(own: Storage, shared: Storage, parts: Partial<DraftStoreParts> = {}) {
    this.#own = own;
    this.#shared = shared;
    this.#parts = { ...pageParts, ...parts };
    this.#formerId = own.getItem(tabKey);
    this.#id = this.#parts.newId();
    this.#write(own, tabKey, this.#id);
  }

  /** The draft of that name, which is this tab's from now on; null when there is none. */
  take(name: string): KeptDraft | null {
    this.flush();
    const own = this.#own.getItem(prefix + name);
    if (own !== null) return parse(own, keptDraftSchema);
    const [newest, ...others] = this.#left(name);
    if (newest === undefined) return null;
    const { draft } = newest;
    // Where there is no room for it here, it stays where it is.
    if (!this.#write(this.#own, prefix + name, JSON.stringify(draft))) return draft;
    const isSame = (other: LeftDraft): boolean =>
      other.draft.text === draft.text && other.draft.base === draft.base;
    for (const { key } of [newest, ...others.filter(isSame)]) this.#shared.removeItem(key);
    return draft;
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
      if (!isDue) this.#parts.later(() => this.flush());
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
    for (const [key, text] of this.#ownDrafts()) {
      const draft = parse(text, keptDraftSchema);
      if (draft === null) continue;
      const name = key.slice(prefix.length);
      const left = JSON.stringify({ ...draft, at: this.#parts.now() });
      this.#write(this.#shared, leftKey(this.#id, name), left);
      this.#tidy(name);
    }
  }

  /** The page is here again: what it left is its own. */
  comeBack(): void {
    for (const [key, text] of this.#ownDrafts()) {
      const name = key.slice(prefix.length);
      const own = parse(text, keptDraftSchema);
      for (const id of [this.#id, this.#formerId]) {
        const place = id === null ? null : leftKey(id, name);
        const left = place === null ? null : parse(this.#shared.getItem(place), leftDraftSchema);
        // What a duplicated tab left may be another text by now.
        if (place !== null && left?.text === own?.text) this.#shared.removeItem(place);
      }
    }
  }

  /** What closed tabs left of that name, the newest first. */
  #left(name: string): readonly LeftDraft[] {
    return keysOf(this.#shared)
      .filter((key) => isLeftKey(key, name))
      .flatMap((key) => {
        const left = parse(this.#shared.getItem(key), leftDraftSchema);
        if (left === null) return [];
        const { at, text, base } = left;
        return [{ key, at, draft: { text, base } }];
      })
      .toSorted((a, b) => b.at - a.at);
  }

  #tidy(name: string): void {
    const oldest = this.#parts.now() - leftForMs;
    const left = this.#left(name);
    // One without a time was left by an earlier version: its age is not known.
    const over = left.filter(({ at }, index) => index >= leftPerField || (at > 0 && at < oldest));
    for (const { key } of over) this.#shared.removeItem(key);
  }

  #ownDrafts(): readonly (readonly [string, string])[] {
    return keysOf(this.#own)
      .filter((key) => key.startsWith(prefix))
      .map((key) => [key, this.#own.getItem(key) ?? ''] as const);
  }

  /** Whether there was room for it; where there is none, the text stays in its field. */
  #write(storage: Storage, key: string, text: string): boolean {
    try {
      storage.setItem(key, text);
      return true;
    } catch {
      return false;
    }
  }
}

function leftKey(id: string, name: string): string {
  return `${leftPrefix}${id}:${name}`;
}

/** Whether a tab left a draft of that name there; earlier versions of the page had one place for all tabs. */
function isLeftKey(key: string, name: string): boolean {
  if (key === prefix + name) return true;
  if (!key.startsWith(leftPrefix)) return false;
  const rest = key.slice(leftPrefix.length);
  return rest.slice(rest.indexOf(':') + 1) === name;
}

function keysOf(storage: Storage): readonly string[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
}

function parse<Kept>(text: string | null, schema: z.ZodType<Kept>): Kept | null {
  if (text === null) return null;
  try {
    const read = schema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
