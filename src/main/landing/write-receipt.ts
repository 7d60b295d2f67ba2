import type { LandingEnding } from '#shared/core/records/landing-machine.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Landing, LandingIntent, LandingPart } from '#shared/model/landing.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { refNames } from '#main/git/refs.ts';
import { notification } from '#main/notify/notification.ts';
import type { Entry } from '#main/store/ledger.ts';
import { record } from '#main/store/record.ts';
import type { ChangeToLand } from './change-to-land.ts';
import type { LandingParts } from './landing-parts.ts';
import { leftOverMarks } from './left-over-marks.ts';
import type { AgentWords } from './own-task-file.ts';

/** How a landing ends whose refs have moved. */
export const landedEnding: LandingEnding = {
  outcome: 'landed',
  problem: null,
  refusedBy: null,
  carryForward: null,
  failureSignature: null,
  conflicts: [],
};

/** What has landed. */
interface Landed {
  readonly change: ChangeToLand;
  readonly intent: LandingIntent;
  readonly words: AgentWords;
}

/** Writes down that new work has landed: its receipt, and that its task is closed, in one transaction. */
export function writeMergeReceipt(
  parts: LandingParts,
  landing: Landing,
  { change, intent, words }: Landed,
): void {
  const { task, attempt } = change;
  const at = timestamp(parts);
  const part = firstPart(intent);
  const summary = words.summary ?? attempt.report?.summary ?? task.title;
  const notes = implementationNotes(change, part, words);
  const text = `Task ${task.id} completed: ${task.title}`;
  record(parts, [
    {
      to: 'receipts',
      document: mergeReceipt(
        change,
        {
          ...intent,
          part,
          marks: [...landing.marks, ...leftOverMarks(parts, change)],
        },
        at,
      ),
    },
    { to: 'landings', id: landing.id, command: { kind: 'end', ending: landedEnding, at } },
    { to: 'tasks', id: task.id, command: { kind: 'close', summary, notes, at } },
    ...freeWorktree(change),
    notification(parts, 'task_completed', text, { kind: 'task', id: task.id }),
  ]);
}

function mergeReceipt(
  { task, attempt }: ChangeToLand,
  {
    part,
    evidenceIds,
    marks,
  }: Pick<LandingIntent, 'evidenceIds'> & Pick<Landing, 'marks'> & { readonly part: LandingPart },
  createdAt: string,
): Receipt {
  return {
    id: `receipt-${attempt.id}`,
    kind: 'merge',
    taskId: task.id,
    epicId: task.epicId,
    attemptId: attempt.id,
    branchRef: part.ref,
    headBefore: part.headBefore,
    headAfter: part.commit,
    tree: part.tree,
    proof: part.proof,
    evidenceIds,
    marks,
    archiveRef: refNames.archive(task.id),
    createdAt,
  };
}

/** The first ref that an intent moves; there is always one. */
export function firstPart({ parts: [part] }: LandingIntent): LandingPart {
  if (part === undefined) throw new Error('An intent moves at least one ref.');
  return part;
}

function freeWorktree({ task, attempt }: ChangeToLand): readonly Entry[] {
  if (attempt.worktree === null) return [];
  return [
    { to: 'worktrees', document: { id: attempt.worktree, taskId: task.id, reserved: false } },
  ];
}

/** What was done, with the files that landed, and what the agents noted about it in the task's file. */
function implementationNotes(
  { attempt }: ChangeToLand,
  { commit }: LandingPart,
  { notes, files }: AgentWords,
): string {
  const lines = (verb: string, paths: readonly string[] = []): readonly string[] =>
    paths.filter((path) => !files.has(path)).map((path) => `- ${verb} ${path}`);
  const { created, modified, deleted } = attempt.changes ?? {};
  const list = [
    ...lines('created', created),
    ...lines('modified', modified),
    ...lines('deleted', deleted),
  ];
  return [
    `Merged as ${commit.slice(0, 12)} by ${attempt.agent}, attempt ${attempt.number}.`,
    '',
    ...list,
    ...notes.flatMap((note) => ['', note]),
  ].join('\n');
}
