import {
  blockedEnding,
  checksEnding,
  conflictEnding,
  cutOffEnding,
} from '#shared/core/protocol/endings.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Landing } from '#shared/model/landing.ts';
import { combine, completeCandidate } from '#main/git/merge.ts';
import type { Candidate } from '#main/git/merge.ts';
import { refNames } from '#main/git/refs.ts';
import { record } from '#main/store/record.ts';
import { verificationCommands } from '#main/verify/commands.ts';
import type { StageOrder } from '#main/work/orders.ts';
import { changeToLand } from './change-to-land.ts';
import type { ChangeToLand } from './change-to-land.ts';
import { evidenceFor, newEvidence } from './checks.ts';
import { endShort } from './end-landing.ts';
import { landingCommits } from './landing-commit.ts';
import { escapeEntries } from './escape-marks.ts';
import { foreignTip } from './foreign-tip.ts';
import type { LandingHost, LandingParts } from './landing-parts.ts';
import { lostBranch, recordedTip } from './lost-branch.ts';
import { mergeMessage } from './merge-message.ts';
import { workToLand } from './own-task-file.ts';
import { stopReasonOf, stopText } from './stop-landing.ts';

type Built = Extract<Candidate, { kind: 'candidate' }>;

/**
 * Builds what the epic branch would become, has the checks run on exactly that tree, and writes down what is
 * to move; or ends the landing with the conflict or the failing checks (SPEC sections 6.1, 7.4). The branch does not
 * move here.
 */
export async function checkChange(
  parts: LandingParts,
  host: LandingHost,
  landing: Landing,
): Promise<void> {
  const change = changeToLand(parts, landing);
  const { task, attempt } = change;
  const commands = verificationCommands(task, parts.config.commands);
  const built = await build(parts, host, landing, { change, commands });
  switch (built.kind) {
    case 'conflict':
      endShort(parts, landing, conflictEnding(attempt, built.files));
      return;
    case 'lost': {
      const { message, action } = built.problem;
      endShort(parts, landing, blockedEnding(`${message} ${action}`));
      return;
    }
    case 'built':
      break;
    default:
      assertNever(built, 'built change');
  }
  const { candidate, order } = built;
  const evidence = await evidenceFor(parts, host, landing, {
    attempt,
    order: { ...order, commit: candidate.commit },
    commands,
  });
  host.landing.checkMs = evidence.reduce((sum, one) => sum + one.durationMs, 0);
  settle(parts, landing, { change, candidate, evidence });
}

interface Building {
  readonly change: ChangeToLand;
  readonly commands: readonly string[];
}

/** Makes the commit that would land, and has the worktree show it meanwhile. */
async function build(
  parts: LandingParts,
  host: LandingHost,
  landing: Landing,
  { change, commands }: Building,
): Promise<
  | Extract<Candidate, { kind: 'conflict' }>
  /** The branch that it is to land on is not there any more, or not where it should be. */
  | { readonly kind: 'lost'; readonly problem: Failure }
  | { readonly kind: 'built'; readonly candidate: Built; readonly order: StageOrder }
> {
  const { task, attempt, base, commit, tree } = change;
  const memory = host.landing;
  const epicTip = await memory.epicTip(parts.git, task.epicId);
  if (epicTip === null) return { kind: 'lost', problem: await noteLost(parts, host, change) };
  const foreign = await foreignTip(parts, task.epicId, epicTip);
  if (foreign !== null) {
    // It may be put back while the run goes on.
    memory.noteEpicTip(task.epicId, null);
    return { kind: 'lost', problem: foreign };
  }
  const known = memory.recordedWork.get(commit);
  const isDirect = known?.isDirect === true;
  const isOnEpic = isDirect && memory.isInEpicHistory(task.epicId, base);
  const done = { taskId: task.id, base, commit, tree, changes: known?.changes, isOnEpic };
  const work = await workToLand(parts, task, done);
  const combination = await combine(parts.git, work, epicTip);
  if (combination.kind === 'conflict') return combination;
  const order: StageOrder = {
    ...placeOf(change),
    work: { commit, tree, isDirect },
    tree: combination.tree,
    isOther: combination.combined || work.tree !== tree,
  };
  const message = mergeMessage(task, attempt, commands);
  const makeCommit = landingCommits(parts, host, landing);
  const [candidate] = await Promise.all([
    completeCandidate(parts.git, work, combination, message, makeCommit),
    parts.worker.stage(order),
  ]);
  return { kind: 'built', candidate, order };
}

/** Remembers that the epic branch is gone, so that no other task of the run creates it again without its work. */
async function noteLost(
  parts: LandingParts,
  { landing: memory }: LandingHost,
  { task: { epicId }, base }: ChangeToLand,
): Promise<Failure> {
  const tip = memory.lastEpicTip(epicId) ?? (await recordedTip(parts, epicId, base));
  memory.noteLostEpic(epicId, tip);
  return lostBranch(epicId, tip);
}

function placeOf({ attempt, base }: ChangeToLand): Omit<StageOrder, 'work' | 'tree' | 'isOther'> {
  const { id: attemptId, runId, taskId, number, worktree, branch } = attempt;
  if (worktree === null) throw new Error(`Attempt ${attemptId} has no worktree.`);
  return { runId, attemptId, taskId, number, worktree, branch, base };
}

interface Checked {
  readonly change: ChangeToLand;
  readonly candidate: Built;
  readonly evidence: readonly Evidence[];
}

/** Writes down what the checks came to. */
function settle(
  parts: LandingParts,
  landing: Landing,
  { change: { attempt }, candidate, evidence }: Checked,
): void {
  const known = newEvidence(parts, evidence);
  const isStopped = stopReasonOf(parts, landing) !== null;
  if (isStopped || evidence.some(({ verdict }) => verdict === 'interrupted')) {
    const problem = stopText(parts, landing, ' during verification');
    endShort(parts, landing, cutOffEnding({ problem, changes: attempt.changes }), known);
    return;
  }
  const passed = evidence.length > 0 && evidence.every(({ verdict }) => verdict === 'passed');
  if (!passed) {
    endShort(parts, landing, checksEnding(attempt, candidate.tree, evidence), known);
    return;
  }
  const { headBefore, commit, tree, proof } = candidate;
  const ref = refNames.epicBranch(landing.epicId);
  const intent = {
    parts: [{ ref, headBefore, commit, tree, proof }],
    evidenceIds: evidence.map(({ id }) => id),
  };
  const command = { kind: 'intend', intent, at: timestamp(parts) } as const;
  parts.tracer.reached('landing.intend.before');
  record(parts, [
    ...known,
    ...escapeEntries(parts, landing, attempt.id),
    { to: 'landings', id: landing.id, command },
  ]);
  parts.tracer.reached('landing.intend.after');
}
