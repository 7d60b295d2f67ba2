import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import { checkOrder, makeEvidence, newEvidence } from './checks.ts';
import type { LandingParts } from './landing-parts.ts';

const never = new AbortController().signal;

/**
 * Runs the checks of a task's last merge once more, on the same tree, without the folders that stay in rooms from check to
 * check. What comes of it is kept as evidence; where it does not pass, the inbox says so. Nothing that has landed moves.
 */
export async function checkWithoutKept(
  parts: LandingParts,
  taskId: string,
): Promise<Result<readonly Evidence[], Failure>> {
  const receipt = parts.store
    .find('receipts', 'task_id', taskId)
    .findLast(({ kind }) => kind === 'merge');
  if (receipt === undefined) return err(notMerged(taskId));
  const commands = receipt.evidenceIds.flatMap(
    (id) => parts.store.get('evidence', id)?.command ?? [],
  );
  const id = parts.ids.next('check');
  const { tree, headAfter: commit, headBefore: onto, attemptId } = receipt;
  const wanted = { id, runId: id, tree, commit, onto, variables: {}, of: null, worktree: null };
  const checks = checkOrder(parts, wanted, commands);
  const order = { ...checks.order, room: { ...checks.order.room, keep: [] } };
  try {
    const about = { taskId, attemptId, purpose: 'landing', commit } as const;
    const evidence = await makeEvidence(parts, { ...checks, order }, about, () => {}, never);
    record(parts, [...newEvidence(parts, evidence), ...noticesOf(parts, receipt, evidence)]);
    return ok(evidence);
  } finally {
    await parts.worker.endChecks(id);
  }
}

function noticesOf(
  parts: Pick<LandingParts, 'clock' | 'ids'>,
  { taskId, headAfter }: Receipt,
  evidence: readonly Evidence[],
): readonly ReturnType<typeof notification>[] {
  const failing = evidence.filter(({ verdict }) => verdict !== 'passed');
  if (failing.length === 0) return [];
  const commands = failing.map(({ command }) => `"${command}"`).join(', ');
  const text = `Without the kept folders, ${commands} does not pass on what ${taskId} has merged as ${headAfter.slice(0, 10)}.`;
  return [notification(parts, 'task_blocked', text, { kind: 'task', id: taskId })];
}

function notMerged(taskId: string): Failure {
  return failure(
    'nothing-merged',
    `Nothing of ${taskId} has been merged.`,
    'Its checks run when it is worked on.',
  );
}
