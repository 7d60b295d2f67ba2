import { currentStop } from '#main/system/stop-context.ts';
import type { StageOrder } from '#main/work/orders.ts';
import type { WorkerMemory } from '#main/work/worker-memory.ts';
import type { WorkerParts } from '#main/work/worker-parts.ts';
import { copyFor } from './copy-for.ts';
import { needsOf, prepareRoom, turnRoom } from './prepare-room.ts';
import type { Needs } from './prepare-room.ts';
import type { ReadyRoom } from './ready-room.ts';
import type { OwnRoom } from './room-pool.ts';

/** A room is shown the tree of its turn as a whole when it was made ready longer ago than this, in ms. */
const freshMs = 10_000;

/**
 * Makes a room ready for checks before their turn, when one is free: what is to be checked then may still become another
 * tree. Whoever needs a room sooner gets this one. Nothing is set up, and what fails is left to the turn to say.
 */
export async function stageEarly(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: StageOrder,
): Promise<void> {
  if (memory.early.has(order.id)) return;
  const cancel = new AbortController();
  const work = stage(parts, memory, order, cancel.signal).catch(() => null);
  memory.early.set(order.id, { work, cancel });
  await work;
}

async function stage(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: StageOrder,
  cancel: AbortSignal,
): Promise<ReadyRoom | null> {
  const stop = currentStop() ?? cancel;
  const needs = await needsOf(parts, await copyFor(parts, memory, order), order);
  if (needs.provision.commands.length > 0) return null;
  const room = await parts.rooms.takeSpare(AbortSignal.any([cancel, stop]));
  if (room === null) return null;
  try {
    const problem = await prepareRoom(parts, room, order, needs, stop);
    const spare = parts.rooms.spare(room);
    return { room, tree: order.tree, needs, problem, spare, at: performance.now() };
  } catch (error) {
    parts.rooms.release(room);
    throw error;
  }
}

/**
 * The room that was made ready early for an order, brought to the tree that it is for now; null when there is none, or
 * it is of no use.
 */
export async function takeEarly(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: StageOrder,
  needs: Needs,
): Promise<OwnRoom | null> {
  const ready = await endEarly(memory, order.id);
  if (ready === null || !parts.rooms.reclaim(ready.spare)) return null;
  try {
    const isOld = performance.now() - ready.at > freshMs;
    const isSame = ready.problem === null && ready.needs.dependencies === needs.dependencies;
    if (isSame && !isOld && (await turnRoom(ready.room, order, ready.tree))) return ready.room;
  } catch (error) {
    parts.rooms.release(ready.room);
    throw error;
  }
  parts.rooms.release(ready.room);
  return null;
}

/** Gives back what {@link stageEarly} made ready. */
export async function leaveEarly(
  parts: WorkerParts,
  memory: WorkerMemory,
  id: string,
): Promise<void> {
  const ready = await endEarly(memory, id);
  if (ready !== null && parts.rooms.reclaim(ready.spare)) parts.rooms.release(ready.room);
}

async function endEarly(memory: WorkerMemory, id: string): Promise<ReadyRoom | null> {
  const early = memory.early.get(id);
  memory.early.delete(id);
  early?.cancel.abort();
  return early === undefined ? null : early.work;
}
