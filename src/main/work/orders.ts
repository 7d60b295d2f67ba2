import type { AgentExit, RecordedWork } from '#shared/core/records/attempt-machine.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { ProcessIdentity } from '#shared/model/attempt.ts';
import type { ForeignChange } from '#shared/model/foreign-change.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Task } from '#shared/model/task.ts';
import type { TreeChange } from '#main/git/commits.ts';
import type { IgnoredWork } from '#main/git/worktrees/ignored-files.ts';
import type { SubmoduleWork } from '#main/git/worktrees/submodules.ts';
import type { LeftOut } from '#main/git/worktrees/safe-add.ts';
import type { LeftProcess } from '#main/system/left-processes.ts';

// All that passes between the host and a worker is plain data: it can be sent as JSON.

/** Whose work, and where it is done: what the orders about one attempt have in common. */
export interface Place {
  readonly runId: string;
  readonly attemptId: string;
  readonly taskId: string;
  /** Counts the task's attempts from 1. */
  readonly number: number;
  /** Name of the slot whose worktree the attempt has. */
  readonly worktree: string;
  /** Branch that its work is on. */
  readonly branch: string;
  /** Commit that the worktree was made from, or is to be. */
  readonly base: string;
}

/** What worktrees and rooms get of the person's checkout beside what git tracks, by the settings. */
export interface ProvisionSettings {
  /** Patterns of ignored files to copy. */
  readonly copy: readonly string[];
  /** Ignored folders to clone. */
  readonly clone: readonly string[];
  /** Command that sets dependencies up; empty for none. */
  readonly setup: string;
  /** Files that decide what is set up. */
  readonly setupInputs: readonly string[];
}

/** What an attempt's worktree gets beside that. */
export interface WorktreeSettings extends ProvisionSettings {
  /** Command that gives back what the setup took; empty for none. */
  readonly teardown: string;
}

/** To make the worktree ready for an agent. */
export interface PrepareOrder extends Place {
  /** Whether the attempt goes on with the unfinished work that its worktree may still show. */
  readonly continues: boolean;
  /** What of the task is executed; right before an agent starts, trust looks at it once more. */
  readonly executes: Pick<Task, 'id' | 'script' | 'verify' | 'source'>;
  /** What the worktree gets beside what git tracks: ignored files, cloned folders, a command. */
  readonly provision: WorktreeSettings;
  /** Short names of the branches that the agent's git is to see beside its own. */
  readonly branches: readonly string[];
}

/** A worktree that is ready. */
export interface Prepared {
  /** Commit of the epic that the work in it stands on. */
  readonly baseCommit: string;
}

/** To run the agent in the worktree. */
export interface RunOrder extends Place {
  /** Name of the agent. */
  readonly agent: string;
  readonly prompt: string;
  /** The task's script for the script agent; null when it has none. */
  readonly script: string | null;
  /** Silence after which the host is notified. */
  readonly silentMinutes: number;
  /** Silence after which the agent is ended; null for never. */
  readonly killSilentMinutes: number | null;
}

/** How the run of an agent came out. */
export type AgentRun =
  /** It could not be started, and another try would end the same. */
  | { readonly kind: 'not_started'; readonly problem: Failure }
  /** The host stopped it, maybe before it was started. */
  | { readonly kind: 'stopped'; readonly wasStarted: boolean }
  | { readonly kind: 'exited'; readonly exit: WorkerExit };

/** What an agent left; until when its account is parked is for the host to say, which knows all its attempts. */
export interface WorkerExit extends Omit<AgentExit, 'rateLimitedUntil' | 'interrupted'> {
  /** That its provider refused it for a while, and until when if it said so (UTC ISO). */
  readonly refusal: { readonly resetsAt: string | null } | null;
}

/** To keep what is in the worktree. */
export interface RecordOrder extends Place {
  /** Message of the commit. */
  readonly message: string;
  /** Files and patterns of which the host asks whether the work has them. */
  readonly testFiles: readonly string[];
}

/** What was kept, and what was seen of it. */
export interface RecordedWorks {
  readonly work: RecordedWork;
  /** What differs from `work.baseCommit`. */
  readonly differences: readonly TreeChange[];
  /** Whether the only parent of the commit is the base of the order. */
  readonly isDirect: boolean;
  /** What the commit does not have as the worktree has it. */
  readonly left: readonly LeftOut[];
  /** What the agent has left in submodules. */
  readonly submodules: readonly SubmoduleWork[];
  /** Files of the work that git ignores. */
  readonly ignored: IgnoredWork;
  /** Those of the order's test files that the work has. */
  readonly presentFiles: readonly string[];
  /** The end of the agent's output, as plain text, secrets masked. */
  readonly lastOutput: string;
}

