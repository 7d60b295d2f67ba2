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
    evidence: useMemo(() => ofTask(evidence, taskId, 'startedAt'), [evidence, taskId]),
    receipts: useMemo(() => ofTask(receipts, taskId, 'createdAt'), [receipts, taskId]),
  };
}

function ofTask<
  Key extends string,
  Document extends { readonly taskId: string } & Record<Key, string>,
>(documents: ReadonlyMap<string, Document>, taskId: string, time: Key): readonly Document[] {
  return [...documents.values()]
    .filter((document) => document.taskId === taskId)
    .sort((a, b) => a[time].localeCompare(b[time]));
}
