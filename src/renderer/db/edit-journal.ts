import type { Epic } from '#shared/model/epic.ts';
import type { Task } from '#shared/model/task.ts';
import { sentLimit } from '#shared/contract/documents.ts';
import { sameValue } from '#shared/core/edits/three-way.ts';

/** Collections that the page may edit. */
export type EditableCollection = 'epics' | 'tasks';

/** Names an edited document. */
export interface EditKey {
  readonly workspaceId: string;
  readonly collection: EditableCollection;
  readonly id: string;
}

/** An edit that the host has not taken yet. */
export interface JournalEntry extends EditKey {
  /** The document before the first edit that was not sent; null for a new one. */
  readonly assumed: Epic | Task | null;
  /** The desired document. */
  readonly desired: Epic | Task;
  /** Requests that were sent and not answered yet: the host may have accepted any of them. */
  readonly sent?: readonly (Epic | Task)[];
}

/** A request that is about to be sent. */
export interface SentRequest extends EditKey {
  readonly desired: Epic | Task;
}

/** The host has answered a request. */
export interface JournalAnswer extends EditKey {
  /** The request that was answered. */
  readonly desired: Epic | Task;
  /** The document as the host has it; null when it has none. */
  readonly answer: Epic | Task | null;
  /** Whether the entry has no later request, and goes; else the answer is what that request is based on. */
  readonly isAnswered: (entry: JournalEntry) => boolean;
}

/** What is known of one replica in this browser. */
export interface ReplicaRecord {
  /** Name of the database that holds the documents. */
  readonly database: string;
  readonly workspaceId: string;
  /** When it last was the same as the host's state, epoch ms; null before the first time. */
  readonly syncedAt: number | null;
  /** The host's store that its documents are of; missing until it is known. */
  readonly storeId?: string;
}

/** What the journal says of one workspace. */
export interface JournalView {
  readonly entries: readonly JournalEntry[];
  readonly records: readonly ReplicaRecord[];
}

/**
 * What must outlive a replica: edits that the host has not taken yet, and which databases there are. Its
 * form does not follow that of the documents, so that a page with another form still finds the edits.
 */
export interface EditJournal {
  /**
   * Adds edits of different documents, all or none: the first state of what was not sent stays, the request
   * is the newest. Resolves to the entries whose places they take.
   */
  put(entries: readonly JournalEntry[]): Promise<readonly (JournalEntry | null)[]>;
  /**
   * Notes requests before they are sent, so that they are known should their answer be lost. Resolves to
   * what of each document was sent before without an answer.
   */
  sending(requests: readonly SentRequest[]): Promise<readonly (readonly (Epic | Task)[])[]>;
  /** Takes answers of the host to requests for different documents, all or none. */
  settle(answers: readonly JournalAnswer[]): Promise<void>;
  remove(keys: readonly EditKey[]): Promise<void>;
  read(workspaceId: string): Promise<JournalView>;
  setRecord(record: ReplicaRecord): Promise<void>;
  removeRecord(database: string): Promise<void>;
  /** Calls `listener` with what the journal says now, and after each change by any tab. */
  watch(workspaceId: string, listener: (view: JournalView) => void): () => void;
  close(): void;
}

/** The entry when its document is edited again: its base and what was sent of it stay. */
export function editedAgain(known: JournalEntry | null, entry: JournalEntry): JournalEntry {
  if (known === null) return entry;
  const { assumed, sent } = known;
  return { ...entry, assumed, ...(sent === undefined ? {} : { sent }) };
}

/** The entry when a request is about to be sent. */
export function withSent(entry: JournalEntry, desired: Epic | Task): JournalEntry {
  const others = (entry.sent ?? []).filter((one) => !sameValue(one, desired));
  return { ...entry, sent: [...others, desired].slice(-sentLimit) };
}

/** The entry when the host has answered a request, and there is a later one. */
export function answeredEntry(
  { sent = [], ...entry }: JournalEntry,
  { desired, answer }: JournalAnswer,
): JournalEntry {
  const index = sent.findLastIndex((one) => sameValue(one, desired));
  const later = sent.slice(index + 1);
  // The document got another id, and the answer is of what had its id: it is still a new document.
  const isOther = entry.assumed === null && answer?.createdAt !== desired.createdAt;
  const assumed = isOther ? null : answer;
  return { ...entry, assumed, ...(later.length === 0 ? {} : { sent: later }) };
}
