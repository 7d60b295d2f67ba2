import type { Decision } from '#shared/core/runs/planner.ts';
import { receiptDifferences } from '#main/landing/compare-receipts.ts';
import type { Run, RunOutcome } from '#shared/model/run.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { tallyOf } from '#shared/core/runs/run-summary.ts';
import type { NotificationType } from '#shared/model/notification.ts';
import { timestamp } from '#shared/lib/clock.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import { beside } from './beside.ts';
import type { HostParts } from './host-parts.ts';

/** How a run ended, and why, when that is not the work being done. */
type Ending = readonly [outcome: RunOutcome, problem: string | null];

/** The ending that was decided on; a run whose work was taken out of its branch again has not completed. */
export async function endingOf(
  parts: HostParts,
  { id }: Run,
  { outcome, problem }: Extract<Decision, { kind: 'end' }>,
): Promise<Ending> {
  if (outcome !== 'completed') return [outcome, problem];
  const lost: string[] = [];
  const failed = 'Whether the branches have what landed is not known';
  await beside(parts, { failed, subject: { kind: 'run', id }, isLast: true }, async () => {
    lost.push(...(await receiptDifferences(parts.landing, false)).map(({ text }) => text));
  });
  return lost[0] === undefined ? [outcome, problem] : ['incomplete', lost[0]];
}

/**
 * Writes how the run ended, with its tally as a notification (SPEC section 4), unless it was given more
 * to do since `run` was read.
 */
export function endRun(
  parts: HostParts,
  run: Run,
  outcome: RunOutcome,
  problem: string | null,
): void {
  parts.store.transact(() => {
    const now = parts.store.get('runs', run.id);
    const isSame =
      now?.taskIds.length === run.taskIds.length && now.skipped.length === run.skipped.length;
    if (isSame || outcome === 'cancelled') writeEnd(parts, run, outcome, problem);
  });
}

function writeEnd(parts: HostParts, run: Run, outcome: RunOutcome, problem: string | null): void {
  const tasks = run.taskIds.flatMap((id) => parts.store.get('tasks', id) ?? []);
  const { type, text } = endNotice(outcome, tallyOf(run, tasks), problem);
  record(parts, [
    {
      to: 'runs',
      id: run.id,
      command: { kind: 'end', outcome, problem, at: timestamp(parts) },
    },
    notification(parts, type, text, { kind: 'run', id: run.id }),
  ]);
}

function endNotice(
  outcome: RunOutcome,
  tally: ReturnType<typeof tallyOf>,
  problem: string | null,
): { readonly type: NotificationType; readonly text: string } {
  const { completed, skipped, total } = tally;
  switch (outcome) {
    case 'completed':
    case 'incomplete':
      return {
        type: 'run_completed',
        text: `Batch run complete: ${completed}/${total} tasks done`,
      };
    case 'cancelled':
      return {
        type: 'run_cancelled',
        text: `Batch run cancelled: ${completed}/${total} done, ${skipped} skipped`,
      };
    case 'failed':
      return {
        type: 'run_failed',
        text: `Batch run ended with errors: ${problem ?? 'see the blocked tasks'}`,
      };
    default:
      return assertNever(outcome, 'run outcome');
  }
}
