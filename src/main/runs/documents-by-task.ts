import type { CollectionName, Collections } from '#shared/core/records/collections.ts';
import type { Store } from '#main/store/store.ts';
import { KeptDocuments } from './kept-documents.ts';

/** How the documents of a collection belong to tasks. */
export interface Belonging<Document> {
  readonly taskOf: (document: Document) => string;
  /** Those of one task as the store has them, oldest first. */
  readonly read: (taskId: string) => readonly Document[];
}

/** The documents of some tasks, read for each when they are asked for first, and kept current from then on. */
export class DocumentsByTask<Name extends CollectionName> {
  readonly #belonging: Belonging<Collections[Name]>;
  readonly #kept: KeptDocuments<Name>;
  readonly #byTask = new Map<string, Map<string, Collections[Name]>>();

  constructor(store: Store, name: Name, belonging: Belonging<Collections[Name]>) {
    this.#belonging = belonging;
    this.#kept = new KeptDocuments(
      store,
      name,
      () => [],
      (document) => this.#byTask.has(belonging.taskOf(document)),
    );
  }

  /** Those of one task, oldest first. */
  of(taskId: string): readonly Collections[Name][] {
    const known = this.#byTask.get(taskId);
    if (known !== undefined) return [...known.values()];
    const documents = this.#belonging.read(taskId);
    this.#byTask.set(taskId, new Map(documents.map((document) => [document.id, document])));
    for (const document of documents) this.#kept.add(document);
    return documents;
  }

  /** Brings all up to the change with number `until`, and names the tasks whose documents changed. */
  refresh(until: number, changed: (taskId: string) => void): void {
    this.#kept.refresh(until, ({ id, before, after }) => {
      const document = after ?? before;
      if (document === null) return;
      const taskId = this.#belonging.taskOf(document);
      if (after === null) this.#byTask.get(taskId)?.delete(id);
      else this.#byTask.get(taskId)?.set(id, after);
      changed(taskId);
    });
  }
}
