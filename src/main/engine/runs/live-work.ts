import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import { sumOfChanges } from '#shared/core/text/change-sum.ts';
import { fileDifferences } from '#main/git/file-changes.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import type { DrivenRun } from './run-control.ts';

/** How long a worktree is left alone at least between two looks, in ms. */
const restMs = 4_000;
/** How long at most while its agent prints nothing: some work in silence. */
const silentRestMs = 30_000;
/** A look that takes long is repeated after so many times its duration. */
const restPerCost = 8;

type Work = WorkspaceStatus['work'][string];

interface Looked {
  /** Output of its agent at that time, in bytes. */
  readonly bytes: number;
  /** When the look ended, and how long it took, in ms. */
  readonly at: number;
  readonly cost: number;
  /** Null while nothing is known. */
  readonly work: Work | null;
}

/**
 * How much the agents that run here have changed so far. Worktrees are looked at one at a time, only while
 * somebody watches the workspace, and only when their agent has done something.
 */
export class LiveWork {
  #looked = new Map<string, Looked>();
  #isLooking = false;

  /** What is known now, by attempt id; what is due is looked at meanwhile. */
  look(run: DrivenRun | null, workspace: Workspace): WorkspaceStatus['work'] {
    const agents = run?.agents ?? new Map<string, never>();
    for (const id of this.#looked.keys()) if (!agents.has(id)) this.#looked.delete(id);
    const work: Record<string, Work> = {};
    for (const [id, looked] of this.#looked) if (looked.work !== null) work[id] = looked.work;
    const now = workspace.clock.now();
    for (const [id, { bytesWritten }] of agents) {
      if (run === null || this.#isLooking) break;
      if (isDue(this.#looked.get(id), bytesWritten, now)) {
        void this.#measure(run, id, bytesWritten, workspace);
      }
    }
    return work;
  }

  async #measure(
    run: DrivenRun,
    attemptId: string,
    bytes: number,
    workspace: Workspace,
  ): Promise<void> {
    this.#isLooking = true;
    const { clock, logger } = workspace;
    const from = clock.now();
    let work = this.#looked.get(attemptId)?.work ?? null;
    try {
      work = (await workOf(run, attemptId, workspace)) ?? work;
    } catch (error) {
      // Files may come and go while they are looked at; the next look may succeed.
      logger.debug(`The work of ${attemptId} cannot be looked at now.`, { reason: String(error) });
    } finally {
      this.#isLooking = false;
    }
    const at = clock.now();
    this.#looked.set(attemptId, { bytes, at, cost: at - from, work });
  }
}

function isDue(looked: Looked | undefined, bytes: number, now: number): boolean {
  if (looked === undefined) return true;
  const rest = bytes === looked.bytes ? silentRestMs : restMs;
  return now - looked.at >= Math.max(rest, Math.min(silentRestMs, looked.cost * restPerCost));
}

async function workOf(
  run: DrivenRun,
  attemptId: string,
  { git, store }: Workspace,
): Promise<Work | null> {
  const base = store.get('attempts', attemptId)?.baseCommit ?? null;
  if (base === null) return null;
  const tree = await run.treeNow(attemptId);
  if (tree === null) return null;
  return { base, tree, ...sumOfChanges(await fileDifferences(git, base, tree)) };
}
