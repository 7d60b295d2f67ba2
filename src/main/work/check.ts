import type { CheckOrder, CheckResult, StageOrder, WorkWatch } from './orders.ts';
import { checkInRoom, stageRoom } from './rooms/check-in-room.ts';
import { copyFor } from './rooms/copy-for.ts';
import { stageEarly } from './rooms/early-rooms.ts';
import { checkInWorktree, worktreePlace } from './rooms/check-in-worktree.ts';
import { needsOf } from './rooms/prepare-room.ts';
import { environmentsOf } from './rooms/run-commands.ts';
import type { WorkerMemory } from './worker-memory.ts';
import type { WorkerParts } from './worker-parts.ts';

/** See {@link Worker.stage}. */
export async function stageCheck(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: StageOrder,
): Promise<void> {
  // A worktree shows nothing else before its turn: others may look at it until then.
  if (order.worktree === null) await stageRoom(parts, memory, order);
}

/** See {@link Worker.stageEarly}. */
export async function stageCheckEarly(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: StageOrder,
): Promise<void> {
  if (order.worktree === null) await stageEarly(parts, memory, order);
}

/** See {@link Worker.check}. */
export async function checkTree(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: CheckOrder,
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<readonly CheckResult[]> {
  return order.worktree === null
    ? checkInRoom(parts, memory, order, watch, stop)
    : checkInWorktree(parts, order, order.worktree, watch, stop);
}

/** See {@link Worker.environments}. */
export async function environmentsFor(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: CheckOrder,
): Promise<readonly string[]> {
  if (order.worktree !== null)
    return environmentsOf(parts, order, worktreePlace(parts, order.worktree));
  const { dependencies } = await needsOf(parts, await copyFor(parts, memory, order), order);
  // Programs of the tree itself are no part of the environment, so that no room is needed.
  const folder = parts.paths.rooms;
  return environmentsOf(parts, order, { folder, room: 'clean', dependencies });
}
