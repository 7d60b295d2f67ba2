import { blockedEnding, interruptedEnding } from '#shared/core/protocol/endings.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Landing, LandingIntent } from '#shared/model/landing.ts';
import type { Checkout } from '#main/git/checkouts.ts';
import { landCommit } from '#main/git/merge.ts';
import { refNames } from '#main/git/refs.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import { unlandedAttemptsOf } from '#main/store/task-attempts.ts';
import { bringCheckoutAlong, checkoutOf, hasMoved } from './branch-checkout.ts';
import { changeToLand } from './change-to-land.ts';
import type { ChangeToLand } from './change-to-land.ts';
import { endShort } from './end-landing.ts';
import type { LandingHost, LandingParts } from './landing-parts.ts';
import { agentWords } from './own-task-file.ts';
import { stopReasonOf } from './stop-landing.ts';
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
  const obstacle = await obstacleOf(parts, host, landing, intent);
  switch (obstacle.kind) {
    case 'stopped':
      endShort(parts, landing, stoppedEnding(parts, landing));
      return;
    case 'not_clean':
      beginToWait(parts, host, landing, { change, checkout: obstacle.checkout });
      return;
    case 'none':
      break;
  }
  if (await isBlockedByFile(parts, change, intent)) {
    const file = change.task.source?.file ?? 'its file';
    const problem = `It was blocked in ${file} while an agent worked on it: its work passed and is kept, not merged.`;
    endShort(parts, landing, blockedEnding(problem));
    return;
  }
  await move(parts, host, landing, { change, intent, checkouts: obstacle.checkouts });
}

type Obstacle =
  | { readonly kind: 'none'; readonly checkouts: readonly (Checkout | null)[] }
  | { readonly kind: 'not_clean'; readonly checkout: Checkout }
  | { readonly kind: 'stopped' };

/** What keeps a landing from moving anything now. What had moved before a crash has landed, whatever was asked since. */
async function obstacleOf(
  parts: LandingParts,
  host: LandingHost,
  landing: Landing,
  { parts: toMove }: LandingIntent,
): Promise<Obstacle> {
  const isUnwanted = (): boolean => stopReasonOf(parts, landing) !== null;
  const [first] = toMove;
  const isDone = async (): Promise<boolean> => first !== undefined && hasMoved(parts, first);
  if (isUnwanted() && !(await isDone())) return { kind: 'stopped' };
  const checkouts: (Checkout | null)[] = [];
  for (const part of toMove) {
    const checkout = await checkoutOf(parts, part);
    checkouts.push(checkout);
    if (checkout === null || checkout.clean) continue;
    // A crash after the ref moved leaves a checkout that only looks changed: it was not brought along.
    if (await isDone()) continue;
    return host.isEnding || isUnwanted() ? { kind: 'stopped' } : { kind: 'not_clean', checkout };
  }
  return { kind: 'none', checkouts };
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

/** Whether a person's word in the task's file is against the merge, and comes before it. */
async function isBlockedByFile(
  parts: LandingParts,
  { task }: ChangeToLand,
  { parts: [first] }: LandingIntent,
): Promise<boolean> {
  if (!(await wasBlockedInFile(parts, task))) return false;
  return first === undefined || !(await hasMoved(parts, first));
}

interface Move {
  readonly change: ChangeToLand;
  readonly intent: LandingIntent;
  /** Where each of the branches is checked out. */
  readonly checkouts: readonly (Checkout | null)[];
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
    parts.ownTips.add(part.commit);
    const moved = await landCommit(parts.git, { ...part, archived, pin }, `merge of ${task.id}`);
    if (!moved && !(await hasMoved(parts, part))) {
      memory.noteEpicTip(task.epicId, null);
      const command = { kind: 'withdraw_intent', at: timestamp(parts) } as const;
      record(parts, [{ to: 'landings', id: landing.id, command }]);
      return;
    }
    parts.tracer.reached('landing.part.after');
    memory.noteEpicTip(task.epicId, moved ? part.commit : null);
  }
  for (const [index, part] of intent.parts.entries()) {
    const checkout = checkouts[index] ?? null;
    if (checkout !== null) await bringCheckoutAlong(parts, checkout, part);
  }
  const words = await agentWords(parts, task, unlandedAttemptsOf(parts, task.id));
  writeMergeReceipt(parts, landing, { change, intent, words });
}
