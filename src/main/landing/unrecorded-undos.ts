import { setTimeout as sleep } from 'node:timers/promises';
import { undoOptions } from '#shared/core/edits/undo-options.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { listTips, refNames } from '#main/git/refs.ts';
import { findRevert, readRevert, revertSentence } from '#main/git/undo.ts';
import { completeUndo } from './finish-undo.ts';
import { undoneMeanwhile, undoRefusal } from './find-undo.ts';
import type { Undo } from './find-undo.ts';
import { checksOfUndo, intendUndo } from './intend-undo.ts';
import type { LandingParts } from './landing-parts.ts';

/** How long a process that moves a branch first and writes its receipt then may take between the two. */
const receiptPatienceMs = 1_000;

type Tip = Awaited<ReturnType<typeof listTips>>[number];

/**
 * Records an undo that would change nothing, where a commit on the branch says that it has undone just that,
 * and does: an earlier version wrote no intent, and a kill kept it from its receipt. Without such a commit
 * nothing is changed.
 */
export async function recordEarlierUndo(
  parts: LandingParts,
  undo: Undo,
  checksOf: (tree: string) => readonly string[],
  meanwhile: () => Failure | null,
): Promise<Result<Receipt, Failure>> {
  const { head, undoes } = undo;
  const made = await findRevert(parts.git, { head, commit: undoes.headAfter });
  const evidenceIds = made === null ? [] : checksOf(made.tree);
  if (made === null || !letsClose(undo, evidenceIds)) {
    return err(meanwhile() ?? undoRefusal(undo, { kind: 'unchanged' }));
  }
  const landing = intendUndo(parts, { undo, built: made, evidenceIds, meanwhile });
  return landing.ok ? completeUndo(parts, landing.value) : landing;
}

/**
 * Records the undos of an earlier version that moved their branch and were killed before their receipt: seen
 * where an epic still stands at the commit that such an undo has made. In the turn of undos, while no other
 * process drives a run.
 */
export async function recordLeftUndos(parts: LandingParts): Promise<void> {
  for (const tip of await listTips(parts.git, refNames.epicBranches)) {
    const undo = unrecordedAt(parts, tip);
    const built = undo && (await readRevert(parts.git, tip.commit, undo.undoes.headAfter));
    if (undo === null || built === null) continue;
    const evidenceIds = (await checksOfUndo(parts, undo))(built.tree);
    if (!letsClose(undo, evidenceIds)) continue;
    // Whoever moved it may be about to write its receipt.
    await sleep(receiptPatienceMs);
    const meanwhile = (): Failure | null => recordedMeanwhile(parts, undo);
    const landing = intendUndo(parts, { undo, built, evidenceIds, meanwhile });
    if (!landing.ok) continue;
    const completed = await completeUndo(parts, landing.value);
    if (!completed.ok) parts.logger.warn(completed.error.message);
  }
}

/** What this program has undone with the commit at a tip, as its message says, if no receipt says so. */
function unrecordedAt(parts: LandingParts, { ref, commit: head, message }: Tip): Undo | null {
  const [, word, taskId] = [...message.matchAll(/^(Reopens|Closes): (\S+)$/gm)].at(-1) ?? [];
  const task = taskId === undefined ? null : parts.store.get('tasks', taskId);
  if (task === null) return null;
  const options = undoOptions(task, parts.store.find('receipts', 'task_id', task.id));
  const undoes = word === 'Reopens' ? options.takeBack : options.bringBack;
  if (undoes?.branchRef !== ref) return null;
  if (!message.includes(revertSentence(undoes.headAfter))) return null;
  const undo = { task, undoes, head };
  return recordedMeanwhile(parts, undo) === null ? undo : null;
}

/** Why an undo is not to be recorded now: its receipt is there, or a process is about to write it. */
function recordedMeanwhile({ store }: LandingParts, undo: Undo): Failure | null {
  const direction = undo.undoes.kind === 'revert' ? 'bring_back' : 'take_back';
  return undoneMeanwhile(store, { taskId: undo.task.id, direction, obstacle: () => null }, undo);
}

/** Whether what closes a task is proved; taking back needs no proof. */
function letsClose({ undoes }: Undo, evidenceIds: readonly string[]): boolean {
  return undoes.kind !== 'revert' || evidenceIds.length > 0;
}
