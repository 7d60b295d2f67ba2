import type { AttemptEnding } from '#shared/core/records/attempt-machine.ts';
import type { Attempt, MergeIntent } from '#shared/model/attempt.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Task } from '#shared/model/task.ts';
import { bringAlong, findCheckout } from '#main/git/checkouts.ts';
import type { Checkout } from '#main/git/checkouts.ts';
import { GitError } from '#main/git/git-error.ts';
import { landCandidate } from '#main/git/merge.ts';
import { isAncestor, refNames, resolveCommit } from '#main/git/refs.ts';
import { endingEntries } from './finish-attempt.ts';
import { agentWords } from './own-task-file.ts';
import type { AgentWords } from './own-task-file.ts';
import type { RunParts } from './run-parts.ts';
import type { RunSession } from './run-session.ts';
import { wasBlockedInFile } from '#main/task-files/take-over.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { timestamp } from '#shared/lib/clock.ts';
import { attemptsOfThisLife } from '#main/store/task-attempts.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import { stopWish } from '#main/store/stop-wish.ts';

/** How often a merge looks again at a checkout of the user that is in its way. */
const checkoutPollMs = 1_000;

/**
 * Carries out an intended merge: moves the epic branch by compare and swap, then writes the receipt
 * and closes the task in one transaction. When the epic has moved since, the intent is withdrawn and
 * the work is verified again on what it would become now.
 */
export async function mergeWork(
  parts: RunParts,
  session: RunSession,
  attempt: Attempt,
): Promise<void> {
  const task = parts.store.get('tasks', attempt.taskId);
  const intent = attempt.mergeIntent;
  if (task === null || intent === null || attempt.commit === null) {
    throw new Error(`Attempt ${attempt.id} has no merge to carry out.`);
  }
  const branchRef = refNames.epicBranch(task.epicId);
  const checkout = await waitForCheckout(parts, session, task, attempt, intent);
  if (checkout === 'stopped') {
    record(parts, endingEntries(parts, attempt, stoppedEnding(parts, attempt)));
    return;
  }
  if (await isHeld(parts, task, intent, branchRef)) {
    record(parts, endingEntries(parts, attempt, heldEnding(task)));
    return;
  }
  const landed = await landCandidate(parts.git, {
    epicId: task.epicId,
    taskId: task.id,
    headBefore: intent.headBefore,
    commit: intent.commit,
    workCommit: attempt.commit,
  });
  if (!landed && !(await landedBefore(parts, branchRef, intent))) {
    session.noteEpicTip(task.epicId, null);
    const at = timestamp(parts);
    record(parts, [{ to: 'attempts', id: attempt.id, command: { kind: 'withdraw_intent', at } }]);
    return;
  }
  session.noteEpicTip(task.epicId, landed ? intent.commit : null);
  if (checkout !== null) await bringCheckoutAlong(parts, checkout, intent);
  const words = await agentWords(parts, task, attemptsOfThisLife(parts, task));
  writeReceipt(parts, task, attempt, { intent, branchRef, words });
}

function stoppedEnding(parts: RunParts, attempt: Attempt): AttemptEnding {
  const reason = stopWish(parts, attempt);
  return {
    outcome: 'interrupted',
    problem:
      reason === null
        ? 'The run ended while the merge waited for your checkout of the epic branch.'
        : `The task was stopped before its merge: ${reason}`,
    carryForward: null,
    failureSignature: null,
    conflicts: [],
  };
}

/** Whether a person's word in the task's file is against the merge, and comes before it. */
async function isHeld(
  parts: RunParts,
  task: Task,
  intent: MergeIntent,
  branchRef: string,
): Promise<boolean> {
  if (!(await wasBlockedInFile(parts, task))) return false;
  return !(await landedBefore(parts, branchRef, intent));
}

function heldEnding({ source }: Task): AttemptEnding {
  const file = source?.file ?? 'its file';
  return {
    outcome: 'blocked',
    problem: `It was blocked in ${file} while an agent worked on it: its work passed and is kept, not merged.`,
    carryForward: null,
    failureSignature: null,
    conflicts: [],
  };
}

/** After a crash between the ref and the receipt, the epic has the commit already. */
async function landedBefore(
  parts: RunParts,
  branchRef: string,
  intent: MergeIntent,
): Promise<boolean> {
  const tip = await resolveCommit(parts.git, branchRef);
  return tip !== null && isAncestor(parts.git, intent.commit, tip);
}

