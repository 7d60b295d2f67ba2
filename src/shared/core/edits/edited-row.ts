import type { z } from 'zod';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task } from '#shared/model/task.ts';
import { sameValue } from './three-way.ts';

/** A row that somebody edited: what they believed to be the host's state, and the desired one. */
export interface EditedRow<Document> {
  /** The master's state; null when it has no such document. */
  readonly master: Document | null;
  /** Null for a new document. */
  readonly assumed: Document | null;
  readonly desired: Document;
  /** Earlier requests since `assumed` whose answers were not received. */
  readonly sent?: readonly Document[] | undefined;
}

/** What a document has been, by its log. */
export interface Past<Document> {
  /** As it was first stored, then after each change. */
  readonly states: readonly Document[];
  /** The id that its page gave it, where another one had that. */
  readonly requestedId: string | null;
}

/** What the master does with an edited row. */
export type EditVerdict<Document, Changes> =
  /** `storedAs`: a new document was added before, and got that id. */
  | { readonly kind: 'nothing'; readonly storedAs?: string }
  /** The document as it is to be stored, which may have got another id than was requested. */
  | { readonly kind: 'add'; readonly document: Document }
  | {
      readonly kind: 'edit';
      /** The edit is of the document that was added before under that other id. */
      readonly storedAs?: string;
      readonly changes: Partial<Changes>;
      /** Fields that the master got another value for meanwhile: it stays. */
      readonly lost: readonly (keyof Changes & string)[];
    }
  | {
      readonly kind: 'refused';
      readonly failure: Failure;
      /** The edit is of the document that was added before under that other id. */
      readonly storedAs?: string;
      /** What of a new document that was added before is not stored; all that is written when missing. */
      readonly fields?: readonly (keyof Changes & string)[];
    };

/** What the rules need to know beside the row itself; the host's store or the page's replica. */
export interface EditSurroundings {
  readonly task: (id: string) => Task | null;
  readonly epic: (id: string) => Epic | null;
  readonly tasksOf: (epicId: string) => Iterable<Task>;
  /** Null where it is not known: only the host has the log. */
  readonly pastTask: (id: string) => Past<Task> | null;
  readonly pastEpic: (id: string) => Past<Epic> | null;
  /** The moment of the edit, UTC ISO time. */
  readonly at: string;
}

export interface Item {
  readonly id: string;
  readonly title: string;
  readonly createdAt: string;
}

/** What an existing document has to be compared with; `new` when there is none yet. */
export function statesOf<Document extends Item>(
  what: 'Task' | 'Epic',
  { master, assumed, desired }: EditedRow<Document>,
  record: readonly (keyof Document & string)[],
):
  | { readonly kind: 'new' }
  /** Pushed again because the answer to the first push was lost: it is the same document. */
  | { readonly kind: 'again'; readonly master: Document }
  | { readonly kind: 'existing'; readonly master: Document; readonly assumed: Document }
  | { readonly kind: 'refused'; readonly failure: Failure } {
  if (assumed === null) {
    const isAgain = master !== null && master.createdAt === desired.createdAt;
    return isAgain ? { kind: 'again', master } : { kind: 'new' };
  }
  if (master === null) {
    const message = `${what} ${desired.id} does not exist any more.`;
    return refused(failure('unknown-document', message, 'Add it again.'));
  }
  const touched = record.filter((field) => !sameValue(assumed[field], desired[field]));
  if (touched.length === 0) return { kind: 'existing', master, assumed };
  return refused(
    failure(
      'not-editable',
      `${touched.join(', ')} of ${desired.id} cannot be edited: the app itself keeps that record.`,
      'Use the command for it, such as run, block or reopen.',
    ),
  );
}

/**
 * Whether `stored` is the requested document, which got another id when it was added. What others call it
 * since does not count: its log says what its page called it. Without a log its title decides.
 */
export function isRenamed<Document extends Item>(
  stored: Document,
  { desired, sent = [] }: EditedRow<Document>,
  pastOf: (id: string) => Past<Document> | null,
): boolean {
  if (stored.createdAt !== desired.createdAt) return false;
  const past = pastOf(stored.id);
  if (past !== null && past.requestedId !== null) return past.requestedId === desired.id;
  const title = past?.states[0]?.title ?? stored.title;
  return [desired, ...sent].some((one) => one.title === title);
}

export function changesVerdict<Changes>(
  changes: Partial<Changes>,
  lost: readonly (keyof Changes & string)[],
): Extract<EditVerdict<never, Changes>, { kind: 'nothing' | 'edit' }> {
  const isNothing = Object.keys(changes).length === 0 && lost.length === 0;
  return isNothing ? { kind: 'nothing' } : { kind: 'edit', changes, lost };
}

export function refused(problem: Failure): { kind: 'refused'; failure: Failure } {
  return { kind: 'refused', failure: problem };
}

/** Code of the refusal where only the host, which has the log, can judge. */
export const pastUnknown = 'past-unknown';

/** What was added before, and edited here since, can only be distinguished where its log is. */
export function pastUnknownOf(id: string): Failure {
  return failure(
    pastUnknown,
    `What became of ${id} since it was added is not known here.`,
    'The host decides, and reports what it cannot take.',
  );
}

/** Why a document cannot be stored at all; null when it can. */
export function invalidity(
  what: 'Task' | 'Epic',
  { id, title }: Item,
  error: z.ZodError | undefined,
): Failure | null {
  const [issue] = error?.issues ?? [];
  if (issue !== undefined) {
    const field = issue.path.map(String).join('.');
    const message = `${what} ${id} cannot be stored: ${field}: ${issue.message}.`;
    return failure('bad-document', message, 'Correct that field.');
  }
  if (title.trim() !== '') return null;
  const message = `${what} ${id} needs a title.`;
  return failure('title-missing', message, 'Say in a few words what it is.');
}
