import { setTimeout as sleep } from 'node:timers/promises';
import { endRemains } from '#main/system/process-tree.ts';
import { listProcesses } from '#main/system/process-table.ts';

/** What a git was at may take its time, and is best done whole. */
const patienceMs = 20_000;
const lookMs = 25;
/** Time that a git gets to take its locks away. */
const endGraceMs = 2_000;

/**
 * Waits until the gits have ended that a helper left behind which has died: they go on without it, and nothing else
 * may be at the same index or files then. What takes too long, or longer than `limit`, is ended.
 */
export async function untilLeftGitsEnded(
  helper: number | undefined,
  limit: AbortSignal | undefined,
): Promise<void> {
  if (helper === undefined) return;
  const deadline = performance.now() + patienceMs;
  while (await hasGroup(helper)) {
    if (limit?.aborted === true || performance.now() > deadline) {
      await endRemains({ pid: helper, startTime: null }, { graceMs: endGraceMs });
      return;
    }
    await sleep(lookMs);
  }
}

/** Whether anything is left of the group that a process led: it gives its number to nobody else until then. */
async function hasGroup(leader: number): Promise<boolean> {
  const all = await listProcesses();
  return all.some(({ group, ended }) => group === leader && !ended);
}
