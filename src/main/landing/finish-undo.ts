import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { ProcessIdentity } from '#shared/model/attempt.ts';
import type { Landing, LandingPart } from '#shared/model/landing.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Task } from '#shared/model/task.ts';
import { landCommit } from '#main/git/merge.ts';
import { syncRef } from '#main/git/refs.ts';
import { commit } from '#main/store/ledger.ts';
import type { Entry } from '#main/store/ledger.ts';
import { required } from '#main/store/required.ts';
import { isElsewhere, isProcessAlive } from '#main/system/process-identity.ts';
import { writeBackTask } from '#main/task-files/write-back.ts';
import { hasMoved, lockCheckouts, shownAt } from './branch-checkout.ts';
import type { LandingParts } from './landing-parts.ts';
import { takenOut } from './taken-out.ts';
import { firstPart, landedEnding } from './write-receipt.ts';

/**
 * Carries out an undo that was written down: moves the branch by compare and swap, then writes the receipt and
 * what becomes of the task. On a branch that moved meanwhile nothing is changed, and the undo is withdrawn. A
 * branch that has the commit was moved by this undo, its answer was lost: while it is open, no other process
 * begins one of the same merge.
 */
export async function finishUndo(
  parts: LandingParts,
  landing: Landing,
): Promise<Result<Receipt, Failure>> {
  const { part } = undoOf(parts, landing);
  const locking = await lockCheckouts(parts, [part], {
    mayDiffer: async () => hasMoved(parts, part),
    mindsIgnored: false,
  });
  if (locking.kind === 'not_clean') {
    const { folder, problem } = locking.checkout;
    const words = `${folder} has the epic branch checked out with ${problem}.`;
    withdraw(parts, landing, words);
    return err(
      failure('checkout-not-clean', words, 'Finish, commit or stash that, then try again.'),
    );
  }
  try {
    const moved = await landCommit(parts.git, { ...part, archived: [] }, 'undo of a merge');
    if (!moved && !(await hasMoved(parts, part))) {
      const problem = `${part.ref} moved meanwhile.`;
      withdraw(parts, landing, problem);
      return err(failure('ref-moved', problem, 'Try again.'));
    }
    parts.tracer.reached('landing.part.after');
    await locking.checkouts.bringAlong();
    return await recordUndo(parts, landing);
  } finally {
    await locking.checkouts.release();
  }
}

/**
 * Brings undos to an end that were cut off in the middle, by a kill or a full disk: where the branch has moved,
 * the receipt is written that was not written then; where it has not, nothing happened, and nothing happens
 * now. In the turn of undos, so that one of this process that is open is none that is under way.
 */
export async function finishLeftUndos(parts: LandingParts): Promise<void> {
  for (const landing of parts.store.find('landings', 'phase', 'checking', 'landing')) {
    const { runId, owner } = landing;
    if (runId !== null || owner === null) continue;
    if (isUnderWay(parts, landing, owner)) continue;
    if (landing.intent !== null && (await hasMoved(parts, undoOf(parts, landing).part))) {
      const completed = await completeUndo(parts, landing);
      if (!completed.ok) parts.logger.warn(completed.error.message);
    } else {
      withdraw(parts, landing, 'Switchyard ended before it could be carried out.');
    }
  }
}

/** An undo takes seconds: one whose process cannot be seen from here is over after this long. */
const longestUndoMs = 10 * 60_000;

function isUnderWay(
  { clock }: LandingParts,
  { createdAt }: Landing,
  owner: ProcessIdentity,
): boolean {
  if (isElsewhere(owner)) return clock.now() - Date.parse(createdAt) < longestUndoMs;
  return owner.pid !== process.pid && isProcessAlive(owner);
}

interface FoundUndo {
  readonly task: Task;
  /** Receipt of the commit that is reverted. */
  readonly undoes: Receipt;
  readonly part: LandingPart;
}

function undoOf({ store }: LandingParts, { id, works, intent }: Landing): FoundUndo {
  const work = works.at(-1);
  if (intent === null || work === undefined || work.undoes === null) {
    throw new Error(`Landing ${id} is no undo that can be carried out.`);
  }
  return {
    task: required(store, 'tasks', work.taskId),
    undoes: required(store, 'receipts', work.undoes),
    part: firstPart(intent),
  };
}

