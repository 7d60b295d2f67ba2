import { newLanding } from '#shared/core/records/new-landing.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Landing } from '#shared/model/landing.ts';
import type { Task } from '#shared/model/task.ts';
import { treeOf } from '#main/git/commits.ts';
import type { UndoResult } from '#main/git/undo.ts';
import { record } from '#main/store/record.ts';
import { required } from '#main/store/required.ts';
import { ownIdentity } from '#main/system/process-identity.ts';
import { verificationCommands } from '#main/verify/commands.ts';
import type { Undo } from './find-undo.ts';
import type { LandingParts } from './landing-parts.ts';

/** Finds which checks have passed on the tree that an undo leads to. */
export async function checksOfUndo(
  parts: LandingParts,
  { task, undoes }: Pick<Undo, 'task' | 'undoes'>,
): Promise<(tree: string) => readonly string[]> {
  if (undoes.kind !== 'revert') return (tree) => passedBefore(parts, task, tree);
  const treeBefore = await treeOf(parts.git, undoes.headBefore);
  return (tree) => proofOfClosing(parts, task, tree, treeBefore);
}

/** What is to be written down of an undo. */
interface UndoToIntend {
  readonly undo: Pick<Undo, 'task' | 'undoes'>;
  readonly built: Extract<UndoResult, { readonly kind: 'built' }>;
  readonly evidenceIds: readonly string[];
  /** Why it is not to be done after all; null when it is. */
  readonly meanwhile: () => Failure | null;
}

/**
 * Writes down what is about to move, before it does; or why it is not to move after all. The turn of undos is
 * that of this process only: what others have begun or done meanwhile is looked at in the same transaction.
 */
export function intendUndo(
  parts: LandingParts,
  { undo: { task, undoes }, built, evidenceIds, meanwhile }: UndoToIntend,
): Result<Landing, Failure> {
  const restores = undoes.kind === 'revert';
  const landing = newLanding(parts, {
    kind: restores ? 'restore' : 'revert',
    runId: null,
    owner: ownIdentity(),
    epicId: task.epicId,
    works: [{ taskId: task.id, attemptId: null, undoes: undoes.id }],
    gates: restores ? ['checks', 'checkout'] : ['checkout'],
    stopReason: null,
  });
  const { id } = landing;
  const { headBefore, commit, tree, proof } = built;
  const intent = {
    parts: [{ ref: undoes.branchRef, headBefore, commit, tree, proof }],
    evidenceIds: [...evidenceIds],
  };
  parts.tracer.reached('landing.intend.before');
  const refused = parts.store.transact(() => {
    const problem = meanwhile();
    if (problem !== null) return problem;
    record(parts, [
      { to: 'landings', id, command: { kind: 'create', landing } },
      { to: 'landings', id, command: { kind: 'intend', intent, at: timestamp(parts) } },
    ]);
    return null;
  });
  if (refused !== null) return err(refused);
  parts.tracer.reached('landing.intend.after');
  return ok(required(parts.store, 'landings', id));
}

/**
 * Ids of the evidence that lets the task be closed at `tree`: each of its checks has passed on exactly this
 * tree, whoever's check that was; or the branch stood at it before the undo, by a merge that was checked.
 * Empty when there is none.
 */
function proofOfClosing(
  parts: LandingParts,
  task: Task,
  tree: string,
  treeBefore: string | null,
): readonly string[] {
  const passed = parts.store
    .find('evidence', 'tree', tree)
    .filter(({ verdict }) => verdict === 'passed');
  const own = verificationCommands(task, parts.config.commands).map(
    (command) => passed.find((one) => one.command === command)?.id,
  );
  const known = own.filter((id) => id !== undefined);
  if (known.length > 0 && known.length === own.length) return known;
  return tree === treeBefore ? passedBefore(parts, task, tree) : [];
}

/** Ids of the checks by which a merge into the task's epic came to exactly this tree; empty without one. */
function passedBefore({ store }: LandingParts, { epicId }: Task, tree: string): readonly string[] {
  const merges = store
    .find('receipts', 'epic_id', epicId)
    .filter((one) => one.kind !== 'revert' && one.tree === tree);
  return merges.at(-1)?.evidenceIds ?? [];
}
