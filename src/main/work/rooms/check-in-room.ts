import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isoTime } from '#shared/lib/clock.ts';
import { currentStop } from '#main/system/stop-context.ts';
import { writing } from '#main/git/file-errors.ts';
import { workersIn } from '#main/system/left-processes.ts';
import type { CheckOrder, CheckResult, StageOrder, WorkWatch } from '#main/work/orders.ts';
import type { WorkerMemory } from '#main/work/worker-memory.ts';
import type { WorkerParts } from '#main/work/worker-parts.ts';
import { copyFor } from './copy-for.ts';
import { changedSinceCopy } from './dependency-copy.ts';
import { leaveEarly, takeEarly } from './early-rooms.ts';
import { needsOf, prepareRoom } from './prepare-room.ts';
import type { StagedRoom } from './prepare-room.ts';
import type { OwnRoom } from './room-pool.ts';
import { restoreTracked } from './room.ts';
import { environmentsOf, runCommands } from './run-commands.ts';

const never = new AbortController().signal;

/** Takes a room and has it show the tree; nobody else gets it before the check, or {@link leaveRoom}. */
export async function stageRoom(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: StageOrder,
): Promise<void> {
  const stop = currentStop() ?? never;
  const copy = await copyFor(parts, memory, order);
  const needs = await needsOf(parts, copy, order);
  const early = await takeEarly(parts, memory, order, needs);
  if (early !== null) {
    memory.staged.set(order.id, { room: early, tree: order.tree, needs, problem: null });
    return;
  }
  const room = await parts.rooms.take(stop);
  try {
    const problem = await prepareRoom(parts, room, order, needs, stop);
    memory.staged.set(order.id, { room, tree: order.tree, needs, problem });
  } catch (error) {
    parts.rooms.release(room);
    throw error;
  }
}

/** Gives back the room that was made ready for checks which are not to be. */
export async function leaveRoom(
  parts: WorkerParts,
  memory: WorkerMemory,
  id: string,
): Promise<void> {
  await leaveEarly(parts, memory, id);
  const staged = memory.staged.get(id);
  memory.staged.delete(id);
  if (staged !== undefined) parts.rooms.release(staged.room);
}

/** See {@link Worker.check}. */
export async function checkInRoom(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: CheckOrder,
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<readonly CheckResult[]> {
  if (memory.staged.get(order.id)?.tree !== order.tree) {
    await leaveRoom(parts, memory, order.id);
    await stageRoom(parts, memory, order);
  }
  const staged = memory.staged.get(order.id);
  if (staged === undefined) throw new Error(`${order.id} has two checks at once.`);
  memory.staged.delete(order.id);
  try {
    return await check(parts, memory, order, staged, watch, stop);
  } finally {
    parts.rooms.release(staged.room);
  }
}

async function check(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: CheckOrder,
  { room, needs, problem }: StagedRoom,
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<readonly CheckResult[]> {
  const { folder } = room;
  const { dependencies } = needs;
  const place = { folder, room: 'clean', dependencies } as const;
  if (problem !== null) {
    const [first] = order.commands;
    const [environment = null] = await environmentsOf(parts, order, place);
    const startedAt = isoTime(parts.clock.now());
    const about = {
      cwd: folder,
      exitCode: null,
      durationMs: 0,
      room: 'clean',
      tests: null,
      digests: null,
    } as const;
    const { outputFile, text: outputTail } = problem;
    const verdict = stop.aborted ? 'interrupted' : 'could_not_run';
    const result = { ...about, verdict, outputFile, outputTail, startedAt, environment } as const;
    return first === undefined ? [] : [{ command: first.command, ...result, kept: [] }];
  }
  await headAt(room, order.commit);
  const restore = async (): Promise<void> => restoreTracked(room, order.tree);
  const results = await runCommands(parts, order, { ...place, restore }, watch, stop);
  await reportChanges(parts, memory, order, watch);
  reportStrangers(parts, order, watch);
  return results;
}

/** Lets the room's own git know the commit that is checked. */
async function headAt({ folder }: OwnRoom, commit: string): Promise<void> {
  const head = join(folder, '.git', 'HEAD');
  await writing(head, () => writeFile(head, `${commit}\n`));
}

/** Reports what the agent left running, which works in its worktree while its work is checked. */
function reportStrangers({ paths }: WorkerParts, { of }: CheckOrder, watch: WorkWatch): void {
  if (of === null || of.process === null) return;
  const strangers = workersIn(`${paths.worktrees}/${of.worktree}`, of.process);
  if (strangers.length > 0) watch({ kind: 'strangers', processes: strangers });
}

/** Says once in a run that the checkout's dependencies are not those that the run began with any more. */
async function reportChanges(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: CheckOrder,
  watch: WorkWatch,
): Promise<void> {
  const copy = await copyFor(parts, memory, order);
  if (copy.stamp === null || !existsSync(copy.stamp) || memory.reportedChanges.has(order.runId))
    return;
  const now = parts.clock.now();
  if (now - (memory.lookedAtDependencies ?? -Infinity) < lookEveryMs) return;
  memory.lookedAtDependencies = now;
  const changed = await changedSinceCopy(parts.repository.root, copy);
  if (changed.length === 0) return;
  memory.reportedChanges.add(order.runId);
  watch({ kind: 'dependencies_changed', folders: copy.folders });
}

/** How often the checkout's dependencies are looked at. */
const lookEveryMs = 30_000;