function withdraw(parts: LandingParts, { id }: Landing, problem: string): void {
  const ending = { ...landedEnding, outcome: 'withdrawn', problem } as const;
  const at = timestamp(parts);
  // Another process may have ended it in this moment.
  commit(parts.store, [{ to: 'landings', id, command: { kind: 'end', ending, at } }]);
}

/**
 * Writes the receipt of an undo whose branch has moved, and what becomes of the task. The checkout comes along
 * before the records say that it is over, so that a kill between the two leaves something to be finished. Where
 * a later commit has put back what was undone, nothing of it counts.
 */
export async function completeUndo(
  parts: LandingParts,
  landing: Landing,
): Promise<Result<Receipt, Failure>> {
  const { part } = undoOf(parts, landing);
  const gone = await takenOut(parts, part);
  if (gone !== null) {
    withdraw(parts, landing, gone);
    return err(failure('undo-reversed', gone, 'Look at the branch, then undo the merge again.'));
  }
  const seen = await shownAt(parts, part);
  // A clean one stands where its branch does.
  const isBehind = seen !== null && !seen.clean;
  const locking = isBehind ? await lockCheckouts(parts, [part], leftBehind) : null;
  try {
    if (locking?.kind === 'locked') await locking.checkouts.bringAlong();
    return await recordUndo(parts, landing);
  } finally {
    if (locking?.kind === 'locked') await locking.checkouts.release();
  }
}

/** A checkout whose branch has moved and which has not followed. */
const leftBehind = { mayDiffer: async () => true, mindsIgnored: false };

async function recordUndo(
  parts: LandingParts,
  landing: Landing,
): Promise<Result<Receipt, Failure>> {
  await syncRef(parts.repository.commonDirectory, undoOf(parts, landing).part.ref);
  const undo = undoOf(parts, landing);
  const receipt = receiptOf(parts, landing, undo);
  const ending: Entry = {
    to: 'landings',
    id: landing.id,
    command: { kind: 'end', ending: landedEnding, at: timestamp(parts) },
  };
  const written = commit(parts.store, [
    ending,
    { to: 'receipts', document: receipt },
    ...(landing.kind === 'restore'
      ? closeAgain(parts, undo.task, receipt)
      : reopen(parts, undo.task, undo.undoes)),
  ]);
  if (!written.ok) return written;
  await writeBackTask(parts, undo.task.id);
  return ok(receipt);
}

function receiptOf(
  parts: LandingParts,
  { kind, intent }: Landing,
  { undoes, part }: FoundUndo,
): Receipt {
  return {
    ...undoes,
    id: parts.ids.next('receipt'),
    kind,
    attemptId: null,
    headBefore: part.headBefore,
    headAfter: part.commit,
    tree: part.tree,
    proof: part.proof,
    evidenceIds: intent?.evidenceIds ?? [],
    createdAt: timestamp(parts),
  };
}

function reopen(
  parts: LandingParts,
  { id, status }: Task,
  { headAfter }: Receipt,
): readonly Entry[] {
  if (status !== 'closed') return [];
  const reason = `Its merge ${headAfter.slice(0, 12)} was undone.`;
  return [{ to: 'tasks', id, command: { kind: 'reopen', reason, at: timestamp(parts) } }];
}

function closeAgain(parts: LandingParts, task: Task, receipt: Receipt): readonly Entry[] {
  const at = timestamp(parts);
  const { id, status, finalSummary: summary, implementationNotes: notes } = task;
  const reason = `Its merge was brought back as ${receipt.headAfter.slice(0, 12)}.`;
  const unblock: Entry = { to: 'tasks', id, command: { kind: 'reopen', reason, at } };
  if (status !== 'open' && status !== 'blocked') return [];
  return [
    ...(status === 'blocked' ? [unblock] : []),
    { to: 'tasks', id, command: { kind: 'start', attemptId: receipt.id, at } },
    { to: 'tasks', id, command: { kind: 'review', at } },
    { to: 'tasks', id, command: { kind: 'close', summary, notes, at } },
  ];
}
