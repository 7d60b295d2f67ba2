import {
  blockedEnding,
  checksEnding,
  conflictEnding,
  cutOffEnding,
  sentBackEnding,
} from '#shared/core/protocol/endings.ts';
import { lastTries } from '#shared/core/evidence/tries.ts';
import type { AttemptEnding } from '#shared/core/records/attempt-machine.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Landing } from '#shared/model/landing.ts';
import type { Mark } from '#shared/model/mark.ts';
import { combine, completeCandidate } from '#main/git/merge.ts';
import type { Candidate } from '#main/git/merge.ts';
import { refNames, updateRefs } from '#main/git/refs.ts';
import type { Entry } from '#main/store/ledger.ts';
import { record } from '#main/store/record.ts';
import { verificationCommands } from '#main/verify/commands.ts';
import { changeToLand } from './change-to-land.ts';
import type { ChangeToLand } from './change-to-land.ts';
import { checkOrder, knownEvidence, makeEvidence, newEvidence, noteCheck } from './checks.ts';
import type { CheckedFor, WantedChecks } from './checks.ts';
import { endShort } from './end-landing.ts';
import { landingCommits } from './landing-commit.ts';
import { changeMarks } from './change-marks.ts';
import type { ChangeMarks } from './change-marks.ts';
import { agreedEvidence, flakyReason, waitForWord, wordOf } from './flaky-checks.ts';
import { falseCandidate } from './true-candidate.ts';
import { foreignTip } from './foreign-tip.ts';
import { judgeEvidence, passes } from './judge-evidence.ts';
import type { JudgedEvidence } from './judge-evidence.ts';
import { roomDifference } from './compare-rooms.ts';
import type { LandingHost, LandingParts } from './landing-parts.ts';
import { learnBase } from './learn-base.ts';
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
  if (wordOf(landing)?.kind === 'send_back') {
    const problem = 'Its checks passed and failed on the same tree, and a person sent it back.';
    const because = { outcome: 'rejected', problem } as const;
    endShort(parts, landing, sentBackEnding(attempt, change.tree, because));
    return;
  }
  const commands = verificationCommands(task, parts.config.commands);
  const built = await build(parts, host, landing, { change, commands });
  switch (built.kind) {
    case 'conflict':
      endShort(parts, landing, conflictEnding(attempt, built.files));
      return;
    case 'refused': {
      const because = { outcome: 'rejected', problem: built.reason } as const;
      const entries = markEntries(parts, landing, built.marks);
      endShort(parts, landing, sentBackEnding(attempt, change.tree, because), entries);
      return;
    }
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
  const { candidate } = built;
  const tries = built.known ?? (await check(parts, host, landing, built));
  const { look } = built;
  const tip = candidate.headBefore;
  await learnBase(parts, host, landing, { change, tip, commands, last: lastTries(tries) });
  const memory = host.landing;
  memory.noteTree(candidate.commit, candidate.tree);
  memory.noteChild(tip, candidate.commit);
  const judged = await judgeEvidence(parts, landing, { change, memory, look, tip, tries });
  const { evidence } = judged;
  host.landing.checkMs = evidence.reduce((sum, one) => sum + one.durationMs, 0);
  const difference = await roomDifference(parts, host, landing, change, evidence);
  const isToRepair = !passes(evidence) && evidence.every((one) => one.verdict !== 'interrupted');
  if (candidate.combined && isToRepair) await layOut(parts, change, candidate);
  settle(parts, host, landing, { change, candidate, judged, difference });
}

interface Building {
  readonly change: ChangeToLand;
  readonly commands: readonly string[];
}

/** A change as it would land. */
interface BuiltChange {
  readonly candidate: Built;
  readonly checks: ReturnType<typeof checkOrder>;
  readonly about: CheckedFor;
  /** What it does to its own checks. */
  readonly look: ChangeMarks;
  /** Evidence that there is already. */
  readonly known: readonly Evidence[] | null;
}

