import type { AgentAdapter } from '#main/agents/adapter.ts';
import { takeSnapshot, treeOfFiles } from '#main/git/snapshot.ts';
import type { Worktree } from '#main/git/worktree-pool.ts';
import { workersIn } from '#main/system/left-processes.ts';
import type { PtyExit, PtySession } from '#main/terminal/pty-host.ts';
import type { RunOrder, WorkSignal, WorkWatch } from './orders.ts';
import { SilenceWatch } from './silence-watch.ts';
import type { WorkerMemory } from './worker-memory.ts';
import type { WorkerParts } from './worker-parts.ts';

/** Time an agent gets to end by itself when it is stopped. */
const endGraceMs = 3_000;
/** How often the work of a running agent is put into the vault. */
const snapshotIntervalMs = 3 * 60_000;
/** How often an agent is looked at. */
const lookMs = 200;

/** An agent that was started. */
export interface RunningAgent {
  readonly agent: PtySession;
  readonly adapter: AgentAdapter;
  readonly worktree: Worktree;
}

/**
 * Stays with an agent until it has ended: reports its start, its silence and what it left behind, keeps
 * its work in the vault meanwhile, and ends it when `stop` or its silence says so.
 * @returns its exit, and why it was ended for its silence, if it was
 * @throws what `watch` throws, once the agent has been ended
 */
export async function accompanyAgent(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: RunOrder,
  { agent, adapter, worktree }: RunningAgent,
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<{ readonly exit: PtyExit; readonly problem: string | null }> {
  const end = (): void => void agent.end(endGraceMs);
  const problems: unknown[] = [];
  // Called from timers too, where nobody would catch it.
  const report = (signal: WorkSignal): void => {
    try {
      watch(signal);
    } catch (error) {
      problems.push(error);
      end();
    }
  };
  const silence = new SilenceWatch({ agent, adapter, clock: parts.clock, limits: order }, report);
  report({ kind: 'started', process: agent.identity });
  memory.agents.set(order.attemptId, agent);
  memory.treesNow.set(order.attemptId, async () => treeNow(parts, order, worktree));
  stop.addEventListener('abort', end, { once: true });
  if (stop.aborted) end();
  const looks = setInterval(() => silence.look(), lookMs);
  const snapshots = setInterval(() => {
    void snapshotRunning(parts, order, worktree);
  }, snapshotIntervalMs);
  try {
    const exit = await agent.exited;
    reportLeft(exit, workersIn(worktree.folder, agent.identity), report);
    if (problems.length > 0) throw problems[0];
    return { exit, problem: silence.endedBecause };
  } finally {
    clearInterval(looks);
    clearInterval(snapshots);
    stop.removeEventListener('abort', end);
    memory.agents.delete(order.attemptId);
    memory.treesNow.delete(order.attemptId);
  }
}

function reportLeft(
  { left, isLost }: PtyExit,
  strangers: ReturnType<typeof workersIn>,
  report: WorkWatch,
): void {
  if (left.length > 0 || isLost) report({ kind: 'left', processes: left, isLost });
  if (strangers.length > 0) report({ kind: 'strangers', processes: strangers });
}

/** What is in the worktree now, as a tree that no ref keeps: to be looked at, not to be restored. */
async function treeNow(
  { pool }: WorkerParts,
  { base }: RunOrder,
  worktree: Worktree,
): Promise<string> {
  const { mutex, tree } = pool.snapshotDependencies(worktree);
  return mutex.run(`tree ${tree.folder}`, async () => (await treeOfFiles(tree, base)).written);
}

/** Work in progress goes into the vault too; a failure here must not disturb the agent. */
async function snapshotRunning(
  parts: WorkerParts,
  { taskId, number, base }: RunOrder,
  worktree: Worktree,
): Promise<void> {
  const message = `${taskId}: work in progress of attempt ${number}`;
  try {
    await takeSnapshot(
      { taskId, parent: base, message, number, moveBranch: false },
      parts.pool.snapshotDependencies(worktree),
    );
  } catch (error) {
    parts.logger.warn(`No snapshot of ${taskId} this time.`, { reason: String(error) });
  }
}
