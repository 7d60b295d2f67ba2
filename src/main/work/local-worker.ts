import { join } from 'node:path';
import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';
import type { PtySession } from '#main/terminal/pty-host.ts';
import { checkTree, environmentsFor, stageCheck, stageCheckEarly } from './check.ts';
import { layOutForRepair } from './lay-out.ts';
import type {
  AgentRun,
  CheckOrder,
  CheckResult,
  Place,
  CompareOrder,
  Comparison,
  LayOutOrder,
  PrepareOrder,
  Prepared,
  RecordedWorks,
  RecordOrder,
  RunOrder,
  StageOrder,
  TidyOrder,
  WorkWatch,
} from './orders.ts';
import { prepareWorktree } from './prepare.ts';
import { recordWork } from './record.ts';
import { runAgent } from './run-agent.ts';
import { removeFreeWorktrees } from './tidy.ts';
import type { WatchedWork, Worker } from './worker.ts';
import { compareWithWorktree } from './rooms/compare-with-worktree.ts';
import { leaveRoom } from './rooms/check-in-room.ts';
import { dropCopies } from './rooms/dependency-copy.ts';
import { WorkerMemory } from './worker-memory.ts';
import type { WorkerParts } from './worker-parts.ts';

/** A worker whose agents have their terminals in this process. */
export interface WorkerHere extends Worker {
  /** The terminals of the agents that run now, by attempt id. */
  readonly agents: ReadonlyMap<string, PtySession>;
  /** What is in the worktree of an agent that runs now, as the hash of a tree; null when none does. */
  treeNow(attemptId: string): Promise<string | null>;
}

/** The worker of this machine, for one run: worktrees of the pool, agents in pseudo-terminals. */
export class LocalWorker implements WorkerHere {
  readonly #parts: WorkerParts;
  readonly #memory = new WorkerMemory();

  constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  get agents(): ReadonlyMap<string, PtySession> {
    return this.#memory.agents;
  }

  async treeNow(attemptId: string): Promise<string | null> {
    return (await this.#memory.treesNow.get(attemptId)?.()) ?? null;
  }

  folderOf(worktree: string): string {
    return join(this.#parts.paths.worktrees, worktree);
  }

  async prepare(
    order: PrepareOrder,
    watch: WorkWatch,
    stop: AbortSignal,
  ): Promise<Result<Prepared, Failure>> {
    const prepare = async (): Promise<Result<Prepared, Failure>> =>
      prepareWorktree(this.#parts, this.#memory, order, watch, stop);
    // Without a setup command nothing but the app is at work.
    return order.provision.setup === '' ? prepare() : this.#guarded(order, 'setup', watch, prepare);
  }

  async run(order: RunOrder, watch: WorkWatch, stop: AbortSignal): Promise<AgentRun> {
    return this.#guarded(order, 'agent', watch, async () =>
      runAgent(this.#parts, this.#memory, order, watch, stop),
    );
  }

  async record(order: RecordOrder): Promise<RecordedWorks> {
    return recordWork(this.#parts, order);
  }

  async stage(order: StageOrder): Promise<void> {
    return stageCheck(this.#parts, this.#memory, order);
  }

  async stageEarly(order: StageOrder): Promise<void> {
    return stageCheckEarly(this.#parts, this.#memory, order);
  }

  async leave(id: string): Promise<void> {
    return leaveRoom(this.#parts, this.#memory, id);
  }

  async environments(order: CheckOrder): Promise<readonly string[]> {
    return environmentsFor(this.#parts, this.#memory, order);
  }

  async check(
    order: CheckOrder,
    watch: WorkWatch,
    stop: AbortSignal,
  ): Promise<readonly CheckResult[]> {
    const check = async (): Promise<readonly CheckResult[]> =>
      checkTree(this.#parts, this.#memory, order, watch, stop);
    return order.of === null ? check() : this.#guarded(order.of, 'checks', watch, check);
  }

  async layOut(order: LayOutOrder): Promise<void> {
    return layOutForRepair(this.#parts, order);
  }

  async compare(
    order: CompareOrder,
    watch: WorkWatch,
    stop: AbortSignal,
  ): Promise<Comparison | null> {
    return compareWithWorktree(this.#parts, this.#memory, order, watch, stop);
  }

  async endChecks(runId: string): Promise<void> {
    this.#memory.copies.delete(runId);
    await dropCopies(this.#parts.paths.dependencies, runId);
    await this.#parts.rooms.close();
  }

  async tidy(order: TidyOrder): Promise<readonly string[]> {
    for (const runId of this.#memory.copies.keys()) await this.endChecks(runId);
    return removeFreeWorktrees(this.#parts, order);
  }

  async #guarded<Value>(
    { runId, attemptId, taskId, number }: Place,
    what: WatchedWork['what'],
    watch: WorkWatch,
    act: () => Promise<Value>,
  ): Promise<Value> {
    return this.#parts.guard.around({ runId, attemptId, taskId, number, what }, watch, act);
  }
}
