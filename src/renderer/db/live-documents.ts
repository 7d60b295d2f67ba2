/** A document as the store has it, with the height of its revision: it grows with each write. */
export interface StoredDocument<Document> {
  readonly id: string;
  readonly height: number;
  /** Null for one that was deleted. */
  readonly document: Document | null;
}

/** An edit that is shown before the store has it. */
export interface ShownEdit<Document> {
  readonly id: string;
  /** What becomes of the document by it; null while there is none. */
  readonly transform: (document: Document | null) => Document | null;
}

/** Runs `work` after a short while, in the browser about a frame; the result calls it off. */
export type Schedule = (work: () => void) => () => void;

/**
 * The documents of one collection in memory, kept current from its change events. A snapshot never
 * changes; there is a new one when something did. Changes of the store are gathered for about a frame,
 * edits of this page are shown at once.
 */
export class LiveDocuments<Document> {
  readonly #schedule: Schedule;
  readonly #stored = new Map<string, StoredDocument<Document>>();
  readonly #pending = new Map<string, readonly ShownEdit<Document>[]>();
  readonly #changed = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #snapshot: ReadonlyMap<string, Document> = new Map();
  #callOff: (() => void) | null = null;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  /** The documents now, edits of this page included. */
  snapshot(): ReadonlyMap<string, Document> {
    return this.#snapshot;
  }

  /** The store's own state of a document, without edits that it does not have yet. */
  stored(id: string): Document | null {
    return this.#stored.get(id)?.document ?? null;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes what was read when the collection was opened, and shows it at once. */
  load(rows: readonly StoredDocument<Document>[]): void {
    for (const row of rows) this.#take(row);
    this.#publish();
  }

  /** Takes changes of the store; older ones than what is known are left out. */
  apply(rows: readonly StoredDocument<Document>[]): void {
    for (const row of rows) this.#take(row);
    if (this.#changed.size > 0) this.#callOff ??= this.#schedule(() => this.#publish());
  }

  /** Makes a snapshot of all that was taken, without waiting. */
  flush(): void {
    this.#publish();
  }

  /**
   * Shows edits at once. The result ends that: what the store wrote takes their place, and of one that it
   * did not write, what was before is shown again.
   */
  show(
    edits: readonly ShownEdit<Document>[],
  ): (written: readonly StoredDocument<Document>[]) => void {
    for (const edit of edits) {
      this.#pending.set(edit.id, [...(this.#pending.get(edit.id) ?? []), edit]);
      this.#changed.add(edit.id);
    }
    this.#publish();
    return (written) => {
      for (const row of written) this.#take(row);
      for (const edit of edits) {
        const others = (this.#pending.get(edit.id) ?? []).filter((one) => one !== edit);
        if (others.length === 0) this.#pending.delete(edit.id);
        else this.#pending.set(edit.id, others);
        this.#changed.add(edit.id);
      }
      this.#publish();
    };
  }

  #take(row: StoredDocument<Document>): void {
    const known = this.#stored.get(row.id);
    if (known !== undefined && known.height >= row.height) return;
    this.#stored.set(row.id, row);
    this.#changed.add(row.id);
  }

  /** Makes a new snapshot of what has changed. The copy of 10,000 entries takes about a millisecond. */
  #publish(): void {
    this.#callOff?.();
    this.#callOff = null;
    if (this.#changed.size === 0) return;
    const next = new Map(this.#snapshot);
    let isOther = false;
    for (const id of this.#changed) {
      const before = next.get(id) ?? null;
      const now = this.#shown(id);
      if (now === before) continue;
      isOther = true;
      if (now === null) next.delete(id);
      else next.set(id, now);
    }
    this.#changed.clear();
    if (!isOther) return;
    this.#snapshot = next;
    for (const listener of this.#listeners) listener();
  }

  #shown(id: string): Document | null {
    const pending = this.#pending.get(id) ?? [];
    return pending.reduce((document, { transform }) => transform(document), this.stored(id));
  }
}
