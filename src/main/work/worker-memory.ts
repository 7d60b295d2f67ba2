import type { Worktree } from '#main/git/worktree-pool.ts';
import type { PtySession } from '#main/terminal/pty-host.ts';

/** A worktree that was brought to what is to be checked, as far as its commit need not be known. */
export interface Staged {
  readonly worktree: Worktree;
  /** Whether it showed exactly the recorded work. */
  readonly wasAsRecorded: boolean;
  /** Whether its files and its index show the tree of the order already. */
  readonly isSwitched: boolean;
}

/** What a worker holds in memory for one run: handles and shortcuts. Without them it only takes longer. */
export class WorkerMemory {
  /** Worktrees that have got their copied and cloned files. */
  readonly provisioned = new Set<string>();
  /** Where each agent's program was found, by the agent's name. */
  readonly programs = new Map<string, string>();
  /** Agents that run now, by attempt id. */
  readonly agents = new Map<string, PtySession>();
  /** Attempts whose worktree shows exactly the work that was recorded: nothing has run in it since. */
  readonly asRecorded = new Set<string>();
  /** What was made ready for a check that is still to come, by attempt id. */
  readonly staged = new Map<string, Staged>();
}