/** How a room for checks is provided, by the settings. */
export interface RoomSettings extends ProvisionSettings {
  /** Ignored folders that stay from check to check. */
  readonly keep: readonly string[];
  readonly network: 'on' | 'off';
  /** File with results that the check writes; empty for none. */
  readonly report: string;
}

/** To make ready what is to be checked. */
export interface StageOrder {
  /** Names the checks while they are made ready and run: the attempt, or the baseline. */
  readonly id: string;
  readonly runId: string;
  /** Tree to be checked. */
  readonly tree: string;
  /** Commit that it stands on, which has landed: what the tree does not change of the setup is set up there. */
  readonly onto: string;
  readonly room: RoomSettings;
  /** Variables of the checks beside those that all have. */
  readonly variables: Readonly<Record<string, string>>;
  /** The worktree of the work, where it is to be checked there and not in a clean room. */
  readonly worktree: (Place & { readonly work: { readonly commit: string } }) | null;
}

/** To run checks on exactly one tree. */
export interface CheckOrder extends StageOrder {
  /** Commit of the tree. */
  readonly commit: string;
  /** Whose work it is, and its process: what began after it and works in its worktree is reported. Null for a baseline. */
  readonly of: (Place & { readonly process: ProcessIdentity | null }) | null;
  /** Commands in order, each with the name of the file for its output. */
  readonly commands: readonly { readonly command: string; readonly outputFile: string }[];
  readonly timeoutMs: number;
}

/** What one check gave, as it goes into its evidence. */
export type CheckResult = Pick<
  Evidence,
  | 'command'
  | 'cwd'
  | 'exitCode'
  | 'durationMs'
  | 'verdict'
  | 'outputTail'
  | 'outputFile'
  | 'room'
  | 'environment'
  | 'kept'
  | 'tests'
  | 'digests'
  | 'startedAt'
>;

/** To have the worktree show the work as it would have landed, for whoever repairs it. */
export interface LayOutOrder extends Place {
  /** The work as it was recorded. */
  readonly work: string;
  /** The work on the epic as it stands. */
  readonly commit: string;
}

/** To find out whether a check that did not pass in a clean room passes where the work was done. */
export interface CompareOrder extends Place, Pick<CheckOrder, 'room' | 'variables' | 'timeoutMs'> {
  readonly command: string;
  /** Name of the file for its output. */
  readonly outputFile: string;
}

/** What a worktree has that a clean room had not. */
export interface Comparison {
  /** Whether the check passes there. */
  readonly passes: boolean;
  /** Paths of it that git ignores and nobody provided. */
  readonly ignored: readonly string[];
}

/** To give back worktrees that nobody holds. */
export interface TidyOrder {
  /** Slots that hold unfinished work. */
  readonly keep: readonly string[];
  /** The task that each slot was last given to. */
  readonly owners: Readonly<Record<string, string>>;
}

/** What a worker says while it is at work. */
export type WorkSignal =
  | { readonly kind: 'started'; readonly process: ProcessIdentity }
  /** The agent is silent, and what it printed last looks like a question. */
  | { readonly kind: 'question'; readonly text: string }
  | { readonly kind: 'silent'; readonly minutes: number }
  /** The agent prints, and has said nothing new for so long. */
  | { readonly kind: 'nothing_new'; readonly minutes: number }
  /** What could not be ended; lost, when nobody knows any more what there is to end. */
  | {
      readonly kind: 'left';
      readonly processes: readonly LeftProcess[];
      readonly isLost: boolean;
    }
  /** What works in the worktree though nothing of the attempt runs any more. */
  | { readonly kind: 'strangers'; readonly processes: readonly LeftProcess[] }
  /** Something of the person's repository changed meanwhile, by nothing of the app's own. */
  | { readonly kind: 'foreign_change'; readonly change: ForeignChange }
  /** These folders of the checkout are not what the run began with; what they were then is used. */
  | { readonly kind: 'dependencies_changed'; readonly folders: readonly string[] }
  | { readonly kind: 'check_started'; readonly command: string; readonly startedAt: string }
  | { readonly kind: 'check_ended' };

/** Takes what a worker says; what it throws ends the work. */
export type WorkWatch = (signal: WorkSignal) => void;
