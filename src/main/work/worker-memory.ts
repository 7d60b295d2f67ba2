import type { PtySession } from '#main/terminal/pty-host.ts';
import type { DependencyCopy } from './rooms/dependency-copy.ts';
import type { StagedRoom } from './rooms/prepare-room.ts';
import type { EarlyRoom } from './rooms/ready-room.ts';

/** What a worker holds in memory for one run: handles and shortcuts. Without them it only takes longer. */
export class WorkerMemory {
  /** Worktrees that have got their copied and cloned files. */
  readonly provisioned = new Set<string>();
  /** Where each agent's program was found, by the agent's name. */
  readonly programs = new Map<string, string>();
  /** Agents that run now, by attempt id. */
  readonly agents = new Map<string, PtySession>();
  /** Writes what is in the worktree of each agent that runs now as a tree, by attempt id; answers with its hash. */
  readonly treesNow = new Map<string, () => Promise<string>>();
  /** Rooms that were made ready for checks which are still to come, by the id of the order. */
  readonly staged = new Map<string, StagedRoom>();
  /** Rooms that are made ready before their turn, by the id of the order. */
  readonly early = new Map<string, EarlyRoom>();
  /** The dependencies that each run works with. */
  readonly copies = new Map<string, Promise<DependencyCopy>>();
  /** Runs in which it was said that the checkout's dependencies have changed. */
  readonly reportedChanges = new Set<string>();
  /** When the checkout's dependencies were looked at last, in epoch milliseconds. */
  lookedAtDependencies: number | null = null;
}