/**
 * The user's checkout of the epic branch, once it is clean; null when there is none. While it holds
 * uncommitted changes the merge waits and says why (SPEC section 7.4).
 */
async function waitForCheckout(
  parts: RunParts,
  session: RunSession,
  task: Task,
  attempt: Attempt,
  intent: MergeIntent,
): Promise<Checkout | null | 'stopped'> {
  const branchRef = refNames.epicBranch(task.epicId);
  const isUnwanted = (): boolean => stopWish(parts, attempt) !== null;
  // A merge that was carried out before a crash is one, whatever was wished meanwhile.
  if (isUnwanted() && !(await landedBefore(parts, branchRef, intent))) return 'stopped';
  const move = { before: intent.headBefore, after: intent.commit };
  for (let told = false; ; told = true) {
    const { commonDirectory } = parts.repository;
    const checkout = await findCheckout(parts.git, commonDirectory, branchRef, move);
    if (checkout === null || checkout.clean) return checkout;
    // A crash after the ref moved leaves a checkout that only looks changed: it was not brought along.
    if (!told && (await landedBefore(parts, branchRef, intent))) return checkout;
    if (!told) {
      const text = `The merge of ${task.id} waits: ${checkout.folder} has the epic branch checked out with ${checkout.problem}.`;
      const subject = { kind: 'task', id: task.id } as const;
      record(parts, [notification(parts, 'review_wanted', text, subject)]);
    }
    if (session.isEnding || isUnwanted()) return 'stopped';
    await sleep(checkoutPollMs);
  }
}

/** Moves the checkout's files; git refuses rather than lose a change made there meanwhile. */
async function bringCheckoutAlong(
  parts: RunParts,
  checkout: Checkout,
  intent: MergeIntent,
): Promise<void> {
  try {
    await bringAlong(parts.git, checkout, intent.headBefore, intent.commit);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    parts.logger.warn(`${checkout.folder} was not brought to the epic's new tip.`, {
      reason: error.message,
    });
  }
}

/** What has landed, and where. */
interface Landed {
  readonly intent: MergeIntent;
  readonly branchRef: string;
  readonly words: AgentWords;
}

function writeReceipt(
  parts: RunParts,
  task: Task,
  attempt: Attempt,
  { intent, branchRef, words }: Landed,
): void {
  const at = timestamp(parts);
  const receipt: Receipt = {
    id: `receipt-${attempt.id}`,
    kind: 'merge',
    taskId: task.id,
    epicId: task.epicId,
    attemptId: attempt.id,
    branchRef,
    headBefore: intent.headBefore,
    headAfter: intent.commit,
    tree: intent.tree,
    proof: intent.proof,
    evidenceIds: intent.evidenceIds,
    archiveRef: refNames.archive(task.id),
    createdAt: at,
  };
  const summary = words.summary ?? attempt.report?.summary ?? task.title;
  record(parts, [
    { to: 'receipts', document: receipt },
    {
      to: 'attempts',
      id: attempt.id,
      command: {
        kind: 'end',
        ending: {
          outcome: 'merged',
          problem: null,
          carryForward: null,
          failureSignature: null,
          conflicts: [],
        },
        at,
      },
    },
    {
      to: 'tasks',
      id: task.id,
      command: { kind: 'close', summary, notes: implementationNotes(attempt, words), at },
    },
    ...(attempt.worktree === null
      ? []
      : [
          {
            to: 'worktrees',
            document: { id: attempt.worktree, taskId: task.id, held: false },
          } as const,
        ]),
    notification(parts, 'task_completed', `Task ${task.id} completed: ${task.title}`, {
      kind: 'task',
      id: task.id,
    }),
  ]);
}

/** What was done, with the files that landed, and what the agents noted about it in the task's file. */
function implementationNotes(attempt: Attempt, { notes, files }: AgentWords): string {
  const lines = (verb: string, paths: readonly string[] = []): readonly string[] =>
    paths.filter((path) => !files.has(path)).map((path) => `- ${verb} ${path}`);
  const { created, modified, deleted } = attempt.changes ?? {};
  const commit = attempt.mergeIntent?.commit.slice(0, 12) ?? '';
  const list = [
    ...lines('created', created),
    ...lines('modified', modified),
    ...lines('deleted', deleted),
  ];
  return [
    `Merged as ${commit} by ${attempt.agent}, attempt ${attempt.number}.`,
    '',
    ...list,
    ...notes.flatMap((note) => ['', note]),
  ].join('\n');
}
