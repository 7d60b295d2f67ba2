import type { CollectionName, Collections } from '#shared/core/records/collections.ts';
import type { Store } from '#main/store/store.ts';

/** How many changed documents are read at a time. */
const pieceSize = 1_000;

/** A document that changed; null before it was there, and after it was removed. */
export interface DocumentChange<Document> {
  readonly id: string;
  readonly before: Document | null;
  readonly after: Document | null;
}

/**
 * Some documents of one collection in memory, in the order they were made. They are brought up to date from
 * the store's change feed: that costs what changed since the last time, whichever process changed it.
 */
export class KeptDocuments<Name extends CollectionName> {
  readonly #store: Store;
  readonly #name: Name;
  readonly #isWanted: (document: Collections[Name]) => boolean;
  readonly #documents = new Map<string, Collections[Name]>();
  #sequence: number;

  /** `read` gives the documents as they are now; later ones are kept when they are wanted. */
  constructor(
    store: Store,
    name: Name,
    read: () => readonly Collections[Name][],
    isWanted: (document: Collections[Name]) => boolean,
  ) {
    this.#store = store;
    this.#name = name;
    this.#isWanted = isWanted;
    // Before they are read, so that no change falls between.
    this.#sequence = store.lastSequence();
    for (const document of read()) this.#documents.set(document.id, document);
  }

  get(id: string): Collections[Name] | null {
    return this.#documents.get(id) ?? null;
  }

  /** In the order they were made. */
  values(): Iterable<Collections[Name]> {
    return this.#documents.values();
  }

  /** Keeps one more document, with what changes of it from now on. */
  add(document: Collections[Name]): void {
    this.#documents.set(document.id, document);
  }

  /** Brings all up to the change with number `until`, and reports each change of what is kept. */
  refresh(until: number, changed: (change: DocumentChange<Collections[Name]>) => void): void {
    while (this.#sequence < until) {
      const read = this.#store.changes(this.#name, this.#sequence, pieceSize);
      // New ones come in the order they were made, not in that of their last change.
      const inOrder = read.toSorted((one, other) => one.made - other.made);
      for (const { id, document } of inOrder) this.#take(id, document, changed);
      const last = read.at(-1)?.sequence ?? until;
      this.#sequence = read.length < pieceSize ? Math.max(until, last) : last;
    }
  }

  #take(
    id: string,
    document: Collections[Name] | null,
    changed: (change: DocumentChange<Collections[Name]>) => void,
  ): void {
    const before = this.get(id);
    const isKept = document !== null && (before !== null || this.#isWanted(document));
    const after = isKept ? document : null;
    if (before === null && after === null) return;
    if (after === null) this.#documents.delete(id);
    else this.#documents.set(id, after);
    changed({ id, before, after });
  }
}
