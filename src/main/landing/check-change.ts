import {
  blockedEnding,
  checksEnding,
  conflictEnding,
  cutOffEnding,
} from '#shared/core/protocol/endings.ts';
import type { AttemptEnding } from '#shared/core/records/attempt-machine.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Landing } from '#shared/model/landing.ts';
import { combine, completeCandidate } from '#main/git/merge.ts';
import type { Candidate } from '#main/git/merge.ts';
import { refNames, updateRefs } from '#main/git/refs.ts';
import { record } from '#main/store/record.ts';
import { verificationCommands } from '#main/verify/commands.ts';
import { changeToLand } from './change-to-land.ts';
import type { ChangeToLand } from './change-to-land.ts';
import { checkOrder, knownEvidence, makeEvidence, newEvidence, noteCheck } from './checks.ts';
import type { CheckedFor, WantedChecks } from './checks.ts';
import { endShort } from './end-landing.ts';
import { landingCommits } from './landing-commit.ts';
import { escapeEntries } from './escape-marks.ts';
import { foreignTip } from './foreign-tip.ts';
import { letsLand, withKnownFailures } from './known-failures.ts';
import { roomDifference } from './compare-rooms.ts';
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
  const { candidate } = built;
  const found = built.known ?? (await check(parts, host, landing, built));
  const evidence = await withKnownFailures(parts, landing, found);
  host.landing.checkMs = evidence.reduce((sum, one) => sum + one.durationMs, 0);
  const difference = await roomDifference(parts, host, landing, change, evidence);
  const isToRepair = evidence.some((one) => !letsLand(one) && one.verdict !== 'interrupted');
  if (candidate.combined && isToRepair) await layOut(parts, change, candidate);
  settle(parts, landing, { change, candidate, evidence, difference });
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
  /** The branch that it is to land on is not there any more, or not where it should be. */
  | { readonly kind: 'lost'; readonly problem: Failure }
  | ({ readonly kind: 'built' } & BuiltChange)
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
  const wanted = { ...wantedFor(parts, change), tree: combination.tree, onto: epicTip };
  const checks = checkOrder(parts, { ...wanted, commit: '' }, commands);
  const before = await knownEvidence(parts, checks.order);
  const message = mergeMessage(task, attempt, commands);
  const makeCommit = landingCommits(parts, host, landing);
  const isToRun = before === null && commands.length > 0;
  const [candidate] = await allOrLeft(parts, checks.order.id, [
    pinned(parts, landing, completeCandidate(parts.git, work, combination, message, makeCommit)),
    isToRun ? parts.worker.stage(checks.order) : Promise.resolve(),
  ]);
  const about = {
    taskId: task.id,
    attemptId: attempt.id,
    purpose: 'landing',
    commit: candidate.commit,
  } as const;
  return { kind: 'built', candidate, checks, about, known: before };
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
  readonly evidence: readonly Evidence[];
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

function passes(evidence: readonly Evidence[]): boolean {
  return evidence.length > 0 && evidence.every(letsLand);
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

/** Writes down what the checks came to. */
function settle(
  parts: LandingParts,
  landing: Landing,
  { change: { attempt }, candidate, evidence, difference }: Checked,
): void {
  const known = newEvidence(parts, evidence);
  const isStopped = stopReasonOf(parts, landing) !== null;
  if (isStopped || evidence.some(({ verdict }) => verdict === 'interrupted')) {
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