/** Runs the checks of a change in the room that was made ready for it. */
async function check(
  parts: LandingParts,
  host: LandingHost,
  landing: Landing,
  { candidate: { commit }, checks, about }: BuiltChange,
): Promise<readonly Evidence[]> {
  if (checks.order.commands.length === 0) return [];
  const { order, ids } = checks;
  const watch = noteCheck(parts, host, landing);
  const stop = host.stopSignalOf(landing.id);
  return makeEvidence(parts, { order: { ...order, commit }, ids }, about, watch, stop);
}

/** Makes the commit that would land, and has a room show it meanwhile. */
async function build(
  parts: LandingParts,
  host: LandingHost,
  landing: Landing,
  { change, commands }: Building,
): Promise<
  | Extract<Candidate, { kind: 'conflict' }>
  /** It changes its own checks, and is sent back for that. */
  | { readonly kind: 'refused'; readonly reason: string; readonly marks: readonly Mark[] }
  /** The branch that it is to land on is not there any more or not where it should be, or git has other content of it. */
  | { readonly kind: 'lost'; readonly problem: Failure }
  | ({ readonly kind: 'built' } & BuiltChange)
> {
  const { task, attempt, base, commit, tree } = change;
  const memory = host.landing;
  const epicTip = await memory.epicTip(parts.git, task.epicId);
  if (epicTip === null) return { kind: 'lost', problem: await noteLost(parts, host, change) };
  const foreign = await foreignTip(parts, task.epicId, epicTip, attempt.endedAt);
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
  const { changes } = work;
  const compared = { from: work.base, to: work.commit, changes };
  const look = await changeMarks(parts, task, compared, commands);
  if (look.refusal !== null) return { kind: 'refused', reason: look.refusal, marks: look.marks };
  const combination = await combine(parts.git, work, epicTip);
  if (combination.kind === 'conflict') return combination;
  const wanted = { ...wantedFor(parts, change), tree: combination.tree, onto: epicTip };
  const checks = checkOrder(parts, { ...wanted, commit: '' }, commands);
  const before =
    agreedEvidence(parts, landing, combination.tree, commands) ??
    (await knownEvidence(parts, checks.order));
  const message = mergeMessage(task, attempt, commands, look.marks);
  const makeCommit = landingCommits(parts, host, landing);
  const isToRun = before === null && commands.length > 0;
  const [candidate] = await allOrLeft(parts, checks.order.id, [
    pinned(parts, landing, completeCandidate(parts.git, work, combination, message, makeCommit)),
    isToRun ? parts.worker.stage(checks.order) : Promise.resolve(),
  ]);
  const falsehood = await falseCandidate(parts, candidate);
  if (falsehood !== null) {
    await parts.worker.leave(checks.order.id);
    return { kind: 'lost', problem: falsehood };
  }
  const about = {
    taskId: task.id,
    attemptId: attempt.id,
    purpose: 'landing',
    commit: candidate.commit,
  } as const;
  return { kind: 'built', candidate, checks, about, look, known: before };
}

/** Waits for both; where one fails, no room waits for a check that is not to be. */
async function allOrLeft<One, Other>(
  { worker }: Pick<LandingParts, 'worker'>,
  id: string,
  both: readonly [Promise<One>, Promise<Other>],
): Promise<readonly [One, Other]> {
  const [one, other] = await Promise.allSettled(both);
  if (one.status === 'fulfilled' && other.status === 'fulfilled') return [one.value, other.value];
  await worker.leave(id);
  if (one.status === 'rejected') throw one.reason;
  throw other.status === 'rejected' ? other.reason : new Error('One of two failed.');
}

/**
 * Keeps the commit that would land by a ref, so that nothing takes it away while it is checked: a check may take longer
 * than git keeps what no ref holds.
 */
