import type { Attempt } from '#shared/model/attempt.ts';
import type { Landing } from '#shared/model/landing.ts';
import type { Task } from '#shared/model/task.ts';
import { required } from '#main/store/required.ts';
import type { LandingParts } from './landing-parts.ts';

/** The work of an attempt that is to land, as it was recorded. */
export interface ChangeToLand {
  readonly task: Task;
  readonly attempt: Attempt;
  /** Commit of the epic that the work stands on. */
  readonly base: string;
  readonly commit: string;
  readonly tree: string;
}

/**
 * Reads what a landing of new work is about.
 * @throws {Error} when its attempt has no recorded work: the database is damaged
 */
export function changeToLand(
  { store }: Pick<LandingParts, 'store'>,
  landing: Landing,
): ChangeToLand {
  const work = landing.works.at(-1);
  if (work === undefined || work.attemptId === null) {
    throw new Error(`Landing ${landing.id} is not one of new work.`);
  }
  const attempt = required(store, 'attempts', work.attemptId);
  const { baseCommit: base, commit, tree } = attempt;
  if (base === null || commit === null || tree === null) {
    throw new Error(`Attempt ${attempt.id} has no work that could land.`);
  }
  return { task: required(store, 'tasks', work.taskId), attempt, base, commit, tree };
}
