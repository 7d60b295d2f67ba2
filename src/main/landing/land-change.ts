import { blockedEnding, interruptedEnding } from '#shared/core/protocol/endings.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Landing, LandingIntent } from '#shared/model/landing.ts';
import type { Checkout } from '#main/git/checkouts.ts';
import { landCommit } from '#main/git/merge.ts';
import { refNames, syncRef } from '#main/git/refs.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import { unlandedAttemptsOf } from '#main/store/task-attempts.ts';
import { hasMoved, lockCheckouts } from './branch-checkout.ts';
import type { LockedCheckouts } from './branch-checkout.ts';
import { changeToLand } from './change-to-land.ts';
import type { ChangeToLand } from './change-to-land.ts';
import { endShort } from './end-landing.ts';
import type { LandingHost, LandingParts } from './landing-parts.ts';
import { agentWords } from './own-task-file.ts';
import { stopReasonOf } from './stop-landing.ts';
import { takenOut } from './taken-out.ts';
import { falseCandidate } from './true-candidate.ts';
import { wasBlockedInFile } from '#main/task-files/take-over.ts';
import { writeMergeReceipt } from './write-receipt.ts';

/**
 * Carries out what a landing intends: moves the epic branch by compare and swap, then writes the receipt
 * and closes the task in one transaction. When the epic has moved since, the intent is withdrawn and the work
 * is checked again on what it would become now. When the folder that shows the branch is not clean, it waits.
 */
export async function landChange(
  parts: LandingParts,
  host: LandingHost,
  landing: Landing,
): Promise<void> {
  const change = changeToLand(parts, landing);
  const { intent } = landing;
  if (intent === null) throw new Error(`Landing ${landing.id} intends nothing.`);
  const [first] = intent.parts;
  // What had moved before a crash has landed, whatever was asked since.
  const isDone = async (): Promise<boolean> => first !== undefined && hasMoved(parts, first);
  if (stopReasonOf(parts, landing) !== null && !(await isDone())) {
    endShort(parts, landing, stoppedEnding(parts, landing));
    return;
  }
  if ((await wasBlockedInFile(parts, change.task)) && !(await isDone())) {
    const file = change.task.source?.file ?? 'its file';
    const problem = `It was blocked in ${file} while an agent worked on it: its work passed and is kept, not merged.`;
    endShort(parts, landing, blockedEnding(problem));
    return;
  }
  // Again, because what was checked may have written into the repository meanwhile.
  const falsehood = first === undefined ? null : await falseCandidate(parts, first);
  if (falsehood !== null && !(await isDone())) {
    endShort(parts, landing, blockedEnding(`${falsehood.message} ${falsehood.action}`));
    return;
  }
  parts.tracer.reached('landing.lock.before');
  // A crash after a ref moved leaves a checkout that only looks changed: it was not brought along.
  const locking = await lockCheckouts(parts, intent.parts, {
    mayDiffer: isDone,
    mindsIgnored: true,
  });
  if (locking.kind === 'not_clean') {
    const isOver = host.isEnding || stopReasonOf(parts, landing) !== null;
    if (isOver) endShort(parts, landing, stoppedEnding(parts, landing));
    else beginToWait(parts, host, landing, { change, checkout: locking.checkout });
    return;
  }
  parts.tracer.reached('landing.lock.after');
  try {
    await move(parts, host, landing, { change, intent, checkouts: locking.checkouts });
  } finally {
    await locking.checkouts.release();
  }
}

function stoppedEnding(
  parts: LandingParts,
  landing: Landing,
): ReturnType<typeof interruptedEnding> {
  const reason = stopReasonOf(parts, landing);
  return interruptedEnding(
    reason === null
      ? 'The run ended while the merge waited for your checkout of the epic branch.'
      : `The task was stopped before its merge: ${reason}`,
  );
}

/** It waits without a turn: whoever comes behind it is checked meanwhile, and meets the same folder. */
function beginToWait(
  parts: LandingParts,
  { landing: memory }: LandingHost,
  landing: Landing,
  { change, checkout }: { readonly change: ChangeToLand; readonly checkout: Checkout },
): void {
  const { id } = change.task;
  const reason = `${checkout.folder} has the epic branch checked out with ${checkout.problem}.`;
  const isNews = memory.saidWaiting.get(landing.id) !== reason;
  memory.saidWaiting.set(landing.id, reason);
  const text = `The merge of ${id} waits: ${reason}`;
  const command = { kind: 'wait', gate: 'checkout', reason, at: timestamp(parts) } as const;
  record(parts, [
    { to: 'landings', id: landing.id, command },
    ...(isNews ? [notification(parts, 'review_wanted', text, { kind: 'task', id })] : []),
  ]);
}

interface Move {
  readonly change: ChangeToLand;
  readonly intent: LandingIntent;
  /** Where the branches are checked out. */
  readonly checkouts: LockedCheckouts;
}

async function move(
  parts: LandingParts,
  { landing: memory }: LandingHost,
  landing: Landing,
  { change, intent, checkouts }: Move,
): Promise<void> {
  const { task, commit: work } = change;
  const archived = [{ taskId: task.id, commit: work }];
  const pin = refNames.intent(landing.id);
  for (const part of intent.parts) {
    parts.ownTips.add(task.epicId, part.commit);
    const moved = await landCommit(parts.git, { ...part, archived, pin }, `merge of ${task.id}`);
    if (!moved && !(await hasMoved(parts, part))) {
      memory.noteEpicTip(task.epicId, null);
      const command = { kind: 'withdraw_intent', at: timestamp(parts) } as const;
      record(parts, [{ to: 'landings', id: landing.id, command }]);
      return;
    }
    parts.tracer.reached('landing.part.after');
    memory.noteEpicTip(task.epicId, moved ? part.commit : null);
    const gone = moved ? null : await takenOut(parts, part);
    if (gone !== null) {
      endShort(parts, landing, blockedEnding(`${gone} ${whatNow(task.id)}`));
      return;
    }
    await syncRef(parts.repository.commonDirectory, part.ref);
    parts.tracer.reached('landing.sync.after');
  }
  await checkouts.bringAlong();
  await checkouts.release();
  parts.tracer.reached('landing.along.after');
  const words = await agentWords(parts, task, unlandedAttemptsOf(parts, task.id));
  parts.tracer.reached('landing.receipt.before');
  writeMergeReceipt(parts, landing, { change, intent, words });
  parts.tracer.reached('landing.receipt.after');
}

function whatNow(taskId: string): string {
  return `The task is not closed by it. Its work is kept in ${refNames.archive(taskId)}; open it again to have it done once more.`;
}
