import { setTimeout as delay } from 'node:timers/promises';
import type { Push, WireDocument } from '#shared/contract/documents.ts';
import {
  editableEpicFields,
  editableTaskFields,
  judgeEpic,
  judgeTask,
} from '#shared/core/edits/document-edits.ts';
import type { EditSurroundings, EditVerdict, EditedRow } from '#shared/core/edits/edited-row.ts';
import type { EpicText } from '#shared/core/records/epic-machine.ts';
import { sameValue } from '#shared/core/edits/three-way.ts';
import { writtenFields, writtenText } from '#shared/core/edits/written-text.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task, TaskSpec } from '#shared/model/task.ts';
import type { Entry } from '#main/store/ledger.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import { pastEpic, pastTask } from './past-documents.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** How long tasks wait for their new epic, which is pushed at the same time but on its own. */
const epicWaitMs = 2_000;

type Row<Document> = Omit<EditedRow<Document>, 'master'>;

/**
 * Applies rows that a page edited, by the rules that the page has applied too; in one transaction, which
 * waits for the disk once. What of a row is not taken is kept in a notification. Resolves to the present
 * state of each row that differs from what was desired; one without a document comes back as `_deleted`.
 */
export async function pushDocuments(
  workspace: Workspace,
  push: Push,
): Promise<readonly WireDocument[]> {
  switch (push.collection) {
    case 'epics':
      return workspace.store.transact(() => push.rows.flatMap((row) => applyEpic(workspace, row)));
    case 'tasks':
      await epicsOf(workspace, push.rows);
      return workspace.store.transact(() => applyTasks(workspace, push.rows));
    default:
      return assertNever(push, 'push');
  }
}

/** New tasks first, so that edits of the same push may depend on them. */
function applyTasks(workspace: Workspace, rows: readonly Row<Task>[]): readonly WireDocument[] {
  const conflicts: WireDocument[] = [];
  const renamed = new Map<string, string>();
  const inOrder = [...rows].sort((a, b) => Number(a.assumed !== null) - Number(b.assumed !== null));
  for (const row of inOrder) {
    applyTask(workspace, { ...row, desired: withNewIds(row, renamed) }, renamed);
    conflicts.push(...conflictOf(workspace.store.get('tasks', row.desired.id), row.desired));
  }
  return conflicts;
}

/** A task that got another id than its page gave it is still the one that the page's edits mean. */
function withNewIds({ assumed, desired }: Row<Task>, renamed: ReadonlyMap<string, string>): Task {
  if (renamed.size === 0) return desired;
  const known = new Set([...(assumed?.dependencies ?? []), assumed?.testTaskId ?? '']);
  const rename = (id: string): string => (known.has(id) ? id : (renamed.get(id) ?? id));
  const { dependencies, testTaskId } = desired;
  return {
    ...desired,
    dependencies: dependencies.map(rename),
    testTaskId: testTaskId === null ? null : rename(testTaskId),
  };
}

function applyTask(workspace: Workspace, row: Row<Task>, renamed: Map<string, string>): void {
  const { store } = workspace;
  const { desired } = row;
  const { id } = desired;
  store.transact(() => {
    const surroundings = surroundingsOf(workspace);
    const verdict = judgeTask({ ...row, master: store.get('tasks', id) }, surroundings);
    const entries: Entry[] = [];
    if (verdict.kind === 'add') {
      const task = verdict.document;
      renamed.set(id, task.id);
      const requestedId = task.id === id ? {} : { requestedId: id };
      entries.push({ to: 'tasks', id: task.id, command: { kind: 'add', task, ...requestedId } });
    } else {
      const stored = verdict.storedAs ?? id;
      renamed.set(id, stored);
      if (verdict.kind === 'edit' && Object.keys(verdict.changes).length > 0) {
        const command = { kind: 'edit', changes: verdict.changes, at: surroundings.at } as const;
        entries.push({ to: 'tasks', id: stored, command });
      }
    }
    entries.push(...refusal<Task, TaskSpec>(workspace, 'task', editableTaskFields, row, verdict));
    record(workspace, entries);
  });
}