async function pinned(
  parts: LandingParts,
  landing: Landing,
  making: Promise<Built>,
): Promise<Built> {
  const candidate = await making;
  const update = { ref: refNames.intent(landing.id), target: candidate.commit, expected: null };
  parts.tracer.reached('landing.pin.before');
  await updateRefs(parts.git, [update], `candidate of ${landing.id}`);
  parts.tracer.reached('landing.pin.after');
  return candidate;
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

function wantedFor(
  { config }: LandingParts,
  { attempt, base, commit }: ChangeToLand,
): Omit<WantedChecks, 'tree' | 'commit' | 'onto'> {
  const { id, runId, taskId, number, worktree, branch, process } = attempt;
  if (worktree === null) throw new Error(`Attempt ${id} has no worktree.`);
  const place = { runId, attemptId: id, taskId, number, worktree, branch, base };
  return {
    id,
    runId,
    variables: { SWITCHYARD_ATTEMPT_ID: id },
    worktree: config.verify.room === 'worktree' ? { ...place, work: { commit } } : null,
    of: { ...place, process },
  };
}

interface Checked {
  readonly change: ChangeToLand;
  readonly candidate: Built;
  readonly judged: JudgedEvidence;
  /** What makes a check pass where the agent worked, and not where it counts. */
  readonly difference: string | null;
}

/** Adds a sentence to what a person and the next agent read of an ending. */
function withMore(ending: AttemptEnding, more: string | null): AttemptEnding {
  if (more === null) return ending;
  const added = (text: string | null): string => (text === null ? more : `${text} ${more}`);
  const carryForward = ending.carryForward === null ? null : `${ending.carryForward}\n${more}\n`;
  return { ...ending, problem: added(ending.problem), carryForward };
}

/** Lets the next attempt begin with what did not pass: the work together with what has landed meanwhile. */
async function layOut(
  parts: LandingParts,
  { attempt, base, commit: work }: ChangeToLand,
  { commit }: Built,
): Promise<void> {
  const { id: attemptId, runId, taskId, number, worktree, branch } = attempt;
  if (worktree === null) return;
  const place = { runId, attemptId, taskId, number, worktree, branch, base };
  await parts.worker.layOut({ ...place, work, commit });
}

/** The entries that put these marks in place of those that the landing had. */
function markEntries(
  parts: Pick<LandingParts, 'clock'>,
  { id, marks: before }: Landing,
  marks: readonly Mark[],
): readonly Entry[] {
  if (marks.length === 0 && before.length === 0) return [];
  return [{ to: 'landings', id, command: { kind: 'mark', marks, at: timestamp(parts) } }];
}

/** Whether a person has said that exactly this tree may land. */
function isLetLand(landing: Landing, tree: string): boolean {
  const word = wordOf(landing);
  return word?.kind === 'land' && word.tree === tree;
}

/** Writes down what the checks came to. */
function settle(
  parts: LandingParts,
  host: LandingHost,
  landing: Landing,
  { change: { attempt, task }, candidate, judged, difference }: Checked,
): void {
  const { evidence, tries, refusal, flaky } = judged;
  const known = [...newEvidence(parts, tries), ...markEntries(parts, landing, judged.marks)];
  const isStopped = stopReasonOf(parts, landing) !== null;
  if (isStopped || tries.some(({ verdict }) => verdict === 'interrupted')) {
    const problem = stopText(parts, landing, ' during verification');
    endShort(parts, landing, cutOffEnding({ problem, changes: attempt.changes }), known);
    return;
  }
  if (!passes(evidence)) {
    const ending = withMore(checksEnding(attempt, candidate.tree, evidence), difference);
    endShort(parts, landing, ending, known);
    return;
  }
  const { headBefore, commit, tree, proof } = candidate;
  if (refusal !== null) {
    const because = { outcome: 'rejected', problem: refusal } as const;
    endShort(parts, landing, sentBackEnding(attempt, tree, because), known);
    return;
  }
  const ref = refNames.epicBranch(landing.epicId);
  const part = { ref, headBefore, commit, tree, proof };
  if (flaky.length > 0 && !isLetLand(landing, tree)) {
    if (host.isEnding || !host.hasPerson) {
      const problem = `${flakyReason(flaky)} Nobody can be asked now: run it again where you can look at it.`;
      endShort(parts, landing, blockedEnding(problem), known);
      return;
    }
    record(parts, [...known, ...waitForWord(parts, landing, task, part, flaky)]);
    return;
  }
  const intent = {
    parts: [part],
    evidenceIds: evidence.map(({ id }) => id),
  };
  const command = { kind: 'intend', intent, at: timestamp(parts) } as const;
  parts.tracer.reached('landing.intend.before');
  record(parts, [...known, { to: 'landings', id: landing.id, command }]);
  parts.tracer.reached('landing.intend.after');
}
