import { assertNever } from '#shared/lib/assert-never.ts';
import type { Role } from '#shared/model/attempt.ts';
import type { GateKind } from '#shared/model/landing.ts';
import { workCapReached } from './caps.ts';
import type { Rung } from './protocol.ts';
import { roles } from './roles.ts';
import type { Try } from './tries.ts';
import type { OpenLanding, Work } from './work.ts';

/** Verdicts that are of no use before a reviewer is asked no more. */
const reviewAttempts = 3;

/** What is to be done for a piece of work. */
export type Step =
  | {
      readonly kind: 'attempt';
      readonly role: Role;
      /** The attempt whose work in the same worktree it goes on with; null when it starts from the tip. */
      readonly continues: string | null;
    }
  | { readonly kind: 'land'; readonly landingId: string }
  /** Nothing, until whoever stands at this gate lets it go on: a person, a group of other work, a checkout. */
  | { readonly kind: 'wait'; readonly for: GateKind }
  | { readonly kind: 'block'; readonly reason: string }
  | { readonly kind: 'done' };

/**
 * What comes next for a piece of work, by its records alone (SPEC sections 3, 5.6, 6.3 to 6.5, 7.5). It is asked
 * when an attempt ends, whether the work is blocked or put back, and by the planner, which role tries next:
 * the same records give the same answer.
 */
export function nextStep(work: Work): Step {
  if (work.isDone) return { kind: 'done' };
  const { tries, landing } = work;
  // A change may have been sent back after others had looked at it.
  for (const last of [tries.at(-1), ladderRounds(work).at(-1)]) {
    const stopped = last === undefined ? null : stopReason(work, last);
    if (stopped !== null) return block(stopped);
  }
  return landing === null ? ladderStep(work) : landingStep(work, landing);
}

/** Why nothing more is tried, whatever the caps say. */
function stopReason({ hopeless }: Work, last: Try): string | null {
  if (last.end === 'refused' && hopeless !== null) return last.stopReason ?? hopeless;
  if (last.end === 'accepted' || last.end === 'under_way') return null;
  if (last.stopReason !== null) return last.stopReason;
  return last.end === 'blocked' ? (last.problem ?? 'The attempt did not succeed.') : null;
}

function landingStep(work: Work, landing: OpenLanding): Step {
  const { id, waitsAt } = landing;
  if (waitsAt === null) return { kind: 'land', landingId: id };
  return waitsAt === 'reviewer' ? reviewStep(work, landing) : { kind: 'wait', for: waitsAt };
}

/** A change that was delivered is read, whatever round it came from; the caps count the readings. */
function reviewStep(work: Work, { attemptId }: OpenLanding): Step {
  const role = 'reviewer';
  const since = work.tries.findIndex(({ id }) => id === attemptId);
  const reviews = work.tries.slice(since + 1).filter((one) => one.role === role);
  const capped = capReason(work, reviews, reviewAttempts);
  if (capped !== null) return block(capped);
  return { kind: 'attempt', role, continues: continuedBy(work, role) };
}

function ladderStep(work: Work): Step {
  const { ladder } = work.protocol;
  const rounds = ladderRounds(work);
  const most = ladder.reduce((sum, rung) => sum + rung.most, 0);
  const capped = capReason(work, rounds, most);
  if (capped !== null) return block(capped);
  const rung = rungAfter(ladder, rounds.filter(({ end }) => end === 'sent_back').length);
  if (rung === null) return block('Nobody tries this work again.');
  return { kind: 'attempt', role: rung.role, continues: continuedBy(work, rung.role) };
}

/** The tries of the roles that the ladder names. */
function ladderRounds({ tries, protocol }: Work): readonly Try[] {
  return tries.filter(({ role }) => protocol.ladder.some((rung) => rung.role === role));
}

function capReason({ tries, caps }: Work, rounds: readonly Try[], most: number): string | null {
  const last = rounds.at(-1) ?? tries.at(-1);
  return last === undefined ? null : workCapReached({ tries, last, rounds, most, caps });
}

/** Who tries after so many results were sent back; null when nobody is left. */
function rungAfter(ladder: readonly Rung[], sentBack: number): Rung | null {
  let passed = 0;
  for (const rung of ladder) {
    passed += rung.most;
    if (sentBack < passed) return rung;
  }
  return null;
}

/** The attempt whose work a role finds where it works. */
function continuedBy({ unlanded, landing }: Work, role: Role): string | null {
  switch (roles[role].checkout) {
    case 'own': {
      // One that got no further than its setup has left the work of those before it as it was.
      const last = unlanded.findLast(({ hasWorked }) => hasWorked);
      // After a conflict the work starts again from the tip (SPEC section 7.5, level 2).
      return last === undefined || last.end === 'conflict' ? null : last.id;
    }
    case 'reviewed':
      return landing?.attemptId ?? null;
    case 'read_only':
      return null;
    default:
      return assertNever(roles[role].checkout, 'checkout of a role');
  }
}

function block(reason: string): Step {
  return { kind: 'block', reason };
}