function applyEpic(workspace: Workspace, row: Row<Epic>): readonly WireDocument[] {
  const { store } = workspace;
  const { desired } = row;
  const { id } = desired;
  return store.transact(() => {
    const verdict = judgeEpic(
      { ...row, master: store.get('epics', id) },
      surroundingsOf(workspace),
    );
    const entries: Entry[] = [];
    if (verdict.kind === 'add') {
      const epic = verdict.document;
      const requestedId = epic.id === id ? {} : { requestedId: id };
      entries.push({ to: 'epics', id: epic.id, command: { kind: 'add', epic, ...requestedId } });
    }
    if (verdict.kind === 'edit' && Object.keys(verdict.changes).length > 0) {
      const command = { kind: 'edit', changes: verdict.changes } as const;
      entries.push({ to: 'epics', id: verdict.storedAs ?? id, command });
    }
    entries.push(...refusal<Epic, EpicText>(workspace, 'epic', editableEpicFields, row, verdict));
    record(workspace, entries);
    return conflictOf(store.get('epics', id), desired);
  });
}

/** What the rules of edits need to know, as it is now. */
export function surroundingsOf({ store, clock }: Workspace): EditSurroundings {
  return {
    task: (id) => store.get('tasks', id),
    epic: (id) => store.get('epics', id),
    tasksOf: (epicId) => store.find('tasks', 'epic_id', epicId),
    pastTask: (id) => pastTask(store, id),
    pastEpic: (id) => pastEpic(store, id),
    at: isoTime(clock.now()),
  };
}

/** The host's state of a row when it is not what was desired; none when it is. */
function conflictOf<Document extends Epic | Task>(
  master: Document | null,
  desired: Document,
): readonly WireDocument[] {
  if (master === null) return [{ ...desired, _deleted: true }];
  // The host's own time of the edit is no reason to bother the page: the feed brings it.
  return sameValue({ ...master, updatedAt: '' }, { ...desired, updatedAt: '' }) ? [] : [master];
}

/** The notification that keeps what was not taken of a row; none when all was, or when there is one already. */
function refusal<Document extends Changes & { readonly id: string }, Changes extends object>(
  workspace: Workspace,
  kind: 'task' | 'epic',
  fields: readonly (keyof Changes & string)[],
  { assumed, desired }: { readonly assumed: Changes | null; readonly desired: Document },
  verdict: EditVerdict<Document, Changes>,
): readonly Entry[] {
  const id = (verdict.kind !== 'add' && verdict.storedAs) || desired.id;
  const notTaken = whyNotTaken(kind, id, fields, { assumed, desired }, verdict);
  if (notTaken === null || notTaken.fields.length === 0) return [];
  const detail = writtenText<Changes>(desired, notTaken.fields);
  const subject = { kind, id };
  const known = workspace.store
    .all('notifications')
    .some(
      (one) => one.type === 'edit_refused' && one.text === notTaken.text && one.detail === detail,
    );
  return known ? [] : [notification(workspace, 'edit_refused', notTaken.text, subject, detail)];
}

function whyNotTaken<Changes extends object>(
  kind: 'task' | 'epic',
  id: string,
  fields: readonly (keyof Changes & string)[],
  { assumed, desired }: { readonly assumed: Changes | null; readonly desired: Changes },
  verdict: EditVerdict<Changes, Changes>,
): { readonly text: string; readonly fields: readonly (keyof Changes & string)[] } | null {
  switch (verdict.kind) {
    case 'nothing':
    case 'add':
      return null;
    case 'refused': {
      const { message, action } = verdict.failure;
      const text = `Your edit of ${kind} ${id} was not taken: ${message} ${action}`;
      return { text, fields: verdict.fields ?? writtenFields(fields, assumed, desired) };
    }
    case 'edit': {
      const names = verdict.lost.join(', ');
      const text = `Your edit of ${kind} ${id} was not taken as a whole: its ${names} had changed meanwhile, and stays as it is.`;
      return { text, fields: verdict.lost };
    }
    default:
      return assertNever(verdict, 'edit verdict');
  }
}

/** Waits until the epics of new tasks are there, but not for long. */
async function epicsOf({ store }: Workspace, rows: readonly Row<Task>[]): Promise<void> {
  const isMissing = (): boolean =>
    rows.some(({ assumed, desired }) => !assumed && store.get('epics', desired.epicId) === null);
  if (!isMissing()) return;
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const commits = store.onCommit(() => {
    if (!isMissing()) resolve();
  });
  const waiting = new AbortController();
  const timeout = delay(epicWaitMs, undefined, { signal: waiting.signal }).catch(() => {});
  await Promise.race([arrived, timeout]);
  waiting.abort();
  commits.dispose();
}
