import { useMemo } from 'react';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { useAttempts } from '#renderer/db/use-attempts.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';

/** The records of one task, each kind oldest first. */
export interface TaskRecords {
  readonly attempts: readonly AttemptView[];
  readonly evidence: readonly Evidence[];
  readonly receipts: readonly Receipt[];
}

/** All that was written down about a task's work. */
export function useTaskRecords(taskId: string): TaskRecords {
  const attempts = useAttempts();
  const evidence = useDocuments('evidence');
  const receipts = useDocuments('receipts');
  return {
    attempts: useMemo(() => ofTask(attempts, taskId, 'createdAt'), [attempts, taskId]),
    evidence: useMemo(() => evidenceOf(evidence, receipts, taskId), [evidence, receipts, taskId]),
    receipts: useMemo(() => ofTask(receipts, taskId, 'createdAt'), [receipts, taskId]),
  };
}

/** Its own checks, and those of others on the very tree that was merged: the same tree need not be checked twice. */
function evidenceOf(
  evidence: ReadonlyMap<string, Evidence>,
  receipts: ReadonlyMap<string, Receipt>,
  taskId: string,
): readonly Evidence[] {
  const merged = new Set(ofTask(receipts, taskId, 'createdAt').flatMap((one) => one.evidenceIds));
  return [...evidence.values()]
    .filter((one) => one.taskId === taskId || merged.has(one.id))
    .sort((a, b) => a.startedAt.localeCompare(b.startedAt));
}

function ofTask<
  Key extends string,
  Document extends { readonly taskId: string | null } & Record<Key, string>,
>(documents: ReadonlyMap<string, Document>, taskId: string, time: Key): readonly Document[] {
  return [...documents.values()]
    .filter((document) => document.taskId === taskId)
    .sort((a, b) => a[time].localeCompare(b[time]));
}
