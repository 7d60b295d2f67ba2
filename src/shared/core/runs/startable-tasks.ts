import { openLandings } from './situation.ts';
import type { Indexed, PlannedTask, Situation } from './situation.ts';

/**
 * How many tasks of each epic are under way. What waits on its way holds no slot, but whoever starts beside it
 * starts from the tip that it will move: no more share a tip than may be at work at once.
 */
function underWayByEpic(situation: Indexed): Map<string, number> {
  const { index, active } = situation;
  const counts = new Map<string, number>();
  for (const id of [...active, ...openLandings(situation).map(({ taskId }) => taskId)]) {
    const epicId = index.find(id)?.epicId;
    if (epicId !== undefined) counts.set(epicId, (counts.get(epicId) ?? 0) + 1);
  }
  return counts;
}

/**
 * Open tasks that may start, in planned order, at most `limit` of them, and when the first parked one may. Of an
 * account whose limit has just ended only the first task is among them, and of each epic as many as it has
 * room for.
 */
export function startable(
  situation: Indexed,
  limit: number,
  isWanted: (taskId: string) => boolean = () => true,
): {
  readonly ready: readonly PlannedTask[];
  readonly parkedUntil: number | null;
} {
  const { index, active, now, run } = situation;
  const { maxParallelTasks } = run.settings;
  const inEpic = underWayByEpic(situation);
  const ready: PlannedTask[] = [];
  let parkedUntil: number | null = null;
  const probed = new Set<string>();
  for (const task of index.ready()) {
    if (active.has(task.id) || !isWanted(task.id)) continue;
    if (task.parkedUntil !== null && task.parkedUntil > now) {
      parkedUntil = Math.min(parkedUntil ?? Infinity, task.parkedUntil);
    } else if (ready.length < limit && (task.probeOf === null || !probed.has(task.probeOf))) {
      const beside = inEpic.get(task.epicId) ?? 0;
      if (beside >= maxParallelTasks) continue;
      inEpic.set(task.epicId, beside + 1);
      if (task.probeOf !== null) probed.add(task.probeOf);
      ready.push(task);
      if (ready.length === limit) break;
    }
  }
  return { ready, parkedUntil };
}

/** How many attempts may start now. */
export function freeSlots(situation: Situation): number {
  const { run, active, finishing } = situation;
  return Math.max(0, run.settings.maxParallelTasks - active.size + (finishing?.size ?? 0));
}
