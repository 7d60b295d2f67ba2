import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';
import type { WorkThen } from '#shared/model/foreign-change.ts';
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

/**
 * Carries out orders about attempts and reports what came of them. It knows no records and decides
 * nothing about a task: what it needs is in the order, what it found is in the report. Each order may be
 * given again after a crash.
 */
export interface Worker {
  /** Where the worktree of a slot lies on the worker's machine. */
  folderOf(worktree: string): string;

  /**
   * Gives the attempt its worktree, which shows the work that it continues, or `base`; then files and
   * folders of the checkout, and the setup command. A failure is one that the next try would meet too.
   * @throws {FailureError} for a reason that concerns every attempt, such as a full disk
   */
  prepare(
    order: PrepareOrder,
    watch: WorkWatch,
    stop: AbortSignal,
  ): Promise<Result<Prepared, Failure>>;

  /**
   * Runs the agent until it ends, and reads what it left. `stop` ends it, with a grace.
   * @throws {FailureError} for a reason that concerns every attempt, and what `watch` throws
   */
  run(order: RunOrder, watch: WorkWatch, stop: AbortSignal): Promise<AgentRun>;

  /** Keeps all that the worktree shows as a commit on the task's branch and in the vault. */
  record(order: RecordOrder): Promise<RecordedWorks>;

  /** The first part of {@link check}, which can be done while the commit of the tree is still being made. */
  stage(order: StageOrder): Promise<void>;

  /**
   * {@link stage} before it is known what will be checked: `tree` is what it will be like. Does nothing where that would
   * keep others waiting, and says nothing of what fails.
   */
  stageEarly(order: StageOrder): Promise<void>;

  /** Gives up what {@link stage} or {@link stageEarly} made ready under this id; nothing when there is none. */
  leave(id: string): Promise<void>;

  /**
   * The digest of the environment that each command of the order would run in, without running it: evidence of the same
   * tree, command and environment need not be made twice.
   */
  environments(order: CheckOrder): Promise<readonly string[]>;

  /**
   * Runs the commands of the order, one after the other, on its tree; ends with the first that does not pass.
   * @throws {FailureError} when nothing could be found out, because of a full disk for example
   */
  check(order: CheckOrder, watch: WorkWatch, stop: AbortSignal): Promise<readonly CheckResult[]>;

  /**
   * Brings the worktree of work that did not pass to the very commit that was checked: the next attempt goes on with
   * what has landed meanwhile. What is found there beside the recorded work is kept in the vault.
   */
  layOut(order: LayOutOrder): Promise<void>;

  /**
   * Runs a command that did not pass in a clean room once more where the work was done, where that has what git
   * ignores; null where it has nothing of that kind, which could make a difference.
   */
  compare(order: CompareOrder, watch: WorkWatch, stop: AbortSignal): Promise<Comparison | null>;

  /** Gives back what checks of this run, or of this baseline, were made with; rooms stay as they are for others. */
  endChecks(runId: string): Promise<void>;

  /**
   * Removes worktrees that nobody holds, each with the proof that its content is kept (SPEC section 7.2).
   * @returns the slots of those that are gone
   */
  tidy(order: TidyOrder): Promise<readonly string[]>;
}

/** A checkout of the person's of which index or files were changed. */
interface ChangedCheckout {
  readonly folder: string;
  readonly paths: readonly string[];
  /** Where what was in no commit before is kept; null where nothing was. */
  readonly keptRef: string | null;
}

/** What of an attempt is under way. */
export type WatchedWork = Pick<Place, 'runId' | 'attemptId' | 'taskId' | 'number'> &
  Pick<WorkThen, 'what'>;

/**
 * Looks at the person's repository around what agents and checks do. What changed that is not the app's own is
 * reported as a signal; what it was is kept before that.
 */
export interface WorkGuard {
  /** Does something of an attempt between two looks. A look that fails keeps nothing from being done. */
  around<Value>(work: WatchedWork, watch: WorkWatch, act: () => Promise<Value>): Promise<Value>;

  /**
   * Looks a last time when nothing of a run is at work any more.
   * @returns the person's checkouts of which index or files were changed meanwhile
   */
  endRun(runId: string, watch: WorkWatch): Promise<readonly ChangedCheckout[]>;
}
